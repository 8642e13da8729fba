"""Pronouns bound within their message: "did Swindle change its name"."""

from collections.abc import Sequence

from service.questions.followups.grammar.words import Word
from service.questions.followups.names.people_words import may_be_a_person
from service.questions.followups.names.referents import Named, Sort
from service.questions.followups.names.spotting import Spotted
from service.questions.followups.references.pronouns import is_possessive, kind_of

_BREAKS = frozenset("? . , ; and".split())
_JOINING = frozenset("before after until while since because".split())
_GENDERS = {"he": "m", "she": "f"}


def is_bound(words: Sequence[Word], at: int, spots: Sequence[Spotted]) -> bool:
    """Whether the message itself names what a pronoun in it stands for."""
    return (
        _owner_is_named(words, at, spots)
        or _is_named_before(words, at, spots)
        or _is_in_main_clause(words, at, spots)
    )


def _owner_is_named(words: Sequence[Word], at: int, spots: Sequence[Spotted]) -> bool:
    """As in "did Bachmann end her career"."""
    kind = kind_of(words[at].low)
    behind = [s for s in spots if s.end <= words[at].start]
    before = [s.named for s in behind if s.named]
    if not is_possessive(words, at):
        return False
    if kind in ("it", "they") and behind and behind[-1].named is None:
        return True
    if not before:
        return False
    named = before[-1]
    if kind in _GENDERS:
        is_person = named.sort in (Sort.PERSON, Sort.THING)
        return is_person and named.gender in ("", _GENDERS[kind])
    return named.sort is not Sort.PERSON


def _is_named_before(words: Sequence[Word], at: int, spots: Sequence[Spotted]) -> bool:
    """As in "is Renwick staying? what does he get" and "what is CBT and how does it work"."""
    breaks = [word.end for word in words[:at] if word.low in _BREAKS]
    before = [s for s in spots if breaks and s.end <= breaks[-1]]
    kind = kind_of(words[at].low)
    if kind in ("it", "they"):
        return any(s.named is None or s.named.sort is not Sort.PERSON for s in before)
    gender = _GENDERS.get(kind)
    return gender is not None and any(_may_be(s.named, gender) for s in before if s.named)


def _is_in_main_clause(words: Sequence[Word], at: int, spots: Sequence[Spotted]) -> bool:
    """As in "how long was the tug in use before another replaced it"."""
    joints = [word.start for word in words[:at] if word.low in _JOINING]
    if kind_of(words[at].low) != "it" or not joints:
        return False
    return any(
        s.end <= joints[-1] and s.text.lower().startswith("the ") and not may_be_a_person(s.head)
        for s in spots
        if s.named is None
    )


def _may_be(named: Named, gender: str) -> bool:
    is_person = named.sort is Sort.PERSON or named.may_be_person
    return is_person and named.gender in ("", gender)
