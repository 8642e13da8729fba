"""Passive clauses that report no words: "It was proposed to the council by the mayor".

What is proposed or offered there is a thing; the clause has none of the words.
"""

from index.quotations.attributions.values import Attribution
from index.quotations.attributions.voices import has_be
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import (
    AUXILIARY,
    DETERMINER,
    NAME,
    NOUN,
    POSSESSIVE,
    QUOTED,
    SUBJECT,
    VERB,
)


def is_passive_about_a_thing(unit: Unit, attribution: Attribution) -> bool:
    """Whether a passive verb's content is a pronoun, a thing given, or whom it is given to."""
    cue, content = attribution.cue, attribution.content
    if len(content) != 1 or not has_be(unit, cue.first, cue.last):
        return False
    (part,) = content
    if part.last - part.first == 1:
        return bool(unit.kinds[part.first] & (SUBJECT | DETERMINER))
    is_given = part.last <= cue.first and not _has_verb(unit, part)
    return _is_to_somebody(unit, part.first) or (is_given and _is_to_somebody(unit, cue.last))


def _is_to_somebody(unit: Unit, at: int) -> bool:
    """Whether "to the council" begins here, rather than "to close the port"."""
    behind = unit.kinds[at + 1] if at + 1 < len(unit.words) else 0
    return unit.words[at] == "to" and bool(behind & (DETERMINER | POSSESSIVE | NAME))


def _has_verb(unit: Unit, part: Phrase) -> bool:
    return any(
        kind & (AUXILIARY | QUOTED) or (kind & VERB and not kind & NOUN)
        for kind in unit.kinds[part.first : part.last]
    )
