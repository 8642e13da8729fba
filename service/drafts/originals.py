"""An article prepared for comparison with quotations: its words and speakers.

words of the text ─┬─ quoted, per speaker: one line of words each
└─ all: one line, in which what nobody quotes is found
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct, structs

from index.quotations.sentences.marks import pair_marks
from index.quotations.sentences.paragraphs import split_paragraphs
from index.records import Article, QuoteForm, Span
from service.drafts.quotations import stretches_in
from service.drafts.words import Word, keys_in, words_between, words_within


class Line(Struct, frozen=True, kw_only=True):
    """A line of words: everything a speaker says in an article, or the whole article."""

    words: tuple[Word, ...]
    keys: tuple[str, ...]
    begins: frozenset[int]
    """First words of quotations, whose initial letter's case is ignored."""
    is_quoted: bool
    speaker: str | None = None
    source: str | None = None
    """The article's name for a speaker without a certain full name: "Cruz", "an official"."""

    def spans(self, numbers: Iterable[int]) -> list[Span]:
        """The spans of these words in the article, one per run of adjacent words."""
        runs: list[list[int]] = []
        for number in sorted(numbers):
            if runs and number == runs[-1][-1] + 1 and number not in self.begins:
                runs[-1].append(number)
            else:
                runs.append([number])
        return [Span(self.words[run[0]].start, self.words[run[-1]].end) for run in runs]


class Original:
    """An article, whose words are sorted by speaker on demand."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def everything(self) -> Line:
        """All of its words."""
        return _made(words_between(self.article.text), frozenset(), None, is_quoted=False)

    @cached_property
    def quoted(self) -> tuple[Line, ...]:
        """Its quotations, one line per speaker."""
        text = self.article.text
        marks = pair_marks(text, split_paragraphs(text, self.article.marks))
        by_speaker: dict[str | int, list[Span]] = {}
        for key, span in _said(self.article, [Span(one.start, one.end) for one in marks]):
            by_speaker.setdefault(key, []).append(span)
        words = self.everything.words
        lines = (_line(self.article, words, set(own), key) for key, own in by_speaker.items())
        return tuple(line for line in lines if line.words)

    def share(self, words: Sequence[str]) -> float:
        """The number of these words in the article, in any position; much faster than sorting."""
        return sum(word in self._keys for word in words) / len(words)

    def is_quoted(self, numbers: Sequence[int]) -> bool:
        """Whether most of these words of `everything` are in quotations, by any speaker."""
        inside = sum(self.everything.words[number].start in self._marked for number in numbers)
        return 2 * inside > len(numbers)

    def is_attributed(self, span: Span) -> bool:
        """Whether the article attributes any of these words to somebody."""
        return any(map(span.overlaps, (p for q in self.article.quotes for p in q.content)))

    @cached_property
    def _keys(self) -> frozenset[str]:
        return keys_in(self.article.text)

    @cached_property
    def _marked(self) -> frozenset[int]:
        """Where the words begin that stand in a quotation."""
        return frozenset(word.start for line in self.quoted for word in line.words)


def _said(article: Article, stretches: Sequence[Span]) -> Iterator[tuple[str | int, Span]]:
    """Each quoted span with its speaker; with a number of its own where nobody is named."""
    taken: set[Span] = set()
    for number, quote in enumerate(article.quotes):
        own = list(stretches_in(quote, stretches))
        taken.update(own)
        # A transcript has no marks: its labels say who speaks.
        spans = quote.content if quote.form is QuoteForm.DIRECT else own
        yield from ((quote.speaker or number, span) for span in spans)
    nameless = len(article.quotes)
    for number, one in enumerate(one for one in stretches if one not in taken):
        yield nameless + number, one


def _line(
    article: Article, everything: Sequence[Word], spans: Iterable[Span], key: str | int
) -> Line:
    words: list[Word] = []
    begins: set[int] = set()
    at = 0
    for span in sorted(spans):
        begins.add(len(words))
        # Two quotations may overlap, if one reports the other.
        words += words_within(everything, article.text, max(at, span.start), span.end)
        at = max(at, span.end)
    speaker = key if isinstance(key, str) else None
    made = _made(words, frozenset(begins), speaker, is_quoted=True)
    return made if isinstance(key, str) else structs.replace(made, source=_source(article, key))


def _source(article: Article, number: int) -> str | None:
    """The source of the quotation of this number; None for words attributed to nobody."""
    source = article.quotes[number].source if number < len(article.quotes) else None
    return article.text[source.start : source.end] if source else None


def _made(
    words: Sequence[Word], begins: frozenset[int], speaker: str | None, *, is_quoted: bool
) -> Line:
    return Line(
        words=tuple(words),
        keys=tuple(word.key for word in words),
        begins=begins,
        is_quoted=is_quoted,
        speaker=speaker,
    )
