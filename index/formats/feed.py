"""RSS and Atom: one article per entry.

The text is the entry's full content or else its summary, in which case `assumed` says so. Nothing
is fetched here. WordPress exports are read as such.
"""

import io
import re
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from msgspec import Struct, structs

from index.errors import TooLargeError, UnreadableFileError
from index.files.encodings import declared_in_markup, decode
from index.files.streams import read_all, with_head
from index.formats.contract import Documents, Format, TextFormat
from index.formats.fields.values import date_of
from index.formats.steps.document import document, rejecting
from index.formats.steps.html.text import fragment_text
from index.formats.steps.xml.prologue import PROLOGUE
from index.formats.steps.xml.safe import refuse_entities_of
from index.formats.steps.xml.wordpress_export import exported, is_export
from index.records import Document, Metadata, Rejected

MAX_FEED_BYTES = 16 << 20
"""The largest feed: 16 MiB."""
_HEAD_BYTES = 8 << 10
_MOST_TAGS = 250_000
"""feedparser takes a tenth of a millisecond and 400 bytes for each, and cannot be stopped."""
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_DOCTYPE = rb"(?>\s+|<!--.{0,4000}?-->|<!DOCTYPE\s+(?!html)[^>]{0,500}>)*+"
_BEGINS = re.compile(
    PROLOGUE + _DOCTYPE + rb"<(?:rss|feed|(?:\w+:)?RDF|channel)[\s>]", re.DOTALL | re.IGNORECASE
)
_REFERENCE = re.compile(r"&#(x[0-9a-f]{1,8}|[0-9]{1,9});", re.IGNORECASE)
_SAID = ("title", "outlet", "published", "modified", "authors", "language")
SUMMARY_ONLY = "text: the feed has only a summary"


class Entry(Struct, frozen=True):
    """One entry: its article as far as the feed contains it, and its link."""

    found: Document | Rejected
    link: str | None
    is_whole: bool
    """Whether the feed contains the full text."""
    about: Metadata = Metadata()
    """The feed's data about the article, if it has no text."""


class FeedFormat(TextFormat):
    """Reads every entry of one feed."""

    begins = _BEGINS
    suffixes: tuple[str, ...] = (".rss", ".atom", ".rdf", ".xml", ".feed")
    media_types: tuple[str, ...] = (
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
    )

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the entries' articles in the feed's order."""
        head, stream = with_head(stream, _HEAD_BYTES)
        if is_export(head):
            return exported(stream, origin)
        return (entry.found for entry in self.entries(stream, origin))

    def entries(self, stream: BinaryIO, origin: str) -> Iterator[Entry]:
        """Yield the entries in the feed's order.

        Raises:
            UnreadableFileError: it is not a feed, declares entities, or has an unknown encoding.
            TooLargeError: it is larger than 16 MiB, or has too many tags.
        """
        data = read_all(stream, MAX_FEED_BYTES, "feed")
        decoded = decode(data, self._charset or declared_in_markup(data))
        _check_tags(decoded.text)
        feed = _parsed(decoded.text)
        if not feed.get("version") and not feed.entries:
            raise UnreadableFileError("is not an RSS or Atom feed")
        is_damaged = _is_damaged(feed)
        for number, entry in enumerate(feed.entries, 1):
            read = _entry(entry, feed, f"{origin}, entry {number}", decoded.assumed)
            yield _of_damaged(read) if is_damaged else read


def create(charset: str | None = None) -> Format:
    """Build one; `charset` is the encoding that a server declared, if any."""
    return FeedFormat(charset)


def _check_tags(text: str) -> None:
    if text.count("<") > _MOST_TAGS and _CDATA.sub("", text).count("<") > _MOST_TAGS:
        raise TooLargeError(f"has more than {_MOST_TAGS:,} tags; split it")


def _parsed(text: str) -> Any:
    import feedparser

    refuse_entities_of(text)
    text = (
        _REFERENCE.sub(_readable, text)
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
    )
    # A stream, because feedparser would try bytes or a string as a file name or a URL. The header
    # overrides the encoding declared in the text, which was already decoded.
    return feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )


def _is_damaged(feed: Any) -> bool:
    from xml.sax import SAXParseException

    return isinstance(feed.get("bozo_exception"), SAXParseException)


def _of_damaged(entry: Entry) -> Entry:
    """An entry of a damaged feed; if it cannot be read, with the reason that it may have."""
    if isinstance(entry.found, Document):
        return entry
    reason = f"{entry.found.reason}; the file is not well-formed XML, it may be cut off or damaged"
    return structs.replace(entry, found=structs.replace(entry.found, reason=reason))


def _readable(reference: re.Match[str]) -> str:
    """The character that a reference feedparser cannot read stands for (maybe a surrogate)."""
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
    about = Metadata(
        title=fragment_text(entry.get("title") or ""),
        outlet=fragment_text(feed.feed.get("title") or ""),
        published=published,
        modified=_modified(entry),
        authors=tuple(_authors(entry)),
        language=_language(entry, feed),
    )
    found = document(
        text,
        format="feed",
        origin=origin,
        id=entry.get("id"),
        url=entry.get("link"),
        assumed=(*assumed, *dated, *((SUMMARY_ONLY,) if summary_only else ())),
        **{name: getattr(about, name) for name in _SAID},
    )
    return Entry(found, entry.get("link"), not summary_only, about)


def _text(entry: Any) -> tuple[str, bool]:
    """The longest full content as plain text, or the summary; and whether it is the summary."""
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
    """Convert markup to text; plain text stays as it is."""
    has_markup = "<" in value or "&" in value
    return fragment_text(value) if has_markup and kind != "text/plain" else value.strip()


def _published(entry: Any, version: str) -> tuple[str | None, tuple[str, ...]]:
    found, notes = date_of("published", _written_date(entry, version))
    # Feeds have another form than ISO 8601 (RFC 822), which needs no note.
    return found, () if found else notes


def _modified(entry: Any) -> str | None:
    # Without "updated", feedparser returns "published" instead: so test with `in`.
    return date_of("modified", entry["updated"])[0] if "updated" in entry.keys() else None  # noqa: SIM118


def _written_date(entry: Any, version: str) -> str:
    # If "published" is missing, feedparser returns "updated" instead: so test with `in`.
    if "published" in entry.keys():  # noqa: SIM118 (its own __contains__ maps names)
        return entry["published"] or ""
    # RSS 1.0 has the day of publication in dc:date, which feedparser calls "updated".
    is_rss = version.startswith("rss") and "updated" in entry.keys()  # noqa: SIM118
    return (entry["updated"] or "") if is_rss else ""


def _authors(entry: Any) -> Iterator[str]:
    people = [person.get("name") or "" for person in entry.get("authors") or []]
    for name in people or [entry.get("author") or ""]:
        yield from name.split(";")


def _language(entry: Any, feed: Any) -> str | None:
    stated: str | None = (entry.get("title_detail") or {}).get("language")
    return stated or feed.feed.get("language") or None
