"""Questions about the service: who it is, what it can do, whether it is a person.

Each topic is a closed class of whole messages, in the four languages that we speak: "who are you
talking about?" and "what can you do about mould, asked the tenants' union" ask the articles.
"""

import re
from collections.abc import Iterator
from functools import cache

from service.questions.followups.grammar.words import plain_words
from service.questions.forms import read_forms

_BEFORE = re.compile(
    r"^(?:(?:hi|hey|hello|ok|okay|so|and|but|well|wait|sorry|excuse me|please|pls|just|now|oh|um"
    r"|hallo|bonjour|hola|entschuldigung|perdon|pardon|und|et|y"
    r"|(?:can|could|would|will) you (?:please )?(?:tell|explain to) me|tell me|may i ask"
    r"|can i ask(?: you)?|i wonder|i would like to know|i'd like to know|i want to know"
    r"|do you know|by the way|btw|dateline) )+"
)
_BEHIND = re.compile(
    r"(?: (?:please|pls|exactly|actually|then|anyway|really|btw|by the way|again|though|dateline"
    r"|bitte|eigentlich|denn|s'il (?:vous|te) plait|svp|por favor|exactement|exactamente))+$"
)
_SHORT = re.compile(r"(?<=[a-z])'(s|re|m)\b")
_LONG = {"s": " is", "re": " are", "m": " am"}
_LONGEST = 120


def topic_about_us(message: str) -> str:
    """What a message asks about the service itself; empty where it asks something else."""
    return next((topic for topic, _ in _matching(message)), "")


def language_about_us(message: str) -> str | None:
    """The language of such a message, which may be too short to tell otherwise; None: no such."""
    return next((language for _, language in _matching(message)), None)


def _matching(message: str) -> Iterator[tuple[str, str]]:
    """The topics whose forms a message has, with the language of each."""
    plain = _SHORT.sub(lambda match: _LONG[match[1]], plain_words(message).strip("' -"))
    if len(plain) > _LONGEST:
        return
    asked = {plain, _without(plain)} - {""}
    for place, pattern in _patterns().items():
        if any(pattern.fullmatch(text) for text in asked):
            yield place


def _without(plain: str) -> str:
    """The words without what is said around a question."""
    before = _BEFORE.match(plain)
    return _BEHIND.sub("", plain[before.end() :] if before else plain)


@cache
def _patterns() -> dict[tuple[str, str], re.Pattern[str]]:
    """The forms of each topic in each language, with their words in place."""
    stored = read_forms("service.questions.followups.acts", "about_us.toml")
    return {
        (topic, language): re.compile("|".join(forms))
        for topic, own in stored["topics"].items()
        for language, forms in own.items()
    }
