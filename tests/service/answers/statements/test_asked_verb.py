"""Who warned of something is not whoever spoke of it."""

import pytest

from service.answers.statements.asked_verb import with_verb_first
from service.questions.kinds.who_said import asked_verb
from service.questions.understand import understand, who_said
from tests.service.answers.claims.candidates import candidate

SPOKE = "“The weir is old,” said Ann Vos."
WARNED = "Bo Kim had warned the town of the weir in 2019."


def _first(question: str, *sentences: str) -> list[tuple[str, float]]:
    asked = who_said(question) or understand(question)
    found = [candidate(text, id) for id, text in zip("ab", sentences, strict=False)]
    return [(one.article.id, one.confidence) for one in with_verb_first(asked, found)]


def test_whoever_did_what_is_asked_comes_first() -> None:
    assert _first("Who warned of the weir?", SPOKE, WARNED) == [("b", 0.9), ("a", 0.45)]


@pytest.mark.parametrize(
    "question",
    ["Who said the weir is old?", "Who complained about the weir?", "Who mended the weir?"],
)
def test_otherwise_the_order_stays(question: str) -> None:
    assert _first(question, SPOKE, WARNED) == [("a", 0.9), ("b", 0.9)]


@pytest.mark.parametrize(
    ("question", "stem"),
    [
        ("Who warned about the weir?", "warn"),
        ("who denies that the weir leaks", "den"),
        ("Who promised that it would hold?", "promis"),
        ("Who told reporters that it leaks?", None),
        ("Who was quoted as saying that it leaks?", None),
        ("Who mended the weir?", None),
    ],
)
def test_the_verb_is_one_that_not_all_words_fit(question: str, stem: str | None) -> None:
    assert asked_verb(question) == stem
