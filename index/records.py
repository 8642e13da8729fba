"""The values that travel through Dateline.

    source --read--> Document --canonicalise--> Article --mark, split--> Passage --embed--> Vectors
    question --> Query --search--> Hit

All offsets count code points of the article's canonical text. One law holds everywhere:

    article.text[span.start : span.end] == the words that are quoted
"""

from enum import StrEnum
from typing import TypeAlias

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Unit-length float32 rows, shape (count, dim)."""


class Span(Struct, frozen=True, array_like=True, order=True):
    """`article.text[start:end]`, in code points."""

    start: int
    end: int


class MarkKind(StrEnum):
    """Why a stretch of an article is not body text, and so is never quoted."""

    SUBSCRIBE = "subscribe"
    """Newsletter and subscription texts, "Continue reading", paywall notices."""
    CAPTION = "caption"
    """Image captions, descriptions and credits."""
    SHARE = "share"
    """Share bars and social buttons."""
    COOKIES = "cookies"
    """Cookie and consent texts."""
    RELATED = "related"
    """Links to other articles."""
    NAVIGATION = "navigation"
    """Menus, breadcrumbs, page furniture."""
    CREDIT = "credit"
    """Bylines, datelines on a line of their own, copyright and agency lines."""
    HEADLINE = "headline"
    """The article's own title repeated at its head: context, not evidence."""
    LEARNED = "learned"
    """A block that repeats across many articles of one outlet."""


class Mark(Struct, frozen=True, array_like=True, order=True):
    """A stretch of an article that is not body text. Marked, never cut."""

    start: int
    end: int
    kind: MarkKind


class Document(Struct, frozen=True, kw_only=True):
    """What a source yields: one article as it was found, before it enters the truth.

    Metadata that is missing stays None or empty: nothing is guessed from today's date or the
    file's. `published` is ISO 8601, a date or a date and time with its offset, as precise as the
    source said it. `assumed` records in words whatever had to be assumed ("encoding: windows-1252,
    from the bytes").
    """

    text: str
    format: str
    origin: str
    """Where it was found, for messages: "news/june.jsonl, line 3" or a URL."""
    id: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = field(default=None, name="source")
    """The outlet's name; "source" to the outside."""
    published: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    assumed: tuple[str, ...] = ()


class Rejected(Struct, frozen=True):
    """One document that could not be read: where it is, and why, with what to do."""

    origin: str
    reason: str


class QuoteForm(StrEnum):
    """How somebody's words are given."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Quote(Struct, frozen=True, kw_only=True):
    """Something somebody said: content, cue and source as spans of the article."""

    content: tuple[Span, ...]
    """Usually one span; several where the attribution splits the quotation."""
    form: QuoteForm
    cue: Span | None = None
    source: Span | None = None
    """The words that name the speaker here: "she", "the Mexican leader", "Carney"."""
    speaker: str | None = None
    """The fullest name this article gives the speaker, or None where that is not certain."""
    confidence: float = 1.0


class Article(Struct, frozen=True, kw_only=True):
    """One version of one article, as the truth holds it."""

    id: str
    collection: str
    version: str
    """sha256 of the canonical text, in hexadecimal."""
    text: str
    format: str
    origin: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = field(default=None, name="source")
    published: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    assumed: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    sentences: tuple[Span, ...] = ()
    """The body's sentences, in order, free of marked text."""
    quotes: tuple[Quote, ...] = ()
    """Who said what in it, in order."""
    added: str = ""
    """When this version entered, ISO 8601 in UTC."""
    superseded: bool = False


class Passage(Struct, frozen=True, kw_only=True):
    """Whole consecutive sentences of one article: `article.text[start:end] == text`, always."""

    id: int
    article_id: str
    version: str
    start: int
    end: int
    text: str


class Filters(Struct, frozen=True, kw_only=True):
    """What a search is limited to. Empty means no limit; several values mean any of them."""

    outlet: tuple[str, ...] = field(default=(), name="source")
    author: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    """Whose quotations a passage must touch, by the fullest names that articles give them."""
    article_ids: tuple[str, ...] = ()
    published_from: str | None = None
    published_to: str | None = None
    """Inclusive: a date means the whole day."""


class Period(Struct, frozen=True, kw_only=True):
    """Days on which articles came out, both inclusive, in ISO 8601."""

    first: str
    last: str

    def holds(self, published: str | None) -> bool:
        """Whether an article of this date came out then; never, where its date is unknown."""
        return published is not None and self.first <= published[:10] <= self.last


class Query(Struct, frozen=True, kw_only=True):
    """One question, ready to be searched."""

    question: str
    collection: str = "default"
    filters: Filters = Filters()
    as_of: str | None = None
    """Only what was published until then; articles of unknown date are left out."""
    period: Period | None = None
    """Articles of these days are preferred."""


class Scores(Struct, frozen=True, kw_only=True):
    """A hit's score at each stage; larger is better, None where that stage did not find it."""

    dense: float | None = None
    lexical: float | None = None
    fused: float = 0.0


class Hit(Struct, frozen=True, kw_only=True):
    """A passage found for a query."""

    passage: Passage
    scores: Scores
