"""The structs shared throughout Dateline.

    source --read--> Document --canonicalise--> Article --mark, split--> Passage --embed--> Vectors
    question --> Query --search--> Hit

All offsets count code points of the article's canonical text. One invariant holds everywhere:

    article.text[span.start : span.end] == the words that are quoted
"""

from bisect import bisect_right
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

import numpy as np
from msgspec import Struct, field, structs
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Unit-length float32 rows, shape (count, dim)."""


class Span(Struct, frozen=True, array_like=True, order=True):
    """`article.text[start:end]`, in code points."""

    start: int
    end: int

    def moved(self, by: int) -> "Span":
        """The span shifted by a number of characters."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: "Span") -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end


class MarkKind(StrEnum):
    """Why a part of an article is not body text and is therefore never quoted."""

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
    """Bylines, datelines on separate lines, copyright and agency lines."""
    HEADLINE = "headline"
    """The article's own title, repeated above its text: context, not evidence."""
    LEARNED = "learned"
    """A block that appears in many articles of one outlet."""
    UNORDERED = "unordered"
    """Words on a page whose continuation is unclear."""
    MARGIN = "margin"
    """Words that run in another direction than the page's text."""


class Mark(Struct, frozen=True, array_like=True, order=True):
    """A part of an article that is not body text. It is marked, never removed."""

    start: int
    end: int
    kind: MarkKind


class PageStart(Struct, frozen=True, array_like=True, order=True):
    """The offset at which a page's words begin in the text; pages count from 1."""

    start: int
    number: int


class Layout(Struct, frozen=True):
    """The layout of a text on its pages: the map back from reading order."""

    pages: tuple[PageStart, ...] = ()
    """In text order. A page may occur twice: captions come after their story."""
    hyphens: tuple[int, ...] = ()
    """Positions of removed line-end hyphens."""
    apart: tuple[Mark, ...] = ()
    """Parts that the page shows not to be running text."""

    def page(self, place: int) -> int | None:
        """The page of the word at `place`; None if the text has no pages."""
        at = bisect_right(self.pages, PageStart(place, 1 << 31))
        return self.pages[at - 1].number if at else None


MetaValue: TypeAlias = str | int | float | bool | tuple[str, ...]
"""A value of one of an article's own fields. A string in ISO 8601 is a date."""


class Metadata(Struct, frozen=True, kw_only=True):
    """An article's metadata.

    A field added here is read from JSON lines, CSV and the API, stored, exported, imported and
    shown without further changes. It must be a `str | None` or a `tuple[str, ...]`.

    Missing metadata stays None or empty; nothing is guessed from today's or the file's date.
    """

    title: str | None = None
    url: str | None = None
    outlet: str | None = field(default=None, name="source")
    """The outlet's name; JSON, CSV and the database call it "source"."""
    published: str | None = None
    """ISO 8601: a date, or a date and time with offset, as precise as given."""
    modified: str | None = None
    """The time of the last change, in the same form; decides which of two versions is newer."""
    embargoed_until: str | None = None
    """End of the embargo, in the same form; see `index.store.held_table`."""
    visible_to: tuple[str, ...] = ()
    """Only callers with one of these labels see it; empty: everyone who may read the collection."""
    authors: tuple[str, ...] = ()
    language: str | None = None
    meta: dict[str, MetaValue] = {}
    """Custom fields; `index.text.own_fields.keep` decides which are stored."""


class Document(Metadata, frozen=True, kw_only=True):
    """An article as a file, page or request gave it, before it is stored."""

    text: str
    format: str
    origin: str
    """Its location, for messages: "news/june.jsonl, line 3" or a URL."""
    id: str | None = None
    is_claimed: bool = False
    """Whether the id comes from a file or feed, and is valid only within it."""
    place: str | None = None
    """The absolute path behind `origin`, if it was read from a file of this machine."""
    layout: Layout = Layout()
    assumed: tuple[str, ...] = ()
    """Everything that had to be assumed: "encoding: windows-1252, from the bytes"."""


class Rejected(Struct, frozen=True):
    """A document that could not be read: its location, the problem and the remedy."""

    origin: str
    reason: str
    takes_back: str | None = None
    """The id of an article that must not be quoted any more, if it was added before."""


class QuoteForm(StrEnum):
    """Whether words are quoted, partly quoted or reported."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Quote(Struct, frozen=True, kw_only=True):
    """A quotation or reported statement: content, cue and source as spans of the article."""

    content: tuple[Span, ...]
    """Usually one span; several if the attribution interrupts the quotation."""
    form: QuoteForm
    cue: Span | None = None
    source: Span | None = None
    """The words that refer to the speaker here: "she", "the Mexican leader", "Carney"."""
    speaker: str | None = None
    """The speaker's fullest name in this article; None if uncertain."""
    confidence: float = 1.0

    def placed(self, place: Callable[[Span], Span]) -> "Quote":
        """The same quotation with each of its spans at another place."""
        return structs.replace(
            self,
            content=tuple(map(place, self.content)),
            cue=self.cue and place(self.cue),
            source=self.source and place(self.source),
        )


class Article(Metadata, frozen=True, kw_only=True):
    """One stored version of an article."""

    id: str
    collection: str
    version: str
    """sha256 of the canonical text, in hexadecimal."""
    text: str
    format: str
    origin: str
    assumed: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    sentences: tuple[Span, ...] = ()
    """The body's sentences, in order, free of marked text."""
    quotes: tuple[Quote, ...] = ()
    """Its quotations, in order."""
    layout: Layout = Layout()
    added: str = ""
    """When this version was added, ISO 8601 in UTC."""
    superseded: bool = False


Shape = TypeVar("Shape", bound=Struct)


def reshape(value: object, kind: type[Shape], **others: Any) -> Shape:
    """A `kind` with every field that `value` has too, and with `others`."""
    shared = {name: getattr(value, name) for name in kind.__struct_fields__ if hasattr(value, name)}
    return kind(**(shared | others))


class Passage(Struct, frozen=True, kw_only=True):
    """Whole consecutive sentences of one article: `article.text[start:end] == text`, always."""

    id: int
    article_id: str
    version: str
    start: int
    end: int
    text: str


class OneOf(Struct, frozen=True, tag=True):
    """A condition: the field has one of these values, as `index.text.own_fields` keys them."""

    name: str
    kind: str
    keys: tuple[str, ...]


class Between(Struct, frozen=True, tag=True):
    """A condition: the field has a number, or a date in seconds since 1970, in this range.

    Both ends are inclusive; None means no bound.
    """

    name: str
    kind: str
    least: float | None = None
    most: float | None = None


class AllOf(Struct, frozen=True, tag=True):
    """A condition: every one of these holds."""

    conditions: "tuple[Condition, ...]"


class AnyOf(Struct, frozen=True, tag=True):
    """A condition: at least one of these holds."""

    conditions: "tuple[Condition, ...]"


class NoneOf(Struct, frozen=True, tag=True):
    """A condition: none of these holds; also true for articles without the field."""

    conditions: "tuple[Condition, ...]"


Condition: TypeAlias = OneOf | Between | AllOf | AnyOf | NoneOf
"""What an article's own fields must be."""


class Filters(Struct, frozen=True, kw_only=True):
    """Limits on a search. Empty means no limit; of several values, any may match."""

    outlet: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    """Speakers, by their fullest names in the articles; a passage must touch their quotations."""
    article_ids: tuple[str, ...] = ()
    published_from: str | None = None
    published_to: str | None = None
    """Inclusive; a date means the whole day."""
    meta: Condition | None = None


class Period(Struct, frozen=True, kw_only=True):
    """A range of publication days in ISO 8601, both ends inclusive."""

    first: str
    last: str

    def holds(self, published: str | None) -> bool:
        """Whether an article of this date is from the period; False if the date is unknown."""
        return published is not None and self.first <= published[:10] <= self.last


class Query(Struct, frozen=True, kw_only=True):
    """One question, ready to be searched."""

    question: str
    collection: str = "default"
    filters: Filters = Filters()
    as_of: str | None = None
    """Ignore articles published later, and those without a date."""
    period: Period | None = None
    """Articles from these days are preferred."""
    discussed: tuple[str, ...] = ()
    """Ids of articles that a conversation is about; their passages are preferred."""


class Scores(Struct, frozen=True, kw_only=True):
    """A hit's score at each stage; higher is better, None if the stage did not find it."""

    dense: float | None = None
    lexical: float | None = None
    fused: float = 0.0


class Hit(Struct, frozen=True, kw_only=True):
    """A passage found for a query."""

    passage: Passage
    scores: Scores
