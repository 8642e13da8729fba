"""Why somebody did something, they tell best themselves."""

import pytest
from msgspec import structs

from index.records import Quote, QuoteForm
from service.answers.statements.own_reasons import with_own_reasons
from service.candidates import Candidate
from service.questions.understand import understand
from tests.service.answers.claims.candidates import candidate


def _told() -> Candidate:
    return candidate("She shot low.", "a", confidence=0.4)


def _said(speaker: str | None) -> Candidate:
    said = candidate("“I did not want to run back.”", "b", confidence=0.3)
    quote = Quote(content=(said.quote,), speaker=speaker, form=QuoteForm.DIRECT)
    return structs.replace(said, said=quote)


@pytest.mark.parametrize(
    ("question", "speaker", "confidences"),
    [
        ("Why didn't Ann Lee pass?", "Ann Lee", [0.58, 0.4]),
        ("why did lee pass", "Ann Lee", [0.58, 0.4]),
        ("Why did Bo Kim pass?", "Ann Lee", [0.4, 0.3]),
        ("Why did Ann Lee pass?", None, [0.4, 0.3]),
        ("Why was Ann Lee fined?", "Ann Lee", [0.4, 0.3]),
        ("Why did Ann Lee say that?", "Ann Lee", [0.4, 0.3]),
        ("When did Ann Lee pass?", "Ann Lee", [0.4, 0.3]),
    ],
)
def test_the_reasons_of_whoever_did_it_are_surer(
    question: str, speaker: str | None, confidences: list[float]
) -> None:
    found = with_own_reasons(understand(question), [_told(), _said(speaker)])

    assert [round(one.confidence, 2) for one in found] == confidences
