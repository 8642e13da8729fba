"""Relative clauses that look like reported speech: "the meeting he announced that followed"."""

from index.quotations.attributions.values import Attribution
from index.quotations.sentences.units import Unit
from index.quotations.vocabulary.word_classes import (
    AUXILIARY,
    NAME,
    NOUN,
    PARTICIPLE,
    RELATIVE,
    TIME,
    VERB,
)

_REPORTS_ONLY = frozenset(
    "say says said saying think thinks thought believe believes believed tell tells told argue"
    " argues argued insist insists insisted claim claims claimed add adds added".split()
)
"""Verbs whose object is hardly a thing: "at the hall she said that was wrong" reports words."""


def is_relative_clause(unit: Unit, attribution: Attribution) -> bool:
    """Whether the content is "that" with a verb, about the noun that the attribution describes."""
    if attribution.source is None or not attribution.content or not attribution.source.first:
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
