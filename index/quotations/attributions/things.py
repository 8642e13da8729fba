"""Clauses about a thing that look like reported speech, but have none of the words.

A passive: "It was proposed to the council by the mayor". What is proposed or offered is a thing.
A relative clause: "the meeting he announced that followed".
"""

from index.quotations.attributions.values import Attribution
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import (
    AUXILIARY,
    DETERMINER,
    NAME,
    NOUN,
    PARTICIPLE,
    POSSESSIVE,
    QUOTED,
    RELATIVE,
    SUBJECT,
    TIME,
    VERB,
)

_BE = frozenset(("is", "are", "was", "were", "been", "be", "being", "'s", "'re", "'m", "am"))
_REPORTS_ONLY = frozenset(
    "say says said saying think thinks thought believe believes believed tell tells told argue"
    " argues argued insist insists insisted claim claims claimed add adds added".split()
)
"""Verbs whose object is hardly a thing: "at the hall she said that was wrong" reports words."""


def is_about_a_thing(unit: Unit, attribution: Attribution) -> bool:
    """Whether an attribution's content is no words, but what a passive or relative clause tells."""
    return _is_passive(unit, attribution) or _is_relative(unit, attribution)


def _is_passive(unit: Unit, attribution: Attribution) -> bool:
    """Whether a passive verb's content is a pronoun, a thing given, or whom it is given to."""
    cue, content = attribution.cue, attribution.content
    if len(content) != 1 or _BE.isdisjoint(unit.words[cue.first : cue.last]):
        return False
    (part,) = content
    if part.last - part.first == 1:
        return bool(unit.kinds[part.first] & (SUBJECT | DETERMINER))
    is_given = part.last <= cue.first and not _has_verb(unit, part)
    return _is_to_somebody(unit, part.first) or (is_given and _is_to_somebody(unit, cue.last))


def _is_to_somebody(unit: Unit, at: int) -> bool:
    """Whether "to the council" begins here, rather than "to close the port"."""
    if at + 1 >= len(unit.words):
        return False
    return unit.words[at] == "to" and bool(unit.kinds[at + 1] & (DETERMINER | POSSESSIVE | NAME))


def _has_verb(unit: Unit, part: Phrase) -> bool:
    return any(
        kind & (AUXILIARY | QUOTED) or (kind & VERB and not kind & NOUN)
        for kind in unit.kinds[part.first : part.last]
    )


def _is_relative(unit: Unit, attribution: Attribution) -> bool:
    """Whether the content is "that" with a verb, about the noun that the attribution describes."""
    if attribution.source is None or not attribution.source.first:
        return False
    first = attribution.content[0].first
    if unit.words[first] != "that" or first + 1 >= len(unit.words):
        return False
    if not _REPORTS_ONLY.isdisjoint(unit.words[attribution.cue.first : attribution.cue.last]):
        return False
    before = unit.kinds[attribution.source.first - 1]
    describes = before & (NOUN | RELATIVE) and not before & (NAME | TIME)
    follows = unit.kinds[first + 1]
    return bool(describes and follows & (VERB | AUXILIARY | PARTICIPLE))
