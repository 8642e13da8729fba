"""Who said what: the quotations of an article, by rules whose precision was measured.

    paragraphs -> marks paired -> sentences as words -> cues read -> quotations strung -> speakers

`index/quotations/` holds one step a file. No model; linear in the length of the text.
"""

from collections.abc import Sequence

from index.quotations.attribution import Draft, attribute
from index.quotations.cues import measured_cues
from index.quotations.marks import pair_marks
from index.quotations.paragraphs import split_paragraphs
from index.quotations.speakers import Speakers
from index.quotations.transcripts import Turn, find_turns
from index.quotations.units import Unit, split_units
from index.records import Mark, Quote, QuoteForm, Span

_TURN_CONFIDENCE = 0.95
"""Of a transcript's labels; there is no gold for them."""


def find_quotes(text: str, sentences: Sequence[Span], marks: Sequence[Mark] = ()) -> list[Quote]:
    """Return what the article says that somebody said, in the order of the first words quoted.

    `sentences` are the body's, in order. A content span that is quoted includes its quotation
    marks; reported speech begins at "that" where there is one, and stops before the full stop.
    Content spans of one quote never overlap; different quotes may, where one reports another.

    `source` is the phrase that names the speaker here; `speaker` the fullest name the article
    gives, and None where that is not certain: for groups ("both leaders"), unnamed sources ("a
    senior official"), a surname that two people share. `confidence` is the precision measured for
    this use of the cue, not that of the speaker. Quotation marks around titles, slogans and
    doubtful words give no quote; neither does a quotation that nobody is said to have said.
    """
    paragraphs = split_paragraphs(text, marks)
    quoted = pair_marks(text, paragraphs)
    units = split_units(text, sentences, paragraphs, quoted)
    turns = find_turns(text, paragraphs)
    drafts = attribute(_told(units, turns), quoted, measured_cues())
    if not drafts and not turns:
        return []
    speakers = Speakers(text, units)
    quotes = [_quote(draft, speakers.of(draft)) for draft in drafts]
    quotes += [
        _turn_quote(turn, speakers.of_label(turn.label, turns[0].label.start)) for turn in turns
    ]
    return sorted(quotes, key=lambda quote: (quote.content[0], quote.cue or quote.content[0]))


def _told(units: Sequence[Unit], turns: Sequence[Turn]) -> list[Unit]:
    """Leave out what is a transcript: there the labels say who speaks."""
    labelled = {number for turn in turns for number in turn.paragraphs}
    return [unit for unit in units if unit.paragraph not in labelled]


def _quote(draft: Draft, speaker: str | None) -> Quote:
    return Quote(
        content=_disjoint(draft.content),
        form=draft.form,
        cue=draft.cue,
        source=draft.source,
        speaker=speaker,
        confidence=round(draft.precision, 3),
    )


def _disjoint(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans in order, each cut where the one before it ends."""
    kept: list[Span] = []
    for span in sorted(spans):
        start = max(span.start, kept[-1].end) if kept else span.start
        if start < span.end:
            kept.append(Span(start, span.end))
    return tuple(kept)


def _turn_quote(turn: Turn, speaker: str | None) -> Quote:
    return Quote(
        content=tuple(turn.content),
        form=QuoteForm.DIRECT,
        cue=turn.colon,
        source=turn.label,
        speaker=speaker,
        confidence=_TURN_CONFIDENCE,
    )
