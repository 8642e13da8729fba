"""Tool results beyond the answers of `service.wire`: pages."""

from msgspec import Struct

from service.wire.passages import FoundPassage
from service.wire.people import PersonOut, SpokenQuote


class PassagePage(Struct, frozen=True, kw_only=True):
    """Passages, best first; to continue, send `next` as `cursor`."""

    passages: list[FoundPassage]
    next: str | None


class QuotePage(Struct, frozen=True, kw_only=True):
    """A person's quotations, numbered across pages; to continue, send `next` as `cursor`."""

    person: PersonOut
    about: str | None
    quotes: list[SpokenQuote]
    next: str | None


class ArticlePart(Struct, frozen=True, kw_only=True):
    """A part of one version of an article, with offsets in code points of the whole.

    `text` is the version's text from `start` to `end`; to continue, send `next` as `cursor`.
    """

    id: str
    collection: str
    version: str
    title: str | None
    source: str | None
    authors: list[str]
    url: str | None
    published: str | None
    superseded: bool
    start: int
    end: int
    length: int
    text: str
    next: str | None
