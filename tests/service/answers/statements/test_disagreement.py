"""Answers that contradict each other on the question, and answers that do not."""

from pathlib import Path

import pytest

from service.answers.statements.disagreement import with_disagreements
from service.answers.statements.merging import Statement, merge
from service.questions.understand import understand
from tests.service.answers.claims.candidates import candidate

HURT = "How many people were injured in the crash?"
CRASH = "The crash at Ross Coulee left 14 people injured"
# Question, sentence, answer, other sentence, its answer.
_ROWS = Path(__file__).with_name("disputes.txt").read_text(encoding="utf-8")
_CONTRADICTING, _COMPATIBLE = (part.strip().splitlines()[1:] for part in _ROWS.split("# ")[1:])


def _asked(question: str, *told: tuple[str, str, str]) -> list[Statement]:
    """Statements of articles a, b, ...: each a date, a sentence, and the words that answer."""
    candidates = [
        candidate(text, id, answer=answer, published=published)
        for id, (published, text, answer) in zip("abcdef", told, strict=False)
    ]
    return with_disagreements(understand(question), merge(candidates))


@pytest.mark.parametrize("row", _CONTRADICTING)
def test_contradicting_answers_come_newest_first_and_share_one_probability(
    row: str,
) -> None:
    question, one, answer, other, its_answer = row.split(" | ")

    statements = _asked(question, ("2025-05-19", one, answer), ("2025-05-20", other, its_answer))

    assert [statement.is_disputed for statement in statements] == [True, True]
    assert [statement.best.article.id for statement in statements] == ["b", "a"]
    assert sum(statement.confidence for statement in statements) == pytest.approx(1)


@pytest.mark.parametrize("row", _COMPATIBLE)
def test_compatible_answers_and_other_events_are_no_disagreement(
    row: str,
) -> None:
    question, one, answer, other, its_answer = row.split(" | ")

    statements = _asked(question, ("2025-05-19", one, answer), ("2025-05-20", other, its_answer))

    assert [statement.is_disputed for statement in statements] == [False] * len(statements)


def test_an_older_state_of_things_contradicts_nothing() -> None:
    statements = _asked(
        HURT,
        ("2025-05-19", f"{CRASH}.", "14"),
        ("2025-07-20", "The crash at Ross Coulee left 11 people injured.", "11"),
    )

    assert [statement.is_disputed for statement in statements] == [False, False]


def test_what_is_in_dispute_stands_where_the_best_of_it_stood() -> None:
    statements = _asked(
        HURT,
        ("2025-05-18", "It was the worst crash in years, the mayor of Redmill said.", ""),
        ("2025-05-19", f"{CRASH}.", "14"),
        ("2025-05-19", "Six people were treated in hospital, Redmill police said.", "Six"),
        ("2025-05-20", "The crash at Ross Coulee left 11 people injured.", "11"),
    )

    assert [statement.best.article.id for statement in statements] == ["a", "d", "b", "c"]
