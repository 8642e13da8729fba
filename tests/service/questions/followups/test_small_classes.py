"""Closed classes of messages: chatter, questions about the answer, corrections, ordinals, times."""

from datetime import date

import pytest

from service.questions.followups.acts.chatter import asks_something, topic_of_chat, without_chatter
from service.questions.followups.acts.meta import is_about_answers
from service.questions.followups.grammar.inflection import bare, do_for
from service.questions.followups.grammar.ordinals import place_of
from service.questions.followups.grammar.rewriting import genitive, polished
from service.questions.followups.grammar.time_words import at_time, without_time
from service.questions.followups.grammar.words import mended
from service.questions.followups.messages.fragments import fragment_of
from service.questions.followups.messages.narrowing import days_of
from service.questions.followups.messages.openings import (
    Opened,
    asked_directly,
    without_opening,
)


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("hola", "greeting"),
        ("Guten Morgen!", "greeting"),
        ("hey there 👋", "greeting"),
        ("merci beaucoup", "thanks"),
        ("ok cool", "thanks"),
        ("bye, thanks!", "goodbye"),
        ("help", "help"),
        ("how does this work?", "how"),
        ("are you a bot", "person"),
        ("thanks to whom?", ""),
        ("hey what did she say", ""),
        ("hi-tech exports", ""),
        ("🙏", ""),
    ],
)
def test_chatter_is_what_asks_nothing(message: str, topic: str) -> None:
    assert topic_of_chat(message) == topic


def test_chatter_in_front_of_a_question_is_cut_off() -> None:
    assert without_chatter("thanks. and sheinbaum?") == "and sheinbaum?"
    assert without_chatter("visas. and sheinbaum?") == "visas. and sheinbaum?"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("source?", True),
        ("whats the source", True),
        ("show me the article please", True),
        ("which paper says that", True),
        ("from when is that", True),
        ("are you sure about that?", True),
        ("is that true", True),
        ("how do you know", True),
        ("who owns the paper", False),
        ("is it true that the bridge is closed", False),
        ("which paper does she own", False),
    ],
)
def test_questions_about_the_answer(message: str, expected: bool) -> None:
    assert is_about_answers(message) is expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("no, i meant the mayor", Opened("the mayor", is_correction=True)),
        ("sorry the baker i mean", Opened("the baker", is_correction=True)),
        ("no the one who hired her i mean", Opened("who hired her", is_correction=True)),
        ("no i mean what does yates want", Opened("what does yates want", is_correction=True)),
        ("ok so what did she say", Opened("what did she say")),
        ("who won... no wait. who lost it", Opened("who lost it", is_broken_off=True)),
        ("nowhere in the text", Opened("nowhere in the text")),
        ("meaningful words", Opened("meaningful words")),
        ("great, and when was that", Opened("and when was that")),
        ("right who built it", Opened("who built it")),
        ("Great Barrier Reef bleaching", Opened("Great Barrier Reef bleaching")),
        ("well water tests", Opened("well water tests")),
    ],
)
def test_what_stands_before_a_question(message: str, expected: Opened) -> None:
    assert without_opening(message) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("do you know when the ferry leaves?", "when the ferry leaves?"),
        ("hi can you tell me who owns the mill", "who owns the mill"),
        ("Could you please tell me how old Elena Ruiz is?", "how old is Elena Ruiz?"),
        ("Hello, I have a question: who won?", "who won?"),
        ("I have a question: who won?", "who won?"),
        ("any idea how many people came", "how many people came"),
        ("i was wondering what the cause of the fire was", "what was the cause of the fire"),
        ("I'd like to know when the council will decide", "when will the council decide"),
        ("does anyone know why she left?", "why she left?"),
        ("tell me what the man who was hurt said", "what the man who was hurt said"),
        ("tell me what Ruiz said about kelp", "what Ruiz said about kelp"),
        ("do you know why?", "why?"),
        ("tell me about the ferry", "tell me about the ferry"),
        ("do you know the muffin man", "do you know the muffin man"),
        ("hello kitty sales", "hello kitty sales"),
        ("any idea?", "any idea?"),
        (
            "does anyone in the village know who did it",
            "does anyone in the village know who did it",
        ),
    ],
)
def test_what_asks_somebody_to_answer_is_no_part_of_a_question(message: str, expected: str) -> None:
    assert asked_directly(message) == expected


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("the second one", 1),
        ("the last article", -1),
        ("2", 1),
        ("second", 1),
        ("the 2011 one", None),
    ],
)
def test_ordinals(words: str, place: int | None) -> None:
    assert place_of(words) == place


@pytest.mark.parametrize(
    ("message", "body"),
    [
        ("and sheinbaum?", "sheinbaum"),
        ("what about the east side", "the east side"),
        ("and on visas then", "on visas"),
        ("california?", "california"),
        ("and where was it", None),
        ("summarize the debate", None),
        ("any side effects?", None),
        ("combien elle gagne", None),
    ],
)
def test_fragments(message: str, body: str | None) -> None:
    assert fragment_of(message) == body


@pytest.mark.parametrize(
    ("what", "days"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("february 2024", ("2024-02-01", "2024-02-29")),
        ("may", ("2025-05-01", "2025-05-31")),
        ("september", ("2024-09-01", "2024-09-30")),
        ("the ledger", None),
    ],
)
def test_days_that_only_narrows_down_to(what: str, days: tuple[str, str] | None) -> None:
    assert days_of(what, date(2025, 7, 1)) == days


@pytest.mark.parametrize(
    ("verb", "base", "form_of_do"),
    [
        ("voted", "vote", "did"),
        ("bought", "buy", "did"),
        ("denies", "deny", "does"),
        ("gets", "get", "does"),
        ("led", "lead", "did"),
        ("stranded", "strand", "did"),
        ("die", "die", "do"),
    ],
)
def test_verbs_are_asked_about_with_do(verb: str, base: str, form_of_do: str) -> None:
    assert (bare(verb), do_for(verb)) == (base, form_of_do)


def test_a_time_takes_the_place_of_another() -> None:
    assert at_time("who won the prize in 2023", "in 2022") == "who won the prize in 2022"
    assert at_time("who won the 2023 prize", "2022") == "who won the 2022 prize"
    assert at_time("who won the prize", "2022") == "who won the prize in 2022"
    assert without_time("mayor ruiz in 2024") == ("mayor ruiz", "in 2024")


def test_possessives_and_contractions_are_written_as_english_has_them() -> None:
    assert genitive("Sally Yates") == "Sally Yates's"
    assert genitive("the Port Ellery Pilots", is_person=False) == "the Port Ellery Pilots'"
    assert mended("whos her coach, and whats he paid") == "who is her coach, and what is he paid"
    assert mended("who's her coach") == "who is her coach"


def test_a_rewritten_question_reads_like_one() -> None:
    assert polished("and  what did Ann Lee say ?") == "What did Ann Lee say?"
    assert polished("summarize the debate") == "Summarize the debate"


@pytest.mark.parametrize(
    "text", ["", "  ", "?!", "hello", "Thanks!", "ok", "…", "¿?", "no", "hi, help please"]
)
def test_chatter_and_punctuation_are_no_questions(text: str) -> None:
    assert not asks_something(text)


@pytest.mark.parametrize(
    "text", ["hello kitty sales", "why", "carney usmca", "¿Quién ganó?", "中国"]
)
def test_whatever_has_words_is_a_question(text: str) -> None:
    assert asks_something(text)
