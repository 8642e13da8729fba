"""Which statements are shown where one outlet has more of them than others."""

import pytest
from msgspec import structs

from service.answers.statements.merging import Statement
from service.answers.statements.sharing import shared_out
from tests.service.reading.test_windows import ARTICLE, candidate


def _statements(outlets: str) -> list[Statement]:
    articles = [
        structs.replace(ARTICLE, id=f"{n}", outlet=None if one == "-" else one)
        for n, one in enumerate(outlets)
    ]
    return [Statement([structs.replace(candidate(1), article=one)]) for one in articles]


@pytest.mark.parametrize(
    ("outlets", "most", "shown"),
    [
        ("aaaaab", 5, [0, 1, 2, 3, 5]),
        ("aaaaaAbc", 5, [0, 1, 2, 6, 7]),
        ("aaaaaa", 5, [0, 1, 2, 3, 4]),
        ("abab", 5, [0, 1, 2, 3]),
        ("------", 5, [0, 1, 2, 3, 4]),
        ("aab", 1, [0]),
        ("aab", 0, []),
    ],
)
def test_no_outlet_takes_all_places_while_another_has_an_answer(
    outlets: str, most: int, shown: list[int]
) -> None:
    statements = _statements(outlets)

    assert [statements.index(one) for one in shared_out(statements, most)] == shown
