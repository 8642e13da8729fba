"""Whether a question corrected or renamed is answered better than the one that was typed."""

import pytest

from service.answers.outcome import Outcome
from service.answers.statements.merging import Statement
from service.answers.writing.revisions import is_better_spelt, is_surer
from service.questions.understand import understand
from tests.service.answers.claims.candidates import candidate


def _outcome(share: float, maybe: float = 0.0) -> Outcome:
    """An answer of 0.9 times this share, and such a maybe; none where it is 0."""
    return Outcome(
        question=understand("Who designed the bridge?"),
        statements=[Statement([candidate("Lee did.")], share=share)] if share else (),
        maybe=Statement([candidate("Lee did.")], share=maybe) if maybe else None,
    )


@pytest.mark.parametrize(
    ("named", "typed", "expected"),
    [
        (_outcome(0.4), _outcome(0.3), True),
        (_outcome(0.4), _outcome(0.8), False),
        (_outcome(0), _outcome(0.8), False),
        (_outcome(0), _outcome(0.3), True),
        (_outcome(0, maybe=0.2), _outcome(0, maybe=0.1), True),
        (_outcome(0), _outcome(0), False),
    ],
)
def test_what_another_name_finds_must_be_surer(
    named: Outcome, typed: Outcome, expected: bool
) -> None:
    assert is_surer(named, typed) is expected


@pytest.mark.parametrize(
    ("corrected", "typed", "expected"),
    [
        (_outcome(0), _outcome(0.8), False),
        (_outcome(0), _outcome(0.3), True),
        (_outcome(0, maybe=0.5), _outcome(0.8), True),
        (_outcome(0, maybe=0.2), _outcome(0, maybe=0.1), True),
        (_outcome(0), _outcome(0), False),
    ],
)
def test_what_answers_unknown_words_must_be_sure(
    corrected: Outcome, typed: Outcome, expected: bool
) -> None:
    assert is_better_spelt(corrected, typed) is expected
