"""WordPress exports (WXR): published posts and pages, streamed.

Exports are RSS with WordPress fields. Drafts, private and scheduled posts are rejected; pictures,
menus and revisions are skipped.
"""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from msgspec import Struct, field

from index.errors import InputError
from index.formats.contract import Documents
from index.formats.fields.cleaning import plain_text
from index.formats.fields.values import date_of
from index.formats.fields.withheld import held_by_status
from index.formats.steps.document import document
from index.formats.steps.html.text import Element
from index.formats.steps.xml.safe import elements, forget, local_name
from index.records import Document, Rejected

_EXPORT = re.compile(rb"xmlns:wp\s*=\s*[\"']http://wordpress\.org/export/")
_NO_ARTICLES = re.compile(
    r"attachment|nav_menu_item|revision|custom_css|customize_\w+|wp_\w+|acf-\w+"
)
_SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|wp_caption)\b[^\]]*\]")
_BLANKS = re.compile(r"(?<![ \t])[ \t]*+\n[ \t\r]*+\n\s*+")
_UNKNOWN_DATE = "0000"


class _Site(Struct):
    """The site data above the export's items."""

    title: str = ""
    language: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    """Names by login."""


def is_export(head: bytes) -> bool:
    """Whether a feed with this head is an export of WordPress."""
    return _EXPORT.search(head) is not None


def exported(stream: BinaryIO, origin: str) -> Documents:
    """Yield the articles in order.

    Raises:
        UnreadableFileError: it is no XML, or ends early.
        TooLargeError: it has too many elements.
    """
    site = _Site()
    for number, item in enumerate(_items(stream, site), 1):
        if not _NO_ARTICLES.fullmatch(item.get("post_type", "post")):
            yield _article(item, site, f"{origin}, entry {number}")


def _items(stream: BinaryIO, site: _Site) -> Iterator[Mapping[str, str]]:
    for _, element in elements(stream):
        name, parent = local_name(element), element.getparent()
        if name == "item":
            yield _values(element)
            forget(element)
        elif name == "author" and len(element):
            values = _values(element)
            site.authors[values.get("author_login", "")] = values.get("author_display_name", "")
        elif parent is not None and local_name(parent) == "channel" and element.text:
            if name == "title":
                site.title = element.text
            elif name == "language":
                site.language = element.text


def _values(item: Element) -> dict[str, str]:
    """The words of an item's parts by name; of two "encoded" the content is the first."""
    values: dict[str, str] = {}
    for part in item:
        name = local_name(part)
        if name == "encoded" and "excerpt" in part.tag:
            name = "excerpt"
        values.setdefault(name, part.text or "")
    return values


def _article(item: Mapping[str, str], site: _Site, origin: str) -> Document | Rejected:
    if hold := held_by_status(item.get("status")):
        return hold.rejected(origin)
    if item.get("post_password"):
        return Rejected(origin, "is protected with a password, so it is not added")
    try:
        text = plain_text(_SHORTCODE.sub("\n\n", item.get("encoded", "")))
    except InputError as exc:
        return Rejected(origin, str(exc))
    published, dated = date_of("published", _date(item, "post_date_gmt") or item.get("pubDate"))
    modified, _ = date_of("modified", _date(item, "post_modified_gmt"))
    login = item.get("creator", "")
    return document(
        _BLANKS.sub("\n\n", text).strip(),
        format="feed",
        origin=origin,
        id=item.get("guid"),
        title=plain_text(item.get("title", "")),
        url=item.get("link"),
        outlet=plain_text(site.title),
        published=published,
        modified=modified,
        authors=[site.authors.get(login) or login],
        language=site.language or None,
        assumed=() if published else dated,
    )


def _date(item: Mapping[str, str], name: str) -> str | None:
    """A date that WordPress has in UTC without saying so."""
    written = item.get(name, "").strip()
    return f"{written}Z" if written and not written.startswith(_UNKNOWN_DATE) else None
