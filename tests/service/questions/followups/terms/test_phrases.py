"""The phrases that wanted words form, and messages said in full."""

import re
from collections.abc import Iterator

import pytest

from service.questions.followups.terms.context import Earlier
from service.questions.followups.terms.phrases import important_phrases, said_in_full
from service.questions.followups.terms.scores import AskedWord, ScoredWord, Scores

_WORD = re.compile(r"\w+")


def _scores(message: str, *earlier: str) -> Scores:
    """Words between stars are wanted, or go: "What did *she* say?"."""
    texts = [Earlier(text.replace("*", ""), n) for n, text in enumerate(earlier, 1)]
    asked = [AskedWord(*found) for found in _marked(message)]
    words = [
        ScoredWord(word, place + 1, chance, place, start, end)
        for place, text in enumerate(earlier)
        for word, start, end, chance in _marked(text)
    ]
    return Scores(words, asked, texts)


def _marked(text: str) -> Iterator[tuple[str, int, int, float]]:
    inside, at = False, 0
    for part in text.split("*"):
        for match in _WORD.finditer(part):
            yield match[0], at + match.start(), at + match.end(), 0.9 * inside
        at += len(part)
        inside = not inside


def test_wanted_words_next_to_each_other_are_one_phrase() -> None:
    scores = _scores("Why did they split?", "When did *Zappa and the Mothers of Invention* play?")

    (phrase,) = important_phrases(scores)

    assert (phrase.text, phrase.turn) == ("Zappa and the Mothers of Invention", 1)


def test_a_name_is_taken_where_most_of_it_is_said() -> None:
    scores = _scores("How old is *he*?", "*Frank Zappa*", "When did *Zappa* play?")

    assert [phrase.text for phrase in important_phrases(scores)] == ["Frank Zappa"]


def test_what_the_message_says_is_not_added() -> None:
    scores = _scores("Did Zappa like it?", "*Zappa* wrote *Valley Girl*.")

    assert [phrase.text for phrase in important_phrases(scores)] == ["Valley Girl"]


@pytest.mark.parametrize(
    ("message", "earlier", "full"),
    [
        ("What did *she* say?", "Who is *Elena Ruiz*?", "What did Elena Ruiz say?"),
        ("What are *its* symptoms?", "What is *lung cancer*?", "What are lung cancer's symptoms?"),
        ("Who broke *the* dam?", "What did *Carney* say?", "Who broke the dam (Carney)?"),
        ("Why?", "Who closed the *bridge*?", "Why (bridge)?"),
        ("Any other plans?", "What is the *Kelp Plan*?", "Any other plans besides Kelp Plan?"),
        ("What is throat cancer?", "Is it treatable?", "What is throat cancer?"),
    ],
)  # fmt: skip
def test_a_message_is_said_in_full(message: str, earlier: str, full: str) -> None:
    scores = _scores(message, earlier)

    assert said_in_full(message.replace("*", ""), scores).text == full
