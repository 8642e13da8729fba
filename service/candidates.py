"""Candidates: words of an article that may answer."""

from msgspec import Struct

from index.records import Article, Quote, Span


class Candidate(Struct, frozen=True, kw_only=True):
    """Words of one article that may answer: `article.text[quote.start : quote.end]`."""

    article: Article
    version_pk: int
    quote: Span
    highlight: Span | None = None
    """The passage of it that answers most directly; None if several do, or all of it."""
    also: tuple[Span, ...] = ()
    """Further stretches of it that answer: of a list, or the parts of a broken quotation."""
    said: Quote | None = None
    """The quotation these words belong to, if any."""
    confidence: float = 0.0
    """Probability that these words answer the question, between 0 and 1."""
    features: dict[str, float] = {}

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.article.text[self.quote.start : self.quote.end]


class Unfinished(Struct, frozen=True):
    """Candidates so far, best first, while reading continues."""

    candidates: list[Candidate]
    lasting: float
    """Probability that the first of them is still the first when all is read."""
    features: dict[str, float]
    """What that was computed from."""
