"""Selects the windows to read: around the most promising sentences.

Reading takes most of a question's time. So the network reads no whole passages, only the sentences
that the sentence reader ranks first, each with its neighbours.
"""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from index.records import Article, Span
from index.text.datelines import dateline_end
from index.text.segmentation.positions import sentence_at
from service.candidates import Candidate
from service.reading.crowds import InTurn

_MOST_ALIKE = 3
"""Windows around nearly the same sentences of one outlet: half of those that are read."""


class Window(Struct, frozen=True, kw_only=True):
    """Consecutive whole sentences of one article."""

    article: Article
    version_pk: int
    first: int
    last: int
    """Numbers of the first and the last sentence, both inclusive."""
    best: Candidate
    """The candidate it was built around."""

    @property
    def start(self) -> int:
        """Its offset in the article."""
        return self.article.sentences[self.first].start

    @property
    def head(self) -> str:
        """What the window is about, see `head_of`; empty at the start of an untitled article."""
        if self.first == 0 and not self.article.title:
            return ""
        first = self.article.sentences[0]
        return head_of(self.article.title, self.article.text[first.start : first.end])

    @property
    def text(self) -> str:
        """Its text; what stands between its sentences is read, but never quoted."""
        return self.article.text[self.start : self.article.sentences[self.last].end]

    def holds(self, candidate: Candidate) -> bool:
        """Whether the candidate's sentences are all inside."""
        end = self.article.sentences[self.last].end
        is_inside = self.start <= candidate.quote.start and candidate.quote.end <= end
        return is_inside and candidate.version_pk == self.version_pk

    def sentence_around(self, offset: int) -> Span:
        """The article's sentence around an offset into the window's text."""
        return self.article.sentences[sentence_at(self.article, self.start + offset)]

    @property
    def sentences(self) -> list[Span]:
        """Its sentences, as offsets into its text."""
        spans = self.article.sentences[self.first : self.last + 1]
        return [span.moved(-self.start) for span in spans]

    @property
    def sentences_without_datelines(self) -> list[Span]:
        """The same without what stands before the first words of a story ("PARIS (AP) —")."""
        text = self.text
        return [
            Span(span.start + dateline_end(text[span.start : span.end]), span.end)
            for span in self.sentences
        ]


def head_of(title: str | None, first_sentence: str) -> str:
    """The article's title, or else its first sentence: what its windows are about.

    A window from the middle of an article rarely names its subject ("the company said").
    """
    name = (title or "").replace("_", " ").strip()
    # In some data sets the title is the beginning of the text.
    if not name or first_sentence.strip().startswith(name):
        return first_sentence.strip()
    return name


def choose_windows(candidates: Sequence[Candidate], most: int, characters: int) -> list[Window]:
    """Windows around the best sentences; a sentence inside an earlier window gets none of its own.

    Nearly the same sentences of one outlet get few, unless there is nothing else. A window grows
    up to so many characters; a longer sentence is its own window.
    """
    windows: list[Window] = []
    covered: set[tuple[int, int]] = set()
    for candidate in InTurn(candidates, lambda c: (c.article, c.text), _MOST_ALIKE):
        if len(windows) == most:
            break
        number = sentence_at(candidate.article, candidate.quote.start)
        if (candidate.version_pk, number) in covered:
            continue
        window = window_around(candidate, characters)
        covered |= {(window.version_pk, n) for n in range(window.first, window.last + 1)}
        windows.append(window)
    return windows


def window_around(candidate: Candidate, characters: int) -> Window:
    """The candidate's sentences, and alternately those before and after it, as long as they fit."""
    article = candidate.article
    first = sentence_at(article, candidate.quote.start)
    last = sentence_at(article, candidate.quote.end - 1)
    first, last = _grown(article.sentences, first, last, characters)
    return Window(
        article=article, version_pk=candidate.version_pk, first=first, last=last, best=candidate
    )


def windows_of_quotations(
    candidates: Sequence[Candidate], most: int, characters: int
) -> list[tuple[Window, list[Candidate]]]:
    """Windows around the first quotations, each with all quotations that it holds whole."""
    windows: list[tuple[Window, list[Candidate]]] = []
    for candidate in candidates:
        held = next((own for window, own in windows if window.holds(candidate)), None)
        if held is not None:
            held.append(candidate)
        elif len(windows) < most:
            windows.append((window_around(candidate, characters), [candidate]))
    return windows


def _grown(sentences: Sequence[Span], first: int, last: int, characters: int) -> tuple[int, int]:
    def fits(begin: int, end: int) -> bool:
        exists = begin >= 0 and end < len(sentences)
        return exists and sentences[end].end - sentences[begin].start <= characters

    growing = True
    while growing:
        growing = False
        if fits(first - 1, last):
            first, growing = first - 1, True
        if fits(first, last + 1):
            last, growing = last + 1, True
    return first, last


T = TypeVar("T")


class ReadingBudget(Struct, frozen=True, kw_only=True):
    """How much is read for one question. `reader.json` stores it as `reading`."""

    windows: int = 6
    characters: int = 480
    """Length up to which a window grows."""
    first: int = 4
    """Windows of the first stage; the others are read only if those leave a doubt."""
    heads: bool = False
    """Whether the title of its article is read before each window, as in training."""

    def stages(self, items: Sequence[T], until: float | None) -> Iterator[Sequence[T]]:
        """Yield the first items, then as many of the others as the remaining time allows.

        `until` is on the clock of `time.perf_counter`. How long the others take is estimated from
        the first.
        """
        started = time.perf_counter()
        if items:
            yield items[: self.first]
        others = items[self.first :]
        if until is not None:
            others = others[: _affordable(self.first, started, until)]
        if others:
            yield others


def _affordable(done: int, started: float, until: float) -> int:
    """How many more items can be read until then at the speed of those done since `started`."""
    now = time.perf_counter()
    return max(0, int(done * (until - now) / (now - started)))
