"""Who said what: finds the quotations of an article with a small network.

    paragraphs -> quotation marks -> units -> attributions -> drafts -> speakers resolved

Each room of `index/quotations/` is one step. Linear in the length of the text. The plain view of an
article is read; spans are those of its text, and a speaker's name is as the view spells it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from index.interruption import steps
from index.quotations.attributions.values import TaggedAttribution
from index.quotations.contract import ArticleText, Tagging
from index.quotations.drafting import Draft, Tagged, attribute
from index.quotations.retellings import read_whose_words
from index.quotations.sentences.marks import Quoted, pair_marks
from index.quotations.sentences.paragraphs import split_paragraphs
from index.quotations.sentences.splitting import split_units
from index.quotations.sentences.transcripts import Turn, find_turns
from index.quotations.sentences.units import Unit
from index.quotations.speakers.resolving import SpeakerResolver
from index.quotations.tagger.sentence_tokens import sentence_of
from index.records import Mark, MarkKind, Quote, QuoteForm, Span
from index.text.matching.plain import Plain, plain
from index.text.segmentation.wrapping import unwrapped

_TURN_CONFIDENCE = 0.95
"""The confidence of a transcript's labels, for which there is no gold data."""


class _Article(NamedTuple):
    view: Plain
    text: str
    """The plain one; so are all spans below."""
    quoted: list[Quoted]
    units: list[Unit]
    turns: list[Turn]
    prose: list[Unit]
    """The units outside transcripts."""
    byline: str
    headline: str


def find_quotes(
    text: str, sentences: Sequence[Span], marks: Sequence[Mark] = (), tagging: Tagging | None = None
) -> list[Quote]:
    """Return every quotation of the article, ordered by the first word quoted.

    A quoted content span includes its quotation marks; reported speech begins at "that" if there is
    one, and ends before the full stop. The content spans of one quotation never overlap; those of
    two may, if one reports the other. Without `tagging` only labels, signatures and colons tell who
    speaks.

    `source` is the phrase that names the speaker here; `speaker` is the fullest name the article
    gives, or None if that is not certain: for groups ("both leaders"), unnamed sources ("a senior
    official"), and a surname that two people share and that means neither more than the other.
    `confidence` is the measured precision of the attribution, not of the speaker. Quotation marks
    around titles, slogans and scare quotes are not quotations; neither are words attributed to
    nobody.
    """
    return find_all_quotes([ArticleText(text, sentences, marks)], tagging)[0]


def find_all_quotes(
    texts: Sequence[ArticleText], tagging: Tagging | None = None
) -> list[list[Quote]]:
    """Run `find_quotes` on many texts, tagging the sentences of all of them together."""
    articles = [_split(text) for text in texts]
    if tagging is None:
        return [_quotes(article, None) for article in articles]
    wanted = [
        (number, place, sentence_of(article.text, unit))
        for number, article in enumerate(articles)
        for place, unit in enumerate(article.prose)
        if unit.words and tagging.wants(unit)
    ]
    found: list[dict[int, list[TaggedAttribution]]] = [{} for _ in articles]
    units = [articles[number].prose[place] for number, place, _ in wanted]
    read = read_whose_words(tagging, units, [sentence for _, _, sentence in wanted])
    for (number, place, _), one in zip(wanted, read, strict=True):
        found[number][place] = one
    return [
        _quotes(article, Tagged(of_article, tagging.trust))
        for article, of_article in zip(articles, found, strict=True)
    ]


def _split(given: ArticleText) -> _Article:
    # Of the same length, so that offsets stay; a name may go on in the next line.
    view = plain(unwrapped(given.text))
    marks = [Mark(*_seen(view, mark), mark.kind) for mark in given.marks]
    sentences = [view.seen(sentence) for sentence in given.sentences]
    paragraphs = split_paragraphs(view.text, marks)
    quoted = pair_marks(view.text, paragraphs)
    units = split_units(view.text, sentences, paragraphs, quoted)
    turns = find_turns(view.text, paragraphs)
    prose = _outside_transcripts(units, turns)
    byline = _marked(given, MarkKind.CREDIT)
    headline = _marked(given, MarkKind.HEADLINE) or given.title
    return _Article(view, view.text, quoted, units, turns, prose, byline, headline)


def _marked(given: ArticleText, kind: MarkKind) -> str:
    return "\n".join(given.text[mark.start : mark.end] for mark in given.marks if mark.kind == kind)


def _seen(view: Plain, mark: Mark) -> tuple[int, int]:
    span = view.seen(Span(mark.start, mark.end))
    return span.start, span.end


def _quotes(article: _Article, tagged: Tagged | None) -> list[Quote]:
    turns = article.turns
    drafts = attribute(article.prose, article.quoted, tagged)
    if not drafts and not turns:
        return []
    speakers = SpeakerResolver(article.text, article.units, article.byline, article.headline)
    resolved = [(draft, speakers.resolve(draft)) for draft in steps(drafts)]
    quotes = [_quote(draft, name) for draft, name in resolved if name or not draft.is_heir]
    quotes += [
        Quote(
            content=tuple(turn.content),
            form=QuoteForm.DIRECT,
            cue=turn.colon,
            source=turn.label,
            speaker=speakers.resolve_label(turn.label, turns[0].label.start),
            confidence=_TURN_CONFIDENCE,
        )
        for turn in turns
    ]
    if article.view.changes:
        quotes = [quote.placed(article.view.original) for quote in quotes]
    return sorted(quotes, key=lambda quote: (quote.content[0], quote.cue or quote.content[0]))


def _outside_transcripts(units: Sequence[Unit], turns: Sequence[Turn]) -> list[Unit]:
    """Drop the units of transcripts, where labels say who speaks."""
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
    """Return the spans in order, each shortened to begin where the one before it ends."""
    kept: list[Span] = []
    for span in sorted(spans):
        start = max(span.start, kept[-1].end) if kept else span.start
        if start < span.end:
            kept.append(Span(start, span.end))
    return tuple(kept)
