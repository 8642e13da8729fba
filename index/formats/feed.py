"""RSS and Atom: one article an entry.

The entry's full content is taken where there is one, else its summary, which `assumed` then says.
Nothing is fetched here.
"""

import io
import re
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from msgspec import Struct

from index.errors import UnreadableFileError
from index.files.encodings import declared_in_markup, decode
from index.files.streams import read_all
from index.formats.contract import Source
from index.formats.steps.document import Found, document, rejecting
from index.formats.steps.html_text import fragment_text
from index.records import Document, Rejected
from index.text.dates import parse_loose_date

MAX_FEED_BYTES = 16 << 20
"""The largest feed: 16 MiB."""
_REFERENCE = re.compile(r"&#(x[0-9a-f]{1,8}|[0-9]{1,9});", re.IGNORECASE)
SUMMARY_ONLY = "text: the feed gives only a summary"


class Entry(Struct, frozen=True):
    """One entry: its article as far as the feed gives it, and where it links to."""

    found: Document | Rejected
    link: str | None
    is_whole: bool
    """Whether the feed gives the full text."""


class FeedSource:
    """Reads every entry of one feed."""

    suffixes: tuple[str, ...] = (".rss", ".atom", ".rdf", ".xml", ".feed")
    media_types: tuple[str, ...] = (
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
    )

    def __init__(self, charset: str | None = None) -> None:
        self._charset = charset

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Found:
        """Yield the entries' articles in the feed's order."""
        return (entry.found for entry in self.entries(stream, origin))

    def entries(self, stream: BinaryIO, origin: str) -> Iterator[Entry]:
        """Yield the entries in the feed's order.

        Raises:
            UnreadableFileError: it is no feed, or no encoding explains its bytes.
            TooLargeError: it is larger than 16 MiB.
        """
        data = read_all(stream, MAX_FEED_BYTES, "feed")
        decoded = decode(data, self._charset or declared_in_markup(data))
        feed = _parsed(decoded.text)
        if not feed.get("version") and not feed.entries:
            raise UnreadableFileError("is no RSS or Atom feed")
        for number, entry in enumerate(feed.entries, 1):
            yield _entry(entry, feed, f"{origin}, entry {number}", decoded.assumed)


def create(charset: str | None = None) -> Source:
    """Build one; `charset` is what a server declared, if anything."""
    return FeedSource(charset)


def _parsed(text: str) -> Any:
    import feedparser

    text = (
        _REFERENCE.sub(_readable, text)
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
    )
    # A stream, never bytes or a string: those feedparser would try as a file name or an address.
    # The header outranks an encoding declared in the text, which was already decoded.
    return feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )


def _readable(reference: re.Match[str]) -> str:
    """A character reference that feedparser cannot read, as a character (half of a pair, maybe)."""
    digits = reference[1].lower()
    code = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    if 0xD800 <= code <= 0xDFFF:
        return chr(code)
    return reference[0] if code <= sys.maxunicode else "\N{REPLACEMENT CHARACTER}"


def _entry(
    entry: Any,
    feed: Any,
    origin: str,
    assumed: tuple[str, ...],
) -> Entry:
    text, summary_only = _text(entry)
    published, dated = _published(entry, feed.version or "")
    found = document(
        text,
        format="feed",
        origin=origin,
        id=entry.get("id"),
        title=fragment_text(entry.get("title") or ""),
        url=entry.get("link"),
        outlet=fragment_text(feed.feed.get("title") or ""),
        published=published,
        authors=_authors(entry),
        language=_language(entry, feed),
        assumed=(*assumed, *dated, *((SUMMARY_ONLY,) if summary_only else ())),
    )
    return Entry(found, entry.get("link"), not summary_only)


def _text(entry: Any) -> tuple[str, bool]:
    """The longest full content as plain text, else the summary; and whether it is the summary."""
    contents = [_plain(part.get("value") or "", part.get("type")) for part in _parts(entry)]
    content = max(contents, key=len, default="")
    if content.strip():
        return content, False
    detail = entry.get("summary_detail") or {}
    return _plain(entry.get("summary") or "", detail.get("type")), True


def _parts(entry: Any) -> list[Any]:
    readable = ("text/html", "application/xhtml+xml", "text/plain", "html", "xhtml", "text", None)
    return [part for part in entry.get("content") or [] if part.get("type") in readable]


def _plain(value: str, kind: str | None) -> str:
    """Markup to text; what is declared as plain text, or holds no markup, stays as it is."""
    has_markup = "<" in value or "&" in value
    return fragment_text(value) if has_markup and kind != "text/plain" else value.strip()


def _published(entry: Any, version: str) -> tuple[str | None, tuple[str, ...]]:
    written = _written_date(entry, version)
    found = parse_loose_date(written)
    if written and found is None:
        return None, (f"published: {written[:100]!r} could not be read",)
    return found, ()


def _written_date(entry: Any, version: str) -> str:
    # feedparser answers for "published" with "updated" where that is missing: ask with `in`.
    if "published" in entry.keys():  # noqa: SIM118 (its own __contains__ maps names)
        return entry["published"] or ""
    # RSS 1.0 gives the day of publication as dc:date, which feedparser calls "updated".
    is_rss = version.startswith("rss") and "updated" in entry.keys()  # noqa: SIM118
    return (entry["updated"] or "") if is_rss else ""


def _authors(entry: Any) -> Iterator[str]:
    people = [person.get("name") or "" for person in entry.get("authors") or []]
    for name in people or [entry.get("author") or ""]:
        yield from name.split(";")


def _language(entry: Any, feed: Any) -> str | None:
    stated: str | None = (entry.get("title_detail") or {}).get("language")
    return stated or feed.feed.get("language") or None
