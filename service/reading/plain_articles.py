"""Plain views of articles for readers, with a map back to the text."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import structs

from index.records import Article, Span
from index.search import Found
from index.text.matching.plain import Plain, plain
from service.candidates import Candidate, Unfinished


class _Seen(NamedTuple):
    """An article, its view, and the article made of that."""

    article: Article
    view: Plain
    plain: Article


class PlainArticles:
    """The articles of some passages, those with unusual characters in their plain view."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._seen: dict[int, _Seen] = {}
        """By the key of the version."""
        for item in found:
            key = item.located.version_pk
            if key not in self._seen and (seen := _seen(item.located.article)):
                self._seen[key] = seen

    def __bool__(self) -> bool:
        """Whether any article differs from its view."""
        return bool(self._seen)

    def found(self, found: Sequence[Found]) -> list[Found]:
        """The same passages in the views of their articles."""
        return [self._found(item) for item in found]

    def originals(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates where they stand in the articles themselves."""
        return [self._original(candidate) for candidate in candidates]

    def unfinished(self, read: Unfinished) -> Unfinished:
        """The same for what is told while the rest is read."""
        return structs.replace(read, candidates=self.originals(read.candidates))

    def _found(self, item: Found) -> Found:
        located = item.located
        seen = self._seen.get(located.version_pk)
        if seen is None:
            return item
        span = seen.view.seen(Span(located.passage.start, located.passage.end))
        passage = structs.replace(
            located.passage,
            start=span.start,
            end=span.end,
            text=seen.view.text[span.start : span.end],
        )
        located = structs.replace(located, passage=passage, article=seen.plain)
        return structs.replace(
            item, hit=structs.replace(item.hit, passage=passage), located=located
        )

    def _original(self, candidate: Candidate) -> Candidate:
        seen = self._seen.get(candidate.version_pk)
        if seen is None:
            return candidate
        quotes = dict(zip(seen.plain.quotes, seen.article.quotes, strict=True))
        return structs.replace(
            candidate,
            article=seen.article,
            quote=_whole_sentences(seen, candidate.quote),
            highlight=candidate.highlight and seen.view.original(candidate.highlight),
            also=tuple(map(seen.view.original, candidate.also)),
            said=candidate.said and quotes.get(candidate.said, candidate.said),
        )


def _seen(article: Article) -> _Seen | None:
    view = plain(article.text)
    if not view.changes:
        return None
    sentences = tuple(map(view.seen, article.sentences))
    # A sentence of nothing but invisible characters would be empty.
    if any(span.start >= span.end for span in sentences):
        return None
    quotes = tuple(quote.placed(view.seen) for quote in article.quotes)
    title = article.title and plain(article.title).text
    seen = structs.replace(article, text=view.text, sentences=sentences, quotes=quotes, title=title)
    return _Seen(article, view, seen)


def _whole_sentences(seen: _Seen, quote: Span) -> Span:
    """The sentences that a quote of the view is made of, with what is invisible at their ends."""
    pairs = list(zip(seen.plain.sentences, seen.article.sentences, strict=True))
    found = seen.view.original(quote)
    start = next((own.start for view, own in pairs if view.start == quote.start), found.start)
    end = next((own.end for view, own in pairs if view.end == quote.end), found.end)
    return Span(start, end)
