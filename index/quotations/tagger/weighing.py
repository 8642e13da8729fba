"""How far the tagger is trusted: the attributions in a sentence, each with its precision."""

from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import NamedTuple

from msgspec import Struct, field

from index.networks.logistic import LogisticModel
from index.quotations.attributions.values import Attribution, TaggedAttribution
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import COMMA, CONJUNCTION, QUOTED
from index.records import Span

REPORT = "report"
"""Without a quotation in it."""
QUOTATION = "quotation"
"""With words between marks."""
KINDS = (REPORT, QUOTATION)


class Trust(Struct, frozen=True, kw_only=True):
    """By kind of attribution: the model of its precision, and the lowest precision accepted."""

    models: dict[str, LogisticModel] = field(
        default_factory=lambda: {kind: LogisticModel() for kind in KINDS}
    )
    least: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.5))


class Candidate(NamedTuple):
    """An attribution whose precision is to be estimated."""

    attribution: Attribution
    kind: str
    """Which of the models in `Trust` estimates it."""
    features: dict[str, float]


def trusted(unit: Unit, found: Sequence[TaggedAttribution], trust: Trust) -> list[Attribution]:
    """Return the attributions of a unit that are certain enough, in the order of their cues."""
    kept = []
    for attribution, kind, features in weigh(unit, found):
        precision = trust.models[kind].probability(features)
        if precision >= trust.least[kind]:
            kept.append(attribution._replace(precision=precision))
    return sorted(kept, key=lambda attribution: attribution.cue)


def weigh(unit: Unit, found: Iterable[TaggedAttribution]) -> Iterator[Candidate]:
    """Yield the attributions with their features."""
    for one in found:
        attribution = _as_attribution(unit, one)
        if attribution is not None:
            content = attribution.content
            words = [kind for part in content for kind in unit.kinds[part.first : part.last]]
            features = dict(one.features)
            features["words"] = log(len(words))
            features["source missing"] = float(attribution.source is None)
            features["title"] = float(unit.is_title)
            is_quoted = any(kind & QUOTED for kind in words)
            yield Candidate(attribution, QUOTATION if is_quoted else REPORT, features)


def _as_attribution(unit: Unit, found: TaggedAttribution) -> Attribution | None:
    """Convert the tagger's spans to words of the unit; a quotation is a single word."""
    phrases = (phrase for span in found.content if (phrase := _phrase(unit, span)))
    content = _merged(_without_joint(unit, phrase) for phrase in phrases)
    cue = _phrase(unit, found.cue)
    if not content or cue is None or unit.kinds[cue.first] & QUOTED:
        return None
    source = _phrase(unit, found.source) if found.source else None
    return Attribution(cue, source and _without_comma(unit, source), tuple(content))


def _phrase(unit: Unit, span: Span) -> Phrase | None:
    start, end = unit.start + span.start, unit.start + span.end
    words = [w for w in range(len(unit.words)) if unit.ends[w] > start and unit.starts[w] < end]
    return Phrase(words[0], words[-1] + 1) if words else None


def _without_comma(unit: Unit, source: Phrase) -> Phrase:
    """Return "Ann Lee" of ", Ann Lee"."""
    opens = unit.kinds[source.first] & COMMA and source.last - source.first > 1
    return Phrase(source.first + 1, source.last) if opens else source


def _without_joint(unit: Unit, phrase: Phrase) -> Phrase:
    """Return "it was dead" of "said it was dead and told them"."""
    joins = unit.kinds[phrase.last - 1] & CONJUNCTION and phrase.last - phrase.first > 1
    return Phrase(phrase.first, phrase.last - 1) if joins else phrase


def _merged(phrases: Iterable[Phrase]) -> list[Phrase]:
    merged: list[Phrase] = []
    for phrase in sorted(phrases):
        if merged and phrase.first <= merged[-1].last:
            merged[-1] = Phrase(merged[-1].first, max(merged[-1].last, phrase.last))
        else:
            merged.append(phrase)
    return merged
