"""Blending: the attributions of the rules and of the tagger, combined for one sentence.

Direct quotations: the rules' attribution is used if there is one; the tagger's agreement changes
its precision. Reported speech: the tagger's attribution is used if both find the same cue, because
its content borders are better; the precision depends on its own confidence and on the rules'
agreement. An attribution that only the rules find must be more certain by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import exp, log
from typing import NamedTuple

from msgspec import Struct, field

from index.quotations.attributions.values import Attribution, TaggedAttribution
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import QUOTED
from index.records import Span

FRAME = "tagged"
"""The frame of an attribution that only the tagger finds."""
_AGREES = 0.5
_PLAIN = ("back", "quote")
"""Frames whose content is only a quotation."""


class LogisticModel(Struct, frozen=True, kw_only=True):
    """A logistic regression: a weight per feature name, and a constant."""

    weights: dict[str, float] = {}
    constant: float = 0.0

    def probability(self, features: dict[str, float]) -> float:
        """How likely an attribution with these features is right, between 0 and 1."""
        logit = self.constant
        for name, value in features.items():
            logit += self.weights.get(name, 0.0) * value
        return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


REPORT = "report"
"""Found by the tagger, without a quotation in it."""
QUOTATION = "quotation"
"""Found by the tagger, with a quotation that no rule attributes."""
UNREAD = "unread"
"""Reported speech that only a rule finds."""
RULED = "ruled"
"""A quotation between marks that a rule attributes."""
KINDS = (REPORT, QUOTATION, UNREAD, RULED)


class Blend(Struct, frozen=True, kw_only=True):
    """By kind of attribution: the model of its precision, and the lowest precision accepted."""

    models: dict[str, LogisticModel] = field(
        default_factory=lambda: {kind: LogisticModel() for kind in KINDS}
    )
    least: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.5))


class Candidate(NamedTuple):
    """An attribution whose precision is to be estimated."""

    attribution: Attribution
    kind: str
    """Which of the models in `Blend` estimates it."""
    features: dict[str, float]


def blend(
    unit: Unit,
    accepted: Sequence[Attribution],
    rejected: Sequence[Attribution],
    found: Sequence[TaggedAttribution],
    settings: Blend,
) -> list[Attribution]:
    """Return the attributions of a unit that are certain enough, in the order of their cues."""
    kept = []
    for attribution, kind, features in weigh(unit, accepted, rejected, found):
        attribution.precision = settings.models[kind].probability(features)
        if attribution.precision >= settings.least[kind]:
            kept.append(attribution)
    return sorted(kept, key=lambda attribution: (attribution.cue.first, attribution.begins))


def weigh(
    unit: Unit,
    accepted: Sequence[Attribution],
    rejected: Sequence[Attribution],
    found: Sequence[TaggedAttribution],
) -> list[Candidate]:
    """Return the attributions that do not contradict each other, with their features."""
    tagged = [
        (one, attribution)
        for one in found
        if (attribution := _as_attribution(unit, one)) is not None
    ]
    ruled = [attribution for attribution in accepted if _holds_quotation(unit, attribution)]
    taken = {word for attribution in ruled for word in _quotations(unit, attribution)}
    cues = {word for attribution in ruled for word in range(*attribution.cue)}
    rules = [attribution for attribution in (*accepted, *rejected) if attribution.content]
    candidates = [_ruled(attribution, _tagged_at_cue(attribution, tagged)) for attribution in ruled]
    for one, attribution in tagged:
        quotations = _quotations(unit, attribution)
        if cues.isdisjoint(range(*attribution.cue)) and quotations.isdisjoint(taken):
            features = _tagged_features(unit, one, attribution, _same_cue(attribution, rules))
            candidates.append(Candidate(attribution, QUOTATION if quotations else REPORT, features))
    candidates += [
        Candidate(attribution, UNREAD, {"rule logit": _logit(attribution.precision)})
        for attribution in accepted
        if not _holds_quotation(unit, attribution) and _tagged_at_cue(attribution, tagged) is None
    ]
    return candidates


def _tagged_at_cue(
    rule: Attribution, tagged: Sequence[tuple[TaggedAttribution, Attribution]]
) -> tuple[TaggedAttribution, Attribution] | None:
    """What the tagger finds at the cue of a rule's attribution."""
    cue = set(range(*rule.cue))
    same = (pair for pair in tagged if not cue.isdisjoint(range(*pair[1].cue)))
    return max(same, key=lambda pair: pair[0].features["anchor"], default=None)


def _ruled(rule: Attribution, read: tuple[TaggedAttribution, Attribution] | None) -> Candidate:
    """A rule's attribution of a quotation, with its features.

    If only part of the content is between marks, the tagger's borders of the content are better.
    """
    is_plain = rule.frame in _PLAIN
    features = {
        "rule logit": _logit(rule.precision),
        "plain": float(is_plain),
        "seen": float(read is not None),
    }
    if read is not None:
        same_content = _overlap(read[1].content, rule.content) >= _AGREES
        same_source = _same_source(read[1].source, rule.source)
        features["anchor"] = read[0].features["anchor"]
        features["same content"] = float(same_content)
        features["same source"] = float(same_source)
        if not is_plain and not same_content and same_source:
            rule = replace(rule, content=read[1].content)
    return Candidate(rule, RULED, features)


def _tagged_features(
    unit: Unit, found: TaggedAttribution, attribution: Attribution, rule: Attribution | None
) -> dict[str, float]:
    """The features of an attribution that the tagger found."""
    features = dict(found.features)
    features["words"] = log(sum(last - first for first, last in attribution.content))
    features["source missing"] = float(attribution.source is None)
    features["rule"] = float(rule is not None)
    if rule is not None:
        features["rule logit"] = _logit(rule.precision)
        features["same content"] = float(_overlap(attribution.content, rule.content) >= _AGREES)
        features["same source"] = float(_same_source(attribution.source, rule.source))
    features["title"] = float(unit.is_title)
    return features


def _logit(probability: float) -> float:
    probability = min(max(probability, 0.01), 0.99)
    return log(probability / (1 - probability))


def _as_attribution(unit: Unit, found: TaggedAttribution) -> Attribution | None:
    """Convert the tagger's spans to words of the unit; a quotation is a single word."""
    content = _merged(phrase for span in found.content if (phrase := _phrase(unit, span)))
    cue = _phrase(unit, found.cue)
    if not content or cue is None or unit.kinds[cue.first] & QUOTED:
        return None
    source = _phrase(unit, found.source) if found.source else None
    begins = min(cue.first, source.first) if source else cue.first
    return Attribution(_lemma(unit, found, cue), "", FRAME, cue, source, begins, content)


def _lemma(unit: Unit, found: TaggedAttribution, cue: Phrase) -> str:
    at = unit.start + found.anchor
    inside = [w for w in range(*cue) if unit.starts[w] <= at < unit.ends[w]]
    return unit.words[inside[0] if inside else cue.first]


def _phrase(unit: Unit, span: Span) -> Phrase | None:
    start, end = unit.start + span.start, unit.start + span.end
    words = [w for w in range(len(unit.words)) if unit.ends[w] > start and unit.starts[w] < end]
    return Phrase(words[0], words[-1] + 1) if words else None


def _merged(phrases: Iterable[Phrase]) -> list[Phrase]:
    merged: list[Phrase] = []
    for phrase in sorted(phrases):
        if merged and phrase.first <= merged[-1].last:
            merged[-1] = Phrase(merged[-1].first, max(merged[-1].last, phrase.last))
        else:
            merged.append(phrase)
    return merged


def _holds_quotation(unit: Unit, attribution: Attribution) -> bool:
    return bool(_quotations(unit, attribution)) or attribution.is_quoted


def _quotations(unit: Unit, attribution: Attribution) -> set[int]:
    return {w for part in attribution.content for w in range(*part) if unit.kinds[w] & QUOTED}


def _same_cue(attribution: Attribution, rules: Sequence[Attribution]) -> Attribution | None:
    """The most precise attribution that the rules found at the same cue."""
    same = [rule for rule in rules if attribution.cue.first < rule.cue.last <= attribution.cue.last]
    return max(same, key=lambda rule: rule.precision, default=None)


def _same_source(left: Phrase | None, right: Phrase | None) -> bool:
    if left is None or right is None:
        return left is right
    return _overlap([left], [right]) >= _AGREES


def _overlap(left: Sequence[Phrase], right: Sequence[Phrase]) -> float:
    """F1 of the two sets of words."""
    ours = {word for part in left for word in range(*part)}
    theirs = {word for part in right for word in range(*part)}
    return 2 * len(ours & theirs) / ((len(ours) + len(theirs)) or 1)
