"""Drafts: quotations assembled sentence by sentence, before their speakers are resolved.

A sentence that is only a quotation has no cue of its own. It is attributed to the speaker of the
previous sentence in its paragraph, to a "she said" that follows in its paragraph, to the previous
paragraph's speaker if that left its quotation open, or to a sentence that ended in a colon. If
nobody claims it, it falls to its heir: whoever spoke last, if its paragraph is nothing but quoted,
or the person whom the sentence before is about ("Poole shrugged. “...”"). Others answer a question;
and where a quotation was left open from paragraph to paragraph, it is over where it is closed.
Without such evidence it is attributed to nobody.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from index.interruption import steps
from index.quotations.attributions.signatures import PRECISION as SIGNED
from index.quotations.attributions.signatures import signature
from index.quotations.attributions.things import is_about_a_thing
from index.quotations.attributions.values import Attribution, TaggedAttribution
from index.quotations.sentences.main_subject import main_subject
from index.quotations.sentences.marks import Quoted
from index.quotations.sentences.units import Phrase, Unit, is_quotation
from index.quotations.tagger.weighing import Trust, trusted
from index.quotations.vocabulary.word_classes import CONJUNCTION, GERUND, QUOTED, STOP
from index.records import QuoteForm, Span

_COLON_PRECISION = 0.8
_HEIR_PRECISION = 0.8


@dataclass(slots=True)
class Draft:
    """A quotation whose speaker is not yet resolved."""

    unit: Unit
    """The sentence with the cue."""
    cue: Span | None
    source: Span | None
    phrase: Phrase | None
    """The source's words in `unit`; None if the source is in another sentence."""
    content: list[Span]
    form: QuoteForm
    precision: float
    continues: "Draft | None" = None
    """The earlier draft whose source this one shares: "Adding, “...”"."""

    @property
    def is_heir(self) -> bool:
        """Whether nothing but its place attributes the quotation, so that a person must do."""
        return self.cue is None


class Tagged(NamedTuple):
    """The attributions that the tagger found in an article, and how far it is trusted."""

    found: Mapping[int, Sequence[TaggedAttribution]]
    """By the number of the unit they are in."""
    trust: Trust


@dataclass(slots=True)
class _State:
    drafts: list[Draft] = field(default_factory=list)
    to_continue: Draft | None = None
    """The draft that a quotation without a cue would continue at this point."""
    waiting: list[Span] = field(default_factory=list)
    """Quotations without a cue that a later "she said" of their paragraph may claim."""
    heir: Draft | None = None
    """Whose quotations the waiting ones are if nobody claims them."""
    above: list[Span] = field(default_factory=list)
    """Quotations ending the previous paragraph, which a signature on its own line may claim."""
    heir_above: Draft | None = None
    """Whose they are otherwise."""
    open: bool = False
    """Whether the previous paragraph left its quotation open."""
    is_marked: bool = False
    """Whether a quotation continued over paragraphs is still open here."""


def attribute(
    units: Sequence[Unit],
    quoted: Sequence[Quoted],
    tagged: Tagged | None,
) -> list[Draft]:
    """Return the drafts found in the units, in the order of their cues."""
    open_ends = {stretch.end for stretch in quoted if stretch.goes_on}
    state = _State()
    questions = {stretch.end for stretch in quoted if stretch.asks}
    spoken = _only_quoted(units)
    for index, unit in enumerate(steps(units)):
        if index and units[index - 1].paragraph != unit.paragraph:
            _begin_paragraph(state, units[index - 1], questions)
            if unit.paragraph not in spoken:
                state.heir = None
        if unit.words:
            following = units[index + 1] if index + 1 < len(units) else None
            _read_sentence(unit, following, _attributions(unit, index, tagged), state)
            state.open = unit.ends[-1] in open_ends
    _inherit(state, state.heir_above, state.above)
    _inherit(state, state.heir, state.waiting)
    return [draft for draft in state.drafts if draft.content]


def _only_quoted(units: Sequence[Unit]) -> set[int]:
    """The paragraphs that are nothing but quotations."""
    told = {unit.paragraph for unit in units if unit.words and not is_quotation(unit)}
    return {unit.paragraph for unit in units if unit.words} - told


def _begin_paragraph(state: _State, before: Unit, questions: Set[int]) -> None:
    _inherit(state, state.heir_above, state.above)
    state.above = []
    if state.open:
        state.is_marked = True
        return
    is_sentence = is_quotation(before) and before.kinds and before.kinds[-1] & STOP
    if is_sentence:
        state.above, state.heir_above = state.waiting, state.heir
    else:
        _inherit(state, state.heir, state.waiting)
    state.waiting = []
    spoke = state.to_continue
    if spoke and spoke.content:
        is_over = state.is_marked or spoke.content[-1].end in questions
        state.heir = None if is_over else spoke
    if not (bool(before.words) and before.words[-1] == ":"):
        state.to_continue = None


def _inherit(state: _State, heir: Draft | None, spans: list[Span]) -> None:
    """Give quotations that nobody claimed to their heir, if there is one."""
    if heir is None or not spans:
        return
    if heir.form is QuoteForm.INDIRECT:
        heir = _on_their_own(heir)
    # Whoever spoke before is among the drafts already.
    if not heir.content:
        state.drafts.append(heir)
    heir.content.extend(spans)


def _attributions(unit: Unit, number: int, tagged: Tagged | None) -> list[Attribution]:
    if tagged is None or is_quotation(unit):
        return []
    found = trusted(unit, tagged.found.get(number, ()), tagged.trust)
    return [one for one in found if not is_about_a_thing(unit, one)]


def _read_sentence(
    unit: Unit, following: Unit | None, attributions: list[Attribution], state: _State
) -> None:
    if is_quotation(unit):
        _take_quotation(unit, state)
        return
    state.is_marked = False
    signed = _read_signature(unit, state)
    if signed:
        state.drafts.append(signed)
        state.waiting, state.above, state.to_continue, state.heir = [], [], None, None
        return
    drafts = [_draft(unit, attribution, state) for attribution in attributions]
    if not drafts:
        drafts = _colon_draft(unit, following)
    if drafts:
        _hand_over_waiting(unit, drafts[0], state)
    else:
        _inherit(state, state.heir, state.waiting)
    state.waiting = []
    state.drafts.extend(drafts)
    state.to_continue = _draft_to_continue(drafts)
    is_quoted_next = following is not None and is_quotation(following)
    state.heir = _beat(unit) if is_quoted_next and not drafts else None


def _take_quotation(unit: Unit, state: _State) -> None:
    spans = [
        Span(start, end)
        for start, end, kind in zip(unit.starts, unit.ends, unit.kinds, strict=True)
        if kind & QUOTED
    ]
    if state.to_continue:
        state.to_continue.content.extend(spans)
        if state.to_continue.form is QuoteForm.INDIRECT:
            state.to_continue.form = QuoteForm.MIXED
    else:
        state.waiting.extend(spans)


def _read_signature(unit: Unit, state: _State) -> Draft | None:
    """Read "“...” — Ann Lee": the quotations before a dash and a name, or on the line above."""
    found = signature(unit)
    if found is None:
        return None
    before = range(found.cue.first)
    content = [Span(unit.starts[at], unit.ends[at]) for at in before if unit.kinds[at] & QUOTED]
    content = [*state.waiting, *content] or (state.above if before.stop == 0 else [])
    if not content:
        return None
    cue, source = unit.span(*found.cue), unit.span(*found.source)
    return Draft(unit, cue, source, found.source, content, QuoteForm.DIRECT, SIGNED)


def _draft(unit: Unit, attribution: Attribution, state: _State) -> Draft:
    goes_on = attribution.source is None and unit.kinds[0] & GERUND and attribution.cue.first == 0
    continues = state.to_continue if goes_on else None
    source = unit.span(*attribution.source) if attribution.source else None
    return Draft(
        unit=unit,
        cue=unit.span(*attribution.cue),
        source=continues.source if continues else source,
        phrase=attribution.source,
        content=[unit.span(*phrase) for phrase in attribution.content],
        form=_form(unit, attribution.content),
        precision=attribution.precision,
        continues=continues,
    )


def _form(unit: Unit, content: Sequence[Phrase]) -> QuoteForm:
    kinds = [kind for phrase in content for kind in unit.kinds[phrase.first : phrase.last]]
    if all(kind & (QUOTED | CONJUNCTION) for kind in kinds):
        return QuoteForm.DIRECT
    return QuoteForm.MIXED if any(kind & QUOTED for kind in kinds) else QuoteForm.INDIRECT


def _colon_draft(unit: Unit, following: Unit | None) -> list[Draft]:
    """Read "She had one message:" before a quotation, whatever its verb."""
    at = len(unit.words) - 1
    while at > 0 and unit.kinds[at] & QUOTED:
        at -= 1
    quoted = [Span(unit.starts[i], unit.ends[i]) for i in range(at + 1, len(unit.words))]
    if unit.words[at] != ":" or not (quoted or (following and _opens_with_quote(following))):
        return []
    subject = main_subject(unit, at)
    if subject is None:
        return []
    cue, source = unit.span(at, at + 1), unit.span(*subject)
    return [Draft(unit, cue, source, subject, quoted, QuoteForm.DIRECT, _COLON_PRECISION)]


def _opens_with_quote(unit: Unit) -> bool:
    return bool(unit.kinds) and bool(unit.kinds[0] & QUOTED)


def _beat(unit: Unit) -> Draft | None:
    """Read "Poole shrugged." before a quotation, whatever she did."""
    subject = main_subject(unit, len(unit.words))
    if subject is None:
        return None
    source = unit.span(*subject)
    return Draft(unit, None, source, subject, [], QuoteForm.DIRECT, _HEIR_PRECISION)


def _on_their_own(reported: Draft) -> Draft:
    """Quotations of whoever was only reported before."""
    unit, source, phrase = reported.unit, reported.source, reported.phrase
    return Draft(
        unit, reported.cue, source, phrase, [], QuoteForm.DIRECT, _HEIR_PRECISION, reported
    )


def _hand_over_waiting(unit: Unit, draft: Draft, state: _State) -> None:
    """Attach waiting quotations to the "“...,” she said" that directly follows them."""
    begins_with_quote = draft.content and draft.content[0].start == unit.start
    if state.waiting and begins_with_quote and unit.kinds[0] & QUOTED:
        draft.content[:0] = state.waiting


def _draft_to_continue(drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft that a following quotation would continue: the last quoted, or reported."""
    quoted = [draft for draft in drafts if draft.form != QuoteForm.INDIRECT]
    return (quoted or drafts)[-1] if drafts else None
