"""A web page: the article in it, and what the page says about it."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, BinaryIO

from index.files.encodings import Decoded, declared_in_markup, decode
from index.files.streams import read_all
from index.formats.contract import Source
from index.formats.steps.document import Found, document, rejecting
from index.formats.steps.html_article import article_text, is_giant, quiet_trafilatura
from index.formats.steps.html_dates import published_in_url, published_on_page
from index.formats.steps.html_text import Element, parse_html
from index.records import Rejected

MAX_PAGE_BYTES = 16 << 20
"""The largest page: 16 MiB."""


class HtmlSource:
    """Reads one page, one article."""

    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    media_types: tuple[str, ...] = ("text/html", "application/xhtml+xml")

    def __init__(self, charset: str | None = None) -> None:
        self._charset = charset

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Found:
        """Yield the page's article."""
        data = read_all(stream, MAX_PAGE_BYTES, "page")
        decoded = decode(data, self._charset or declared_in_markup(data))
        tree, whole = parse_html(decoded.text)
        if tree is None:
            yield Rejected(origin, "holds no HTML")
            return
        yield from _article(tree, decoded, origin, whole=whole)


def create(charset: str | None = None) -> Source:
    """Build one; `charset` is what a server declared, if anything."""
    return HtmlSource(charset)


def _article(tree: Element, decoded: Decoded, origin: str, *, whole: bool) -> Found:
    metadata = _metadata(tree)
    extracted = article_text(tree)
    published, dated = _published(tree, metadata.url)
    too_deep = () if whole else ("text: what is nested deeper than 2,048 levels was left out",)
    yield document(
        extracted.text,
        format="html",
        origin=origin,
        title=_title(tree, metadata.title),
        url=metadata.url,
        outlet=metadata.sitename,
        published=published,
        authors=_once((metadata.author or "").split(";")),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        assumed=(*decoded.assumed, *extracted.assumed, *dated, *too_deep),
    )


def _metadata(tree: Element) -> Any:
    from trafilatura.metadata import extract_metadata
    from trafilatura.settings import Document as Metadata

    if is_giant(tree):
        return Metadata()
    quiet_trafilatura()
    # The date it would look for is not used: it may be guessed (see _html_dates).
    try:
        return extract_metadata(tree, extensive=False)
    except Exception:  # noqa: BLE001 (hostile pages break it in many ways; the text is still there)
        return Metadata()


def _title(tree: Element, found: str | None) -> str | None:
    """A lone heading may be the site's slogan: it counts only where <title> holds it too."""
    named = tree.find(".//head/title")
    page_title = "" if named is None else named.text_content()
    if not found or not page_title.strip() or _plain(found) in _plain(page_title):
        return found or page_title
    headings = {_plain(heading.text_content()) for heading in islice(tree.iter("h1", "h2"), 50)}
    return page_title if _plain(found) in headings and not _stated(tree, found) else found


def _stated(tree: Element, title: str) -> bool:
    metas = (tag.get("content") or "" for tag in tree.iter("meta"))
    return any(_plain(title) == _plain(content) for content in metas)


def _once(names: Iterable[str]) -> list[str]:
    """Each name once, however it is written ("JANE ROE", "Jane Roe")."""
    return list({name.strip().casefold(): name for name in reversed(list(names))}.values())[::-1]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _published(tree: Element, url: str | None) -> tuple[str | None, tuple[str, ...]]:
    if stated := published_on_page(tree):
        return stated, ()
    day = published_in_url(url or "")
    return day, (f"published: {day}, from the address",) if day else ()
