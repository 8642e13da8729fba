"""Text that only says a question again, in whatever order and with whatever signs."""

import pytest

from index.text.matching.echoes import Echoes

QUESTION = "What did the champion say about the boy?"


@pytest.mark.parametrize(
    "sentence",
    [
        "What did the champion say about the boy?",
        "WHAT DID THE CHAMPION SAY -- about the boy!!",
        "what did the champion say about the boy what did the champion say about the boy",
        "The boy, the champion did say about what.",
        "Whаt did the chаmpion say аbout the boy",
        "Everybody asks, what did the champion say about the boy",
    ],
)
def test_what_says_the_question_again_is_an_echo(sentence: str) -> None:
    assert Echoes(QUESTION).are_all_of(sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (QUESTION, "The champion did say about the boy that he was good."),
        (QUESTION, "The boy"),
        ("Was it the first marathon of Quintanilla?", "It was the first marathon of Quintanilla."),
        ("Who won the cup, the Herons or the Gulls?", "The Gulls won the cup."),
        ("Who won?", "Who won?"),
        ("Who led the search?", "Sergeant Ann Lee, who led the search, said it was over."),
        ("Whose dog bit him", "Ann Lee (whose dog bit him) paid."),
    ],
)
def test_what_may_answer_is_none(question: str, sentence: str) -> None:
    assert not Echoes(question).are_all_of(sentence)


@pytest.mark.parametrize(
    ("sentence", "answers_nothing"),
    [
        ("Is the boy a champion?", True),
        ("“Is he a champion?” the boy asked.", False),
        ("“Is he a champion?”", False),
        ("The boy is good.", False),
    ],
)
def test_a_bare_question_answers_nothing(sentence: str, *, answers_nothing: bool) -> None:
    assert Echoes(QUESTION).answer_nothing(sentence) is answers_nothing


def test_who_did_it_is_not_told_by_asking_it() -> None:
    assert Echoes("Who led the search?").are_all_of("Nobody knew who led the search that day.")


def test_a_phrase_that_is_searched_for_is_no_question() -> None:
    phrase = "The bridge opened on Monday"

    assert not Echoes(phrase).are_all_of(f"{phrase}, the mayor said.")
    assert Echoes(f"{phrase}?").are_all_of(f"{phrase}, the mayor said.")
    assert Echoes("when did the bridge open").are_all_of("When did the bridge open? Nobody knows.")
