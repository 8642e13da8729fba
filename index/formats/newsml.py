"""NewsML-G2, NewsML 1 and NITF: news agency formats, one article per item.

Withheld or canceled items are rejected, as are items whose embargo end cannot be read, or whose
note to editors forbids use (`index.formats.fields.withheld`).
"""

import re
from typing import BinaryIO

from index.errors import TooLargeError, UnreadableFileError
from index.files.encodings import Decoded, declared_in_markup, decode
from index.files.streams import read_all
from index.formats.contract import Documents, Format, TextFormat
from index.formats.fields.cleaning import plain_text
from index.formats.fields.values import date_of, people_of
from index.formats.fields.withheld import Hold, embargo_of, held_by_note, held_by_status
from index.formats.steps.document import document, rejecting
from index.formats.steps.html.text import Element
from index.formats.steps.xml import first_newsml
from index.formats.steps.xml.first_newsml import body_text, words_of
from index.formats.steps.xml.prologue import PROLOGUE
from index.formats.steps.xml.safe import parsed
from index.records import Document, Rejected

MAX_BYTES = 16 << 20
_MOST_TAGS = 250_000
_ROOT = rb"<(?:[\w.-]{1,20}:)?(?:newsItem|newsMessage|nitf|NewsML)[\s>/]"
_DOCTYPE = rb"(?>\s+|<!--.{0,4000}?-->|<!DOCTYPE\s+(?:nitf|NewsML)[^>]{0,500}>)*+"
_BEGINS = re.compile(PROLOGUE + _DOCTYPE + _ROOT, re.DOTALL)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class NewsmlFormat(TextFormat):
    """Reads one item, or all items of a message."""

    begins = _BEGINS
    suffixes: tuple[str, ...] = (".newsml", ".nitf")
    media_types: tuple[str, ...] = (
        "application/vnd.iptc.g2.newsitem+xml",
        "application/vnd.iptc.g2.newsmessage+xml",
        "text/vnd.iptc.newsml",
        "text/vnd.iptc.nitf",
    )

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the items' articles in order."""
        data = read_all(stream, MAX_BYTES, "message")
        decoded = decode(data, self._charset or declared_in_markup(data))
        if decoded.text.count("<") > _MOST_TAGS:
            raise TooLargeError(f"has more than {_MOST_TAGS:,} tags; split it")
        root = parsed(decoded.text)
        if root.tag == "nitf":
            yield _of_nitf(root, decoded, origin)
            return
        is_first = root.tag == "NewsML"
        tag = "NewsItem" if is_first else "newsItem"
        items = [root] if root.tag == tag else list(root.iter(tag))
        if not items:
            raise UnreadableFileError("is neither NewsML nor NITF, or has no item")
        for number, item in enumerate(items, 1):
            here = origin if item is root else f"{origin}, entry {number}"
            yield (first_newsml.article if is_first else _of_item)(item, decoded, here)


def create(charset: str | None = None) -> Format:
    """Build one; `charset` is the encoding that a server declared, if any."""
    return NewsmlFormat(charset)


def _of_item(item: Element, decoded: Decoded, origin: str) -> Document | Rejected:
    meta, content = item.find("itemMeta"), item.find("contentMeta")
    embargo, endless = _item_embargo(meta)
    if hold := _item_held(meta) or endless:
        return hold.rejected(origin, item.get("guid"))
    published, dated = date_of("published", _first(item, *_PUBLISHED))
    modified, _ = date_of("modified", words_of(meta, "versionCreated"))
    authors, unnamed = people_of("authors", _byline(content))
    return document(
        _text(item.find("contentSet")),
        format="newsml",
        origin=origin,
        id=item.get("guid"),
        title=plain_text(words_of(content, "headline") or ""),
        outlet=_named(meta, "provider"),
        published=published,
        modified=modified,
        authors=authors,
        language=_tag(content) or item.get(_LANGUAGE),
        meta={"ednote": words_of(meta, "edNote")},
        embargoed_until=embargo,
        assumed=(*decoded.assumed, *dated, *unnamed),
    )


_OPEN_END = "until told otherwise"
_PUBLISHED = ("itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated")


def _item_held(meta: Element | None) -> Hold | None:
    if meta is None:
        return None
    status = meta.find("pubStatus")
    said = None if status is None else status.get("qcode") or status.get("uri")
    return held_by_status(said) or held_by_note(words_of(meta, "edNote"))


def _item_embargo(meta: Element | None) -> tuple[str | None, Hold | None]:
    embargo = None if meta is None else meta.find("embargoed")
    until = None if embargo is None else (embargo.text or "").strip() or _OPEN_END
    return embargo_of(until, words_of(meta, "edNote"))


def _text(contents: Element | None) -> str:
    """The longest of the forms in which an item has its text."""
    forms = () if contents is None else contents
    return max(map(_text_of_form, forms), key=len, default="")


def _text_of_form(form: Element) -> str:
    if form.tag == "inlineData":
        return plain_text("".join(form.itertext()).strip())
    if form.tag != "inlineXML":
        return ""
    inner = form.find(".//body.content")
    return body_text(form if inner is None else inner)


def _of_nitf(root: Element, decoded: Decoded, origin: str) -> Document | Rejected:
    data, head = root.find("head/docdata"), root.find("body/body.head")
    id = _attribute(data, "doc-id", "id-string")
    embargo, endless = _nitf_embargo(data)
    if hold := _nitf_held(data) or endless:
        return hold.rejected(origin, id)
    written = _attribute(data, "date.issue", "norm") or _attribute(data, "date.release", "norm")
    publication = root.find("head/pubdata")
    if publication is not None:
        written = written or publication.get("date.publication")
    published, dated = date_of("published", written)
    authors, unnamed = people_of("authors", [words_of(one) or "" for one in root.iter("byline")])
    body = root.find("body/body.content")
    outlet = None if publication is None else publication.get("name")
    return document(
        "" if body is None else body_text(body),
        format="newsml",
        origin=origin,
        id=id,
        title=words_of(head, "hedline/hl1") or words_of(root, "head/title"),
        outlet=outlet or words_of(head, "distributor"),
        published=published,
        authors=authors,
        language=root.get(_LANGUAGE),
        embargoed_until=embargo,
        # Its dates have no signs between their parts, as the format wants it.
        assumed=(*decoded.assumed, *(() if published else dated), *unnamed),
    )


def _nitf_held(data: Element | None) -> Hold | None:
    status = None if data is None else data.get("management-status")
    return held_by_status(status) or held_by_note(_attribute(data, "ed-msg", "info"))


def _nitf_embargo(data: Element | None) -> tuple[str | None, Hold | None]:
    is_held = data is not None and data.get("management-status") == "embargoed"
    until = (_attribute(data, "date.release", "norm") or _OPEN_END) if is_held else None
    return embargo_of(until, _attribute(data, "ed-msg", "info"))


def _byline(content: Element | None) -> list[object]:
    if content is None:
        return []
    if by := words_of(content, "by"):
        return [by if by.lower().startswith("by ") else f"By {by}"]
    names = (_name(one) for tag in ("creator", "contributor") for one in content.findall(tag))
    return [name for name in names if name]


def _name(party: Element) -> str | None:
    return words_of(party, "name") or party.get("literal")


def _named(parent: Element | None, tag: str) -> str | None:
    found = None if parent is None else parent.find(tag)
    return None if found is None else _name(found)


def _tag(content: Element | None) -> str | None:
    found = None if content is None else content.find("language")
    return None if found is None else found.get("tag")


def _attribute(parent: Element | None, tag: str, name: str) -> str | None:
    found = None if parent is None else parent.find(tag)
    return None if found is None else found.get(name)


def _first(item: Element, *paths: str) -> str | None:
    return next((words for path in paths if (words := words_of(item, path))), None)
