"""Entries of RSS, Atom, JSON Feed and news sitemaps."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from index.errors import UnreadableFileError
from index.files.encodings import declared_in_markup, decode
from index.formats import format_for
from index.formats.contract import Format
from index.formats.feed import Entry, FeedFormat
from index.formats.fields.values import date_of
from index.formats.steps.rows import document_from_row
from index.formats.steps.xml.safe import parsed
from index.records import Document, Metadata, Rejected

if TYPE_CHECKING:
    from index.formats.steps.html.text import Element
    from index.web.fetcher import Fetched, Fetcher

_HEAD_BYTES = 8 << 10
_MOST_SITEMAPS = 10
_JSON_FEED = b"jsonfeed.org/version/"
_SITEMAPS = (b"<urlset", b"<sitemapindex")
_NO_TEXT = "a sitemap has no texts; follow its links"


def format_of(fetched: "Fetched") -> Format | None:
    """The format of what was fetched."""
    name = urlsplit(fetched.url).path.rpartition("/")[2] or "page"
    return format_for(name, fetched.body[:_HEAD_BYTES], fetched.media_type)


def entries_of(fetched: "Fetched", url: str, fetcher: "Fetcher") -> Iterator[Entry] | None:
    """The entries in their order, read as they are needed; None if it announces no articles.

    The sitemaps that a sitemap index names are fetched: the latest ten.
    """
    head = fetched.body[:_HEAD_BYTES]
    if any(tag in head for tag in _SITEMAPS):
        return _in_sitemap(fetched, url, fetcher)
    if _JSON_FEED in head.replace(b"\\/", b"/"):
        return _in_json_feed(fetched.body, url)
    format = format_of(fetched)
    return format.entries(BytesIO(fetched.body), url) if isinstance(format, FeedFormat) else None


def _in_json_feed(body: bytes, url: str) -> Iterator[Entry]:
    try:
        feed = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise UnreadableFileError(f"is a damaged JSON Feed ({exc})") from exc
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise UnreadableFileError("is a JSON Feed without items")
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield _json_entry(item, feed.get("title"), f"{url}, entry {number}")


def _json_entry(item: Mapping[str, Any], outlet: object, origin: str) -> Entry:
    has_text = any(isinstance(item.get(name), str) for name in ("content_html", "content_text"))
    row = {"source": outlet, **item}
    found = document_from_row(row, format="feed", origin=origin)
    link = item.get("url")
    return Entry(found, link if isinstance(link, str) else None, has_text)


def _in_sitemap(fetched: "Fetched", url: str, fetcher: "Fetcher") -> Iterator[Entry]:
    root = _root(fetched.body)
    if root.tag == "sitemapindex":
        for place in _latest(root):
            yield from _news(_root(fetcher.get(place).body), url)
    else:
        yield from _news(root, url)


def _root(body: bytes) -> "Element":
    root = parsed(decode(body, declared_in_markup(body)).text)
    if root.tag not in ("urlset", "sitemapindex"):
        raise UnreadableFileError("is not a sitemap")
    return root


def _latest(root: "Element") -> list[str]:
    """The sitemaps that changed last; those without a date come after them, in their order."""
    found = [(_words(one, "lastmod"), _words(one, "loc")) for one in root.findall("sitemap")]
    ordered = sorted(found, key=lambda pair: pair[0], reverse=True)
    return [place for _, place in ordered if place][:_MOST_SITEMAPS]


def _news(root: "Element", url: str) -> Iterator[Entry]:
    for number, one in enumerate(root.findall("url"), 1):
        news, link = one.find("news"), _words(one, "loc")
        if news is not None and link:
            origin = f"{url}, entry {number}"
            about = Metadata(
                title=_words(news, "title") or None,
                outlet=_words(news, "publication/name") or None,
                language=_words(news, "publication/language") or None,
                published=date_of("published", _words(news, "publication_date"))[0],
                modified=date_of("modified", _words(one, "lastmod"))[0],
            )
            yield Entry(Rejected(origin, _NO_TEXT), link, is_whole=False, about=about)


def _words(element: "Element", path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def modified_of(entry: Entry) -> str | None:
    """When an entry says that its article was last changed."""
    return entry.found.modified if isinstance(entry.found, Document) else entry.about.modified
