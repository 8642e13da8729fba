"""Evidence for or against an attribution besides its verb: subject, auxiliaries, position.

Each circumstance shifts the odds that the attribution is right. The shifts were measured together
with the precision of the cue words and are in the same file.
"""

from index.quotations.attributions.values import Attribution
from index.quotations.sentences.units import Unit
from index.quotations.vocabulary.word_classes import (
    COMMA,
    DETERMINER,
    NAME,
    NUMBER,
    POSSESSIVE,
    PREPOSITION,
    QUOTED,
    STOP,
    VERB,
)

_PRONOUNS = frozenset("i we you it they he she who which that".split())
_QUANTITIES = frozenset("some many most no few several others".split())
_MODALS = frozenset("would could might may should must can 'd".split())
_FUTURES = frozenset(("will", "'ll", "won't"))
_NEGATIONS = frozenset(("not", "never", "cannot"))
_CONJUNCTIONS = frozenset(
    "if when that because what while as who which than whether how why where although though after "
    "before unless until and but or".split()
)


def circumstances(unit: Unit, attribution: Attribution) -> tuple[str, ...]:
    """Return the circumstances by the names under which their shifts are listed."""
    suffix = "+q" if attribution.is_quoted else ""
    return (
        f"~source {_source(unit, attribution)}{suffix}",
        f"~verb {_verb(unit, attribution)}{suffix}",
        f"~before {_before(unit, attribution.begins)}{suffix}",
    )


def _source(unit: Unit, attribution: Attribution) -> str:
    if attribution.source is None:
        return "none"
    first, last = attribution.source.first, attribution.source.last - 1
    if unit.words[last] in _PRONOUNS and first == last:
        return unit.words[last]
    if unit.words[first] in _QUANTITIES:
        return unit.words[first]
    return _noun_kind(unit.kinds[first], unit.kinds[last], unit.words[first])


def _noun_kind(first: int, last: int, word: str) -> str:
    if (first | last) & NAME:
        return "name"
    if first & DETERMINER:
        return word if word in ("the", "a", "an") else "determiner"
    if first & POSSESSIVE:
        return "possessive"
    return "number" if first & NUMBER else "noun"


def _verb(unit: Unit, attribution: Attribution) -> str:
    group = unit.words[attribution.cue.first : attribution.cue.last - 1]
    if any(word in _NEGATIONS or word.endswith("n't") for word in group):
        return "negated"
    if any(word in _MODALS for word in group):
        return "modal"
    if any(word in _FUTURES for word in group):
        return "future"
    return "group" if group else "alone"


def _before(unit: Unit, begins: int) -> str:
    if begins == 0:
        return "start"
    word, kind = unit.words[begins - 1], unit.kinds[begins - 1]
    if word in _CONJUNCTIONS:
        return word
    if kind & QUOTED:
        return "quote"
    if kind & (COMMA | STOP):
        return "comma" if kind & COMMA else "stop"
    if kind & NAME:
        return "name"
    if kind & VERB:
        return "verb"
    return "preposition" if kind & PREPOSITION else "other"
