"""E-mail: one article per message, from its plain text, or else from its HTML."""

import io
from email.message import EmailMessage
from typing import BinaryIO, cast

from index.errors import TooLargeError
from index.files.encodings import Decoded, declared_in_markup, decode
from index.files.streams import read_all
from index.formats.contract import Documents, Format
from index.formats.steps.document import MAX_TEXT_BYTES, document, rejecting
from index.formats.steps.html_article import article_text
from index.formats.steps.html_text import fragment_text, parse_html
from index.records import Rejected
from index.text.dates import parse_loose_date

MAX_PARTS = 10_000
_MOST_OF_A_HEADER = 2_000


class EmlFormat:
    """Reads a message of at most 64 MiB. Attachments are not read."""

    suffixes: tuple[str, ...] = (".eml",)
    media_types: tuple[str, ...] = ("message/rfc822",)
    is_text = True

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002
        """Text in this format has no certain beginning."""
        return False

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the message's article."""
        message = _parsed(read_all(stream, MAX_TEXT_BYTES, "message"))
        if not message.keys():
            yield Rejected(origin, "has no header lines, so it is not an e-mail message")
            return
        text, notes = _text(message)
        written = _header(message, "Date")
        yield document(
            text,
            format="eml",
            origin=origin,
            id=_header(message, "Message-ID").strip("<> "),
            title=_header(message, "Subject"),
            outlet=_source(message),
            published=parse_loose_date(written),
            authors=_sender(message)[:1],
            language=_header(message, "Content-Language").split(",")[0],
            assumed=(*notes, *_attachments(message)),
        )


def create(charset: str | None = None) -> Format:  # noqa: ARG001 (a message declares its own)
    """Build one."""
    return EmlFormat()


def _parsed(data: bytes) -> EmailMessage:
    from email.parser import BytesParser
    from email.policy import EmailPolicy

    class Bounded(EmailPolicy):
        """Reads only the start of a header, because parsing takes quadratic time."""

        def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
            name, value = super().header_source_parse(sourcelines)
            return name, value[:_MOST_OF_A_HEADER]

    if data.count(b"\n--") > MAX_PARTS:
        raise TooLargeError(f"has more than {MAX_PARTS:,} parts; split it")
    return cast("EmailMessage", BytesParser(policy=Bounded()).parse(io.BytesIO(data)))


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except Exception:  # noqa: BLE001 (the parser of malformed headers fails in many ways)
        return ""


def _text(message: EmailMessage) -> tuple[str, tuple[str, ...]]:
    if (plain := _part(message, "plain")) and plain.text.strip():
        return plain.text, plain.assumed
    page = _part(message, "html")
    if page is None:
        return "", ()
    return _article_of(page.text), (*page.assumed, "text: from the HTML part")


def _article_of(markup: str) -> str:
    tree, _ = parse_html(markup)
    return ("" if tree is None else article_text(tree).text) or fragment_text(markup)


def _part(message: EmailMessage, kind: str) -> Decoded | None:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return None
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return None
    return decode(data, part.get_content_charset() or declared_in_markup(data))


def _sender(message: EmailMessage) -> tuple[str, str]:
    """The sender's name and domain, each "" if missing."""
    from email.utils import parseaddr

    name, address = parseaddr(_header(message, "From"))
    return name, address.rpartition("@")[2].lower() if "@" in address else ""


def _source(message: EmailMessage) -> str:
    """The mailing list's name ("Morning Brief <brief.example.org>"), its id, or the domain."""
    phrase, _, identifier = _header(message, "List-Id").partition("<")
    return phrase.strip(' "') or identifier.strip("> ") or _sender(message)[1]


def _attachments(message: EmailMessage) -> tuple[str, ...]:
    count = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
    return (f"text: attachments were not read ({count})",) if count else ()
