"""Small talk: greetings, thanks, goodbyes, questions about the service."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from service.questions.followups.acts.about_us import topic_about_us
from service.questions.followups.grammar.words import plain_words
from service.questions.understand import has_words

_NOTHING = frozenset("yes no please test testing help".split())
"""Words that ask nothing either, alone or beside the others."""
_SEPARATE = re.compile(r"^(?P<first>[^.!?,]{2,40})[.!?,]+\s*(?P<rest>.+)$")


def topic_of_chat(message: str) -> str:
    """The kind of chatter: a courtesy, or a question about us; else empty."""
    if topic := topic_about_us(message):
        return topic
    return _courtesy(message, frozenset())


def asks_something(message: str) -> bool:
    """Whether there is anything to search for: a greeting asks nothing, nor does punctuation."""
    words = _words(plain_words(message))
    is_nothing = bool(words) and words <= _NOTHING
    return has_words(message) and not is_nothing and not _courtesy(message, _NOTHING)


def _courtesy(message: str, beside: frozenset[str]) -> str:
    """What kind of courtesy a message is, of its own words and those beside; else empty."""
    plain = plain_words(message)
    words = _words(plain)
    for topic, (needed, allowed) in _topics().items():
        if words <= allowed | beside and needed.search(plain):
            return topic
    return ""


def _words(plain: str) -> set[str]:
    return {word for word in plain.split() if word.strip("-'")}


def without_chatter(message: str) -> str:
    """A message without the greeting or the thanks in front of it: "thanks. and sheinbaum?"."""
    found = _SEPARATE.match(message)
    return found["rest"] if found and topic_of_chat(found["first"]) else message


@cache
def _topics() -> dict[str, tuple[re.Pattern[str], frozenset[str]]]:
    """What a message of each topic needs, and the words that it may have."""
    folder = files("service.questions.followups.acts")
    stored = tomllib.loads((folder / "chatter.toml").read_text("utf-8"))
    beside = frozenset(stored["beside"].split())
    return {
        topic: (re.compile(one["needed"]), beside.union(one["allowed"].split()))
        for topic, one in stored["topics"].items()
    }
