"""Days that lie ahead of the article, and days that lie behind."""

import pytest

from service.answers.claims.tenses import lies_ahead


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Lee will visit Oslo on DAY.", True),
        ("On DAY, Lee will visit Oslo.", True),
        ("The plant is expected to be closed on DAY.", True),
        ("Lee said the plant would close on DAY.", True),
        ("Lee said on DAY the plant would close.", False),
        ("The plant was closed on DAY.", False),
        ("On DAY, Lee said he plans to resign.", False),
        ("Lee won on DAY and will retire.", False),
        ("DAY.", False),
    ],
)
def test_the_verb_nearest_to_the_day_tells(sentence: str, expected: bool) -> None:
    before, behind = sentence.split("DAY")

    assert lies_ahead(before, behind) is expected
