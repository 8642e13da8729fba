"""Whoever did something, asked for by a noun."""

import pytest

from service.questions.kinds.doers import asked_with_verb

VERBS = """\
who is the owner of the paper mill -> Who owns the paper mill
Who is the current owner of the mill? -> Who owns the mill?
Who was the previous owner of the boatyard? -> Who owned the boatyard?
Who are the owners of the dredger? -> Who owns the dredger?
Who is the author of the bill? -> Who wrote the bill?
Who's the founder of Halyard Maps? -> Who founded Halyard Maps?
Who was the winner of the race in May? -> Who won the race in May?"""


@pytest.mark.parametrize("line", VERBS.splitlines())
def test_such_a_noun_is_read_as_its_verb(line: str) -> None:
    question, _, with_verb = line.partition(" -> ")

    assert asked_with_verb(question) == with_verb


@pytest.mark.parametrize(
    "question",
    [
        "Who is the mayor of Port Ellery?",
        "Who owns the mill?",
        "What is the owner of the mill?",
        "Who is the owner?",
        "What did the owner of the mill say?",
    ],
)
def test_other_questions_stay(question: str) -> None:
    assert asked_with_verb(question) is None
