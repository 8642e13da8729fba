"""Who said the words that a question quotes is whoever said them, not something alike."""

import pytest

from service.answers.statements.quoted_words import with_quoted_words
from service.questions.understand import understand, who_said
from tests.service.answers.claims.candidates import candidate

SAID = "“We never raised the fee of the ferry,” said Ann Vos."
ALIKE = "“The ferry is old,” said Bo Kim."


def _kept(question: str) -> list[str]:
    asked = who_said(question) or understand(question)
    found = [candidate(text, id) for id, text in zip("ab", (ALIKE, SAID), strict=True)]
    return [one.article.id for one in with_quoted_words(asked, found)]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Who said “we never raised the fee of the ferry”?", ["b"]),
        ('who said "we never raised the ferry fee"', ["b"]),
        ("Who said “they will sell the harbor to us”?", []),
        ("Who said “the ferry”?", ["a", "b"]),
        ("Who said the ferry is old?", ["a", "b"]),
        ("When did Vos say “we never raised the fee of the ferry”?", ["a", "b"]),
    ],
)
def test_only_words_that_are_quoted_count(question: str, kept: list[str]) -> None:
    assert _kept(question) == kept
