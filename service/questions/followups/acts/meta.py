"""Questions about the last answer: its source, and its certainty."""

import re
from collections.abc import Sequence
from functools import cache

from service.questions.followups.acts.chatter import topic_of_chat
from service.questions.followups.grammar.ordinals import pointed_at
from service.questions.followups.grammar.words import plain_words
from service.questions.followups.resolution import Act, Resolution
from service.questions.followups.turns import ShownQuote, Turn
from service.questions.forms import read_forms

_AND = re.compile(r"^(?:and|but|so|ok|okay) ")


def is_about_answers(message: str) -> bool:
    """Whether a message asks about an answer rather than about the articles."""
    return _act_of(_plain(message)) is not None


def is_aside(turn: Turn) -> bool:
    """Whether a turn asked nothing of the articles."""
    if topic_of_chat(turn.question):
        return True
    # "Who wrote it?" that was searched as "who wrote the report?" asked something.
    is_as_typed = _plain(turn.searched) == _plain(turn.question)
    return is_as_typed and is_about_answers(turn.question)


def about_last_answer(message: str, turns: Sequence[Turn]) -> Resolution | None:
    """What a message asks about the answer shown last; None if it asks something else."""
    plain = _plain(message)
    act = _act_of(plain)
    if act is None or is_of_what_is_written(message, turns):
        return None
    shown = next((turn for turn in reversed(turns) if turn.quotes), None)
    if shown is None:
        return Resolution(act=act, searched=message)
    # After a refusal there is nothing of which "are you sure" could be asked.
    asked = next(turn for turn in reversed(turns) if turn is shown or not is_aside(turn))
    about = _pointed(plain, shown) if asked is shown else ()
    return Resolution(act=act, searched=message, about=about)


def is_of_what_is_written(message: str, turns: Sequence[Turn]) -> bool:
    """Whether "who wrote it" is asked of a report or book that the last question spoke of."""
    if not _pattern("of_what_is_written").fullmatch(_plain(message)):
        return False
    asked = next((turn for turn in reversed(turns) if not is_aside(turn)), None)
    words = _plain(asked.searched).split() if asked else []
    return any(_pattern("written").fullmatch(word) for word in words)


def _plain(message: str) -> str:
    return _AND.sub("", plain_words(message))


def _act_of(plain: str) -> Act | None:
    if _pattern("sources").fullmatch(plain):
        return Act.SOURCES
    return Act.CERTAINTY if _pattern("certainty").fullmatch(plain) else None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    forms = read_forms("service.questions.followups.acts", "meta.toml")["forms"]
    return re.compile("|".join(forms[name]))


def _pointed(plain: str, shown: Turn) -> tuple[ShownQuote, ...]:
    """The quote that the words point at: "the second article"; otherwise all of them."""
    return pointed_at(plain, shown.quotes) or shown.quotes
