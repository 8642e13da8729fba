"""Answers as an Atom feed (RFC 4287), so that any feed reader is an alert system."""

import hashlib
import re
from urllib.parse import quote, urljoin
from xml.etree import ElementTree as ET

import msgspec

from service.channels.alerts import Entry, News
from service.wire.answer import Citation

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_OURS = "urn:dateline:citation"
_NAME = "Dateline"
# XML 1.0 has no way to write these; a sign in their place keeps every offset.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("", _ATOM)
ET.register_namespace("dateline", _OURS)


def atom(news: News, address: str, root: str) -> bytes:
    """The feed document, even if nothing is new."""
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", _feed_id(news))
    _add(feed, "title", news.request.question)
    newest = max((entry.added for entry in news.entries), default=news.collection.created)
    _add(feed, "updated", _moment(newest))
    _add(feed, "link", rel="self", type=MEDIA_TYPE, href=address)
    _add(_add(feed, "author"), "name", _NAME)
    _add(feed, "generator", _NAME)
    for entry in news.entries:
        _entry(feed, entry, news.collection.name, root)
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _entry(feed: ET.Element, told: Entry, collection: str, root: str) -> None:
    cited = told.citation
    entry = _add(feed, "entry")
    _add(entry, "id", _entry_id(cited, collection))
    _add(entry, "title", cited.title or cited.source or cited.article_id)
    _add(entry, "updated", _moment(told.added))
    names = [told.item.speaker.name] if told.item.speaker else cited.authors
    for name in names or [cited.source or _NAME]:
        _add(_add(entry, "author"), "name", name)
    viewer = urljoin(root, cited.viewer)
    _add(entry, "link", rel="alternate", type="text/html", href=cited.link or viewer)
    _add(entry, "link", rel="related", type="text/html", href=viewer)
    _add(entry, "content", cited.quote, type="text")
    _place(entry, cited)


def _place(entry: ET.Element, cited: Citation) -> None:
    """Where the quote stands: what a program needs to check it."""
    place = ET.SubElement(entry, f"{{{_OURS}}}place")
    for name in ("article_id", "version", "start", "end", "sha256"):
        place.set(name, _writable(str(getattr(cited, name))))


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    added = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    added.text = None if text is None else _writable(text)
    for key, value in attributes.items():
        added.set(key, _writable(value))
    return added


def _entry_id(cited: Citation, collection: str) -> str:
    article = quote(cited.article_id, safe="")
    place = f"{cited.version}:{cited.start}-{cited.end}"
    return f"{_OURS}:{quote(collection, safe='')}:{article}:{place}"


def _feed_id(news: News) -> str:
    asked = msgspec.json.encode((news.collection.name, news.request))
    return f"urn:dateline:alerts:{hashlib.sha256(asked).hexdigest()}"


def _moment(added: str) -> str:
    """RFC 3339 wants a time with its offset; ours are in UTC."""
    return added if added.endswith("Z") or "+" in added else f"{added}Z"


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
