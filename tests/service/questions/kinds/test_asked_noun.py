"""The noun that a question asks for."""

import pytest

from service.questions.kinds.asked_noun import asked_noun


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Which film won the Oscar?", "film"),
        ("What company makes the boats?", "company"),
        ("which Japanese company was fined?", "company"),
        ("What football team did he play for?", "team"),
        ("What is the name of the river?", "river"),
        ("What is the boat called?", "boat"),
        ("Which two countries signed?", "country"),
        ("What sauce do they serve?", "sauce"),
    ],
)
def test_the_noun_is_found_in_singular(question: str, noun: str) -> None:
    assert noun in asked_noun(question)


def test_words_for_the_same_sort_of_thing_come_along() -> None:
    assert {"film", "movie", "drama"} <= asked_noun("Which films won?")


@pytest.mark.parametrize(
    "question", ["What happened?", "What did he say?", "Which of the boats sank?", "Who won?"]
)
def test_other_questions_ask_for_no_noun(question: str) -> None:
    assert not asked_noun(question)
