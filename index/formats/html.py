"""Web pages: the article in a page, and its metadata."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, BinaryIO

from index.files.encodings import Decoded, declared_in_markup, decode
from index.files.streams import read_all
from index.formats.contract import Documents, Format, TextFormat
from index.formats.steps.document import document, rejecting
from index.formats.steps.html.article import article_text, is_giant, quiet_trafilatura
from index.formats.steps.html.dates import modified_on_page, published_in_url, published_on_page
from index.formats.steps.html.text import Element, parse_html
from index.formats.steps.xml.prologue import PROLOGUE
from index.records import Rejected

MAX_PAGE_BYTES = 16 << 20
"""The largest page: 16 MiB."""
_BEGINS = re.compile(PROLOGUE + rb"<(?:!DOCTYPE\s+html|html)[\s>]", re.DOTALL | re.IGNORECASE)


_NO_AUTHOR = re.compile(
    r"\d|^\s*(?:last\s)?(?:updated|published|posted|modified|edited|aktualisiert|actualizado)\b",
    re.IGNORECASE,
)


class HtmlFormat(TextFormat):
    """Reads one article per page."""

    begins = _BEGINS
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    media_types: tuple[str, ...] = ("text/html", "application/xhtml+xml")

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the page's article."""
        data = read_all(stream, MAX_PAGE_BYTES, "page")
        decoded = decode(data, self._charset or declared_in_markup(data))
        tree, whole = parse_html(decoded.text)
        if tree is None:
            yield Rejected(origin, "contains no HTML")
            return
        yield from _article(tree, decoded, origin, whole=whole)


def create(charset: str | None = None) -> Format:
    """Build one; `charset` is the encoding that a server declared, if any."""
    return HtmlFormat(charset)


def _article(tree: Element, decoded: Decoded, origin: str, *, whole: bool) -> Documents:
    giant = is_giant(tree)
    metadata = _metadata(tree, giant=giant)
    extracted = article_text(tree, giant=giant)
    published, dated = _published(tree, metadata.url)
    too_deep = () if whole else ("text: content nested deeper than 2,048 levels was left out",)
    yield document(
        extracted.text,
        format="html",
        origin=origin,
        title=_title(tree, metadata.title),
        url=metadata.url,
        outlet=metadata.sitename,
        published=published,
        modified=modified_on_page(tree),
        authors=_unique(filter(_is_author, (metadata.author or "").split(";"))),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        assumed=(*decoded.assumed, *extracted.assumed, *dated, *too_deep),
    )


def _metadata(tree: Element, *, giant: bool) -> Any:
    from trafilatura.metadata import extract_metadata
    from trafilatura.settings import Document as Metadata

    if giant:
        return Metadata()
    quiet_trafilatura()
    # Its date is not used, because it may be a guess (see `html_dates`).
    try:
        return extract_metadata(tree, extensive=False)
    except Exception:  # noqa: BLE001 (hostile pages break it in many ways; the text is still there)
        return Metadata()


def _title(tree: Element, found: str | None) -> str | None:
    """A heading may be the site's slogan, so it counts only if <title> contains it too."""
    named = tree.find(".//head/title")
    page_title = "" if named is None else named.text_content()
    if not found or not page_title.strip() or _plain(found) in _plain(page_title):
        return found or page_title
    headings = {_plain(heading.text_content()) for heading in islice(tree.iter("h1", "h2"), 50)}
    return page_title if _plain(found) in headings and not _is_declared(tree, found) else found


def _is_declared(tree: Element, title: str) -> bool:
    metas = (tag.get("content") or "" for tag in tree.iter("meta"))
    return any(_plain(title) == _plain(content) for content in metas)


def _unique(names: Iterable[str]) -> list[str]:
    """Drop names that differ only in capitals ("JANE ROE", "Jane Roe")."""
    return list({name.strip().casefold(): name for name in reversed(list(names))}.values())[::-1]


def _is_author(name: str) -> bool:
    """Whether it is no date or remark that stands in a byline: "Updated 3h ago"."""
    return not _NO_AUTHOR.search(name) and any(map(str.isalpha, name))


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _published(tree: Element, url: str | None) -> tuple[str | None, tuple[str, ...]]:
    if stated := published_on_page(tree):
        return stated, ()
    day = published_in_url(url or "")
    return day, (f"published: {day}, from the URL",) if day else ()
