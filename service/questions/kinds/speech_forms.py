"""Ways to ask for a person's words: whose, about what, and what was claimed.

Each form is a pattern with the groups `speaker` and, where the form has one, `topic` or `clause`.
"""

import re
from functools import cache
from typing import Any, NamedTuple

from service.questions.forms import compiled, first_match, read_forms

_ENDS = " \t?!."
"""What may end a question; stripped first, so that no pattern tries it twice."""
_LONGEST_NAME = 10
"""In words."""
_DESCRIBES = re.compile(r"(?:the|a|an|his|her|their|our)\b", re.IGNORECASE)
_PRONOUNS = frozenset("he she they him her them".split())
_MARKS = "“”„«»\"' "


class SpeechRequest(NamedTuple):
    """Whose words a question asks for."""

    speaker: str
    topic: str | None
    claim: str | None = None
    """What "Did X say (that) ..." asks about."""
    may_be_other: bool = False
    """It may ask about an event instead: "What did settlers call the river?"."""


def speech_request(text: str) -> SpeechRequest | None:
    """Whose words a question asks for, on what topic, with which claim; None if for nobody's."""
    text = text.rstrip(_ENDS)
    for form, pattern in _forms():
        match = pattern.fullmatch(text)
        if match:
            speaker = _speaker(match)
            if _pattern("not_people").match(speaker):
                return None
            if _pattern("not_a_name").match(speaker) or len(speaker.split()) > _LONGEST_NAME:
                continue
            groups = match.groupdict()
            topic = _plain(groups.get("topic") or groups.get("clause"))
            link = (groups.get("link") or "that").strip().lower()
            claim = topic if form == "did_say" and link == "that" else None
            is_open = form == "open" or _is_written(speaker)
            whole = text
            if is_open and (found := _pattern("stranded").fullmatch(text)):
                whole, topic = found["whole"], None
            # "What did Lee promise?": any words of the person do not answer that.
            verb = None if topic or form == "did_say" else _pattern("telling_verb").search(whole)
            if verb:
                topic, is_open = verb[0], True
            return SpeechRequest(speaker, topic, claim, is_open)
    return None


def according_to(text: str) -> SpeechRequest | None:
    """Read "According to X, ...", which X's words answer, or the article's own."""
    text = text.rstrip(_ENDS)
    match = first_match(_according(), text)
    return match and SpeechRequest(match["speaker"].strip(_MARKS), _plain(match["topic"]))


def is_pronoun(speaker: str) -> bool:
    """Whether nobody is named: "she", for whom nobody named before can stand."""
    return speaker.lower() in _PRONOUNS


def is_description(speaker: str) -> bool:
    """Whether somebody is described rather than named: "the mayor"."""
    return _DESCRIBES.match(speaker) is not None


def _is_written(speaker: str) -> bool:
    """Whether what is asked about is a text: "What does the treaty say?"."""
    return _pattern("written").search(speaker) is not None


@cache
def _stored() -> dict[str, Any]:
    return read_forms("service.questions.kinds", "speech_forms.toml")


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    """The patterns in the order in which they are tried, each with the name of its form."""
    forms = _stored()["forms"]
    named = ("usual", "open", "did_say")
    return [(name, pattern) for name in named for pattern in compiled(forms[name])]


@cache
def _according() -> tuple[re.Pattern[str], ...]:
    return compiled(_stored()["forms"]["according"])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return compiled([_stored()["patterns"][name]])[0]


def _speaker(match: re.Match[str]) -> str:
    """The name; of "the bank's economist, Ann Lee," only the part that is a name."""
    speaker, behind = match["speaker"].strip(_MARKS), match.groupdict().get("apposition")
    if behind and is_description(speaker) and behind[0].isupper():
        return behind.strip(_MARKS)
    return speaker


def _plain(topic: str | None) -> str | None:
    return (topic or "").strip(_MARKS) or None
