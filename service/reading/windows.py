"""Which parts of the articles are read: windows around the sentences that promise most.

Reading is what costs time, so it is not whole passages that are read but the sentences that a
cheap score puts first, each with its neighbours.
"""

from collections.abc import Sequence

from msgspec import Struct

from index.records import Article, Span
from index.text.sentence_positions import sentence_at
from service.candidates import Candidate


class Window(Struct, frozen=True, kw_only=True):
    """Whole consecutive sentences of one article."""

    article: Article
    version_pk: int
    first: int
    last: int
    """Numbers of its sentences, both inclusive."""
    best: Candidate
    """The sentence it was chosen for."""

    @property
    def start(self) -> int:
        """Where it begins in the article."""
        return self.article.sentences[self.first].start

    @property
    def head(self) -> str:
        """What says where its words come from: see `head_of`; empty at the article's beginning."""
        if self.first == 0 and not self.article.title:
            return ""
        first = self.article.sentences[0]
        return head_of(self.article.title, self.article.text[first.start : first.end])

    @property
    def text(self) -> str:
        """Its words; what is not body between its sentences stays in, and is never quoted."""
        return self.article.text[self.start : self.article.sentences[self.last].end]

    def sentence_around(self, offset: int) -> Span:
        """The article's sentence around an offset into the window's text."""
        return self.article.sentences[sentence_at(self.article, self.start + offset)]

    @property
    def sentences(self) -> list[Span]:
        """Its sentences, as offsets in its text."""
        spans = self.article.sentences[self.first : self.last + 1]
        return [Span(span.start - self.start, span.end - self.start) for span in spans]


def head_of(title: str | None, first_sentence: str) -> str:
    """What a window is read under: the article's title, or else its first sentence.

    A window from the middle of an article rarely names what it is about ("the company said").
    """
    named = (title or "").replace("_", " ").strip()
    # Some sets call the first characters of a text its title.
    if not named or first_sentence.strip().startswith(named):
        return first_sentence.strip()
    return named


def choose_windows(candidates: Sequence[Candidate], most: int, characters: int) -> list[Window]:
    """Windows around the best sentences, none of them inside another's window.

    Args:
        candidates: sentences with a cheap score as their confidence, best first.
        most: how many windows at most.
        characters: how long a window grows; a longer sentence is a window by itself.
    """
    windows: list[Window] = []
    covered: set[tuple[int, int]] = set()
    for candidate in candidates:
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
    """The sentences of a candidate, and those before and after, by turns, as long as they fit."""
    sentences = candidate.article.sentences
    first = sentence_at(candidate.article, candidate.quote.start)
    last = sentence_at(candidate.article, candidate.quote.end - 1)
    growing = True
    while growing:
        growing = False
        if first > 0 and sentences[last].end - sentences[first - 1].start <= characters:
            first, growing = first - 1, True
        if last + 1 < len(sentences) and (
            sentences[last + 1].end - sentences[first].start <= characters
        ):
            last, growing = last + 1, True
    return Window(
        article=candidate.article,
        version_pk=candidate.version_pk,
        first=first,
        last=last,
        best=candidate,
    )
