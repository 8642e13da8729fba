"""What time has overtaken comes after the newest."""

import pytest

from service.answers.statements.newest import newest_first
from service.candidates import Candidate
from service.questions.understand import understand
from tests.service.answers.claims.candidates import candidate

OLD = "The fire at the Brixen mill killed 3 workers and hurt 12, Sheriff Ann Vos said."
NEW = "The number of dead in the fire at the Brixen mill rose to 7, Sheriff Ann Vos said."
HURT = "Nine people hurt in the fire at the Brixen mill went home, Sheriff Ann Vos said."


def _asked(question: str, *told: tuple[str, str, str, float]) -> list[str]:
    """The ids, a, b, ..., of articles in their order: each a date, a sentence, an answer."""
    found: list[Candidate] = [
        candidate(text, id, answer=answer, published=published, confidence=confidence)
        for id, (published, text, answer, confidence) in zip("abc", told, strict=False)
    ]
    return [one.article.id for one in newest_first(understand(question), found)]


@pytest.mark.parametrize(
    ("question", "newer", "first"),
    [
        ("How many people died in the mill fire?", ("2026-02-08", NEW, "7", 0.5), "b"),
        ("How many were injured at the mill?", ("2026-02-08", HURT, "Nine", 0.5), "b"),
        ("How many people died in the mill fire?", ("2026-02-08", HURT, "Nine", 0.5), "a"),
        ("How many people died in the mill fire?", ("2026-02-08", NEW, "7", 0.3), "a"),
        ("How many people died in the mill fire?", ("2026-06-08", NEW, "7", 0.5), "a"),
        ("How many people work at the mill?", ("2026-02-08", NEW, "7", 0.5), "a"),
        ("Who died in the mill fire?", ("2026-02-08", NEW, "Ann Vos", 0.5), "a"),
        ("How many died in the mill fire this week?", ("2026-02-08", NEW, "7", 0.2), "a"),
    ],
)
def test_a_later_toll_of_the_same_event_comes_first(
    question: str, newer: tuple[str, str, str, float], first: str
) -> None:
    older = ("2026-02-01", OLD, "3" if "died" in question else "12", 0.8)

    assert _asked(question, older, newer)[0] == first


def test_the_latest_is_the_newest() -> None:
    rates = [
        ("2026-02-01", "The bank raised its rate to 3%.", "3%", 0.8),
        ("2026-03-01", "The bank raised its rate to 4%.", "4%", 0.6),
    ]

    assert _asked("What is the latest rate?", *rates) == ["b", "a"]
    assert _asked("What was the rate raised to?", *rates) == ["a", "b"]
