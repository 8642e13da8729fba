"""Attachments: press releases and statements become separate articles.

Documents are read by format; pictures, tables, archives and signatures are not. If a document names
no date or outlet, the message's are used.
"""

from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO

from msgspec import Struct, structs

from index.formats.contract import Format
from index.records import Document, Rejected

_READ = frozenset(("docx", "odt", "rtf", "pdf", "md", "html", "txt"))
_FEWEST_LETTERS = 120
"""Of plain text: lists attach their footers, and programs their notes."""
_LONGEST_NAME = 100


class Sent(Struct, frozen=True, kw_only=True):
    """The message's data used as defaults for attachments."""

    id: str
    outlet: str
    published: str | None


class Attached(Struct, frozen=True, kw_only=True):
    """The documents among the attached files, and why each other file was not read."""

    documents: tuple[Document, ...] = ()
    unread: tuple[str, ...] = ()


def attached_to(message: EmailMessage, sent: Sent) -> Attached:
    """Read attachments that are neither messages nor alternatives of the text."""
    parts = message.iter_attachments() if message.is_multipart() else ()
    files = [part for part in parts if not _is_text_of_it(part)]
    found = [one for number, part in enumerate(files, 1) for one in _read(part, sent, number)]
    return Attached(
        documents=tuple(one for one in found if isinstance(one, Document)),
        unread=tuple(one for one in found if isinstance(one, str)),
    )


def _is_text_of_it(part: EmailMessage) -> bool:
    kind = part.get_content_type()
    is_inline = part.get_content_disposition() != "attachment"
    return kind == "message/rfc822" or (is_inline and kind.startswith(("text/", "multipart/")))


def _read(part: EmailMessage, sent: Sent, number: int) -> Iterator[Document | str]:
    name, data = _name(part), part.get_payload(decode=True)
    found = _format(name, data, part.get_content_type()) if isinstance(data, bytes) else None
    if found is None or not isinstance(data, bytes):
        yield name
        return
    for one in found.read(BytesIO(data), name):
        if isinstance(one, Rejected):
            yield f"{name} {one.reason}"
        elif one.format == "txt" and sum(map(str.isalpha, one.text)) < _FEWEST_LETTERS:
            yield name
        else:
            yield _as_sent(one, sent, number)


def _name(part: EmailMessage) -> str:
    try:
        name = part.get_filename()
    except Exception:  # noqa: BLE001 (the parser of malformed headers fails in many ways)
        name = None
    return " ".join((name or "a file without a name").split())[:_LONGEST_NAME]


def _format(name: str, data: bytes, media_type: str) -> Format | None:
    # Mail is one of the formats that are looked through here.
    from index.formats.steps.recognise import HEAD_BYTES, all_formats, format_for

    found = format_for(name, data[:HEAD_BYTES], media_type)
    return found if type(found) in {type(all_formats()[known]) for known in _READ} else None


def _as_sent(document: Document, sent: Sent, number: int) -> Document:
    lent = {
        field: value
        for field in ("outlet", "published")
        if getattr(document, field) is None and (value := getattr(sent, field))
    }
    notes = (
        f"text: of the file {document.origin}, attached to a message",
        *(f"{field}: that of the message" for field in lent),
    )
    own = document.id or (f"{sent.id}#file-{number}" if sent.id else None)
    return structs.replace(document, id=own, assumed=(*document.assumed, *notes), **lent)
