"""NewsML 1 items, as agencies sent them before NewsML-G2: arbitrarily nested components."""

from collections.abc import Iterator

from index.files.encodings import Decoded
from index.formats.fields.cleaning import plain_text
from index.formats.fields.values import date_of, people_of
from index.formats.fields.withheld import Hold, embargo_of, held_by_note, held_by_status
from index.formats.steps.document import document
from index.formats.steps.html.text import Element, element_text
from index.records import Document, Rejected

_CREATED = (
    "NewsManagement/FirstCreated",
    "NewsManagement/ThisRevisionCreated",
    "Identification/NewsIdentifier/DateId",
)
_PUBLIC_ID = "Identification/NewsIdentifier/PublicIdentifier"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def article(item: Element, decoded: Decoded, origin: str) -> Document | Rejected:
    """The article of an item: the longest of its texts, and the first of each line above it."""
    id = words_of(item, _PUBLIC_ID)
    embargo, endless = _embargo(item)
    if hold := _held(item) or endless:
        return hold.rejected(origin, id)
    written = next((words for path in _CREATED if (words := words_of(item, path))), None)
    published, dated = date_of("published", written)
    modified, _ = date_of("modified", words_of(item, "NewsManagement/ThisRevisionCreated"))
    authors, unnamed = people_of("authors", _byline(item))
    return document(
        max(map(_text, item.iter("ContentItem")), key=len, default=""),
        format="newsml",
        origin=origin,
        id=id,
        title=words_of(item, ".//NewsLines/HeadLine"),
        outlet=_named(item, "Provider") or words_of(item, ".//NewsLines/CreditLine"),
        published=published,
        modified=modified,
        authors=authors,
        language=_formal(item, ".//DescriptiveMetadata/Language") or item.get(_LANGUAGE),
        embargoed_until=embargo,
        assumed=(*decoded.assumed, *(() if published else dated), *unnamed),
    )


def _held(item: Element) -> Hold | None:
    held = (found for note in _notes(item) if (found := held_by_note(note)))
    return held_by_status(_formal(item, "NewsManagement/Status")) or next(held, None)


def _embargo(item: Element) -> tuple[str | None, Hold | None]:
    """When the item may be used, as its status or a note says it."""
    if (_formal(item, "NewsManagement/Status") or "").lower() == "embargoed":
        until = words_of(item, "NewsManagement/StatusWillChange/DateAndTime")
        return embargo_of(until or "until told otherwise")
    found = (embargo_of(None, note) for note in _notes(item))
    return next((one for one in found if any(one)), (None, None))


def _notes(item: Element) -> Iterator[str | None]:
    return (words_of(one) for one in item.iter("Instruction", "NewsLineText", "Comment"))


def _byline(item: Element) -> list[object]:
    if by := words_of(item, ".//NewsLines/ByLine"):
        return [by if by.lower().startswith("by ") else f"By {by}"]
    return [name] if (name := _named(item, "Creator")) else []


def _named(item: Element, tag: str) -> str | None:
    """The party of an office: by its formal name, unless that is a number."""
    name = _formal(item, f".//AdministrativeMetadata/{tag}/Party")
    return name if name and not name.isdigit() else None


def _formal(item: Element, path: str) -> str | None:
    found = item.find(path)
    return None if found is None else found.get("FormalName")


def _text(content: Element) -> str:
    """A text in NITF or XHTML, or a plain one; "" for a picture."""
    kind = (_formal(content, "MediaType") or "text").lower()
    data = content.find("DataContent")
    if data is None or kind not in ("text", "complexdata"):
        return ""
    body = next(_bodies(data), None)
    if body is not None:
        return body_text(body)
    return body_text(data) if len(data) else plain_text("".join(data.itertext()).strip())


def _bodies(data: Element) -> Iterator[Element]:
    yield from data.iter("body.content")
    yield from data.iter("body")


# What NITF calls the elements of HTML.
_AS_HTML = {"block": "div", "hl1": "h1", "hl2": "h2", "bq": "blockquote", "body.content": "div"}
_NOT_TEXT = frozenset(("media", "head", "script", "style", "table-reference"))


def words_of(parent: Element | None, path: str = ".") -> str | None:
    """The words of the first element there, on one line; None if it is missing or empty."""
    found = None if parent is None else parent.find(path)
    return None if found is None else " ".join("".join(found.itertext()).split()) or None


def body_text(body: Element) -> str:
    """The text of a body in NITF or XHTML, without captions."""
    for one in body.iter():
        if isinstance(one.tag, str):
            one.tag = _AS_HTML.get(one.tag, one.tag)
    return element_text(body, _NOT_TEXT)
