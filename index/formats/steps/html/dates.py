"""Publication dates of web pages: from markup only, never from the text."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, cast

from index.formats.steps.html.text import Element, element_text
from index.text.dates.parsing import parse_loose_date

_META = (
    *("article:published_time", "og:article:published_time", "og:published_time"),
    *("article:published", "datepublished", "rnews:datepublished", "parsely-pub-date"),
    *("sailthru.date", "cxenseparse:recs:publishtime", "bt:pubdate", "published_at"),
    *("dcterms.issued", "dc.date.issued", "dc.date.published", "dcterms.date", "dc.date"),
    *("dcterms.created", "dc.date.created", "dc.created", "article_date_original"),
    *("citation_publication_date", "citation_date", "originalpublicationdate"),
    *("publication_date", "publication-date", "publish_date", "publish-date", "publishdate"),
    *("pubdate", "analyticsattributes.articledate", "displaydate", "date"),
)
"""Names of meta tags with the day of publication, the most reliable first."""

_ARTICLE = re.compile(r"Article|Posting|Report|Review$|CreativeWork$")
# Parts of a page that may have been published on another day.
_NOT_ITS_OWN = frozenset(
    (
        *("comment", "review", "itemListElement", "mentions", "citation", "about", "image"),
        *("publisher", "author", "video", "hasPart", "isPartOf", "relatedLink"),
    )
)
_MOST_NODES = 5_000
_PUBLISHED_KEY = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{4,40})"')
_PUBLISHED_CLASS = re.compile(r"publish|pubdate|entry-date|post-date|date-created", re.I)
_OTHER_CLASS = re.compile(r"updat|modif|comment|relat", re.I)
_MODIFIED_KEY = re.compile(r'"dateModified"\s{0,9}:\s{0,9}"([^"]{4,40})"')
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_IN_URL = re.compile(r"[/-]((?:19|20)[0-9]{2})[/-]([0-9]{1,2})[/-]([0-9]{1,2})(?:[/-]|$)")


def published_on_page(tree: Element) -> str | None:
    """The day or time of publication in ISO 8601, from JSON-LD, meta tags or time tags."""
    for candidates in (_json_ld(tree), _meta(tree), _microdata(tree), _time_tags(tree)):
        for written in candidates:
            if found := parse_loose_date(written):
                return found
    return None


def modified_on_page(tree: Element) -> str | None:
    """The day or time of the last change in ISO 8601, from meta tags or JSON-LD."""
    scripts = tree.iterfind('.//script[@type="application/ld+json"]')
    keyed = (match for script in scripts for match in _MODIFIED_KEY.finditer(script.text or ""))
    for written in (*_meta(tree, _MODIFIED), *(match[1] for match in islice(keyed, 1))):
        if found := parse_loose_date(written):
            return found
    return None


def published_in_url(url: str) -> str | None:
    """The day in a URL ("/2019/11/18/"), in ISO 8601."""
    match = _IN_URL.search(url)
    return parse_loose_date("-".join(match.groups())) if match else None


def _json_ld(tree: Element) -> Iterator[str]:
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        text = script.text or ""
        try:
            yield from _of_articles(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            # It is often invalid JSON (bare line breaks, comments, trailing commas).
            yield from islice((match[1] for match in _PUBLISHED_KEY.finditer(text)), 1)


def _of_articles(value: object) -> Iterator[str]:
    """Search breadth first: the page's own article is above whatever it links to."""
    level: list[object] = [value]
    seen = 0
    while level and seen < _MOST_NODES:
        seen += len(level)
        for node in level:
            yield from _own_date(node)
        level = [child for node in level for child in _children(node)]


def _own_date(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        fields = cast("dict[str, Any]", node)
        written = fields.get("datePublished")
        if isinstance(written, str) and _ARTICLE.search(str(fields.get("@type", "Article"))):
            yield written


def _children(node: object) -> list[Any]:
    if isinstance(node, list):
        return node
    if isinstance(node, dict):
        fields = cast("dict[str, Any]", node)
        return [child for key, child in fields.items() if key not in _NOT_ITS_OWN]
    return []


def _meta(tree: Element, names: Sequence[str] = _META) -> list[str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            name = (tag.get(attribute) or "").strip().lower()
            found.setdefault(name, tag.get("content") or "")
    return [found[name] for name in names if name in found]


def _microdata(tree: Element) -> Iterator[str]:
    for element in islice(tree.iterfind('.//*[@itemprop="datePublished"]'), 1):
        yield element.get("datetime") or element.get("content") or element_text(element)


def _time_tags(tree: Element) -> Iterator[str]:
    tags = list(islice(tree.iterfind(".//time[@datetime]"), 50))
    marked = [tag for tag in tags if tag.get("pubdate") is not None or _says_published(tag)]
    yield from (tag.get("datetime") for tag in marked[:1])
    # An unmarked one counts only if all agree: lists of links have many different ones.
    days = {tag.get("datetime") for tag in tags if not _OTHER_CLASS.search(_called(tag))}
    if len(days) == 1:
        yield from days


def _called(tag: Element) -> str:
    return f"{tag.get('class') or ''} {tag.get('itemprop') or ''}"


def _says_published(tag: Element) -> bool:
    words = _called(tag)
    return bool(_PUBLISHED_CLASS.search(words)) and not _OTHER_CLASS.search(words)
