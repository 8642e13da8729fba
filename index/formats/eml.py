"""E-mail: one article per message, newsletter story, nested message or attached document."""

import io
import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any, BinaryIO, cast

from msgspec import Struct, structs

from index.errors import TooLargeError
from index.files.streams import read_all
from index.formats.contract import BinaryFormat, Documents, Format
from index.formats.steps.document import MAX_TEXT_BYTES, document, rejecting
from index.formats.steps.mail.attachments import Sent, attached_to
from index.formats.steps.mail.body import Body, body_of, is_message
from index.formats.steps.mail.forwarded import Forwarded, split_forwarded
from index.formats.steps.mail.newsletter import Story
from index.records import Document, Rejected
from index.text.dates.parsing import parse_loose_date

MAX_PARTS = 10_000
_DEEPEST = 20
"""Of messages in messages."""
_MOST_OF_A_HEADER = 2_000
_NEWSLETTER = re.compile(
    r"\b(?:news ?letter|letter|brief|briefing|digest|round-?up|bulletin|dispatch|rundown|"
    r"infolettre|boletín|rundbrief)\b",
    re.IGNORECASE,
)


class EmlFormat(BinaryFormat):
    """Reads a message of at most 64 MiB, and the messages and documents attached to it."""

    suffixes: tuple[str, ...] = (".eml",)
    media_types: tuple[str, ...] = ("message/rfc822",)
    is_text = True

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the message's articles."""
        yield from messages_of(read_all(stream, MAX_TEXT_BYTES, "message"), origin)


def create(charset: str | None = None) -> Format:  # noqa: ARG001 (a message declares its own)
    """Build one."""
    return EmlFormat()


def messages_of(data: bytes, origin: str) -> Documents:
    """The articles of a message: its own, and those of attached documents and messages."""
    message = _parsed(data)
    if not message.keys():
        yield Rejected(origin, "has no header lines, so it is not an e-mail message")
        return
    found = list(_articles(message))
    for number, article in enumerate(found, 1):
        place = origin if number == 1 else f"{origin}, entry {number}"
        if isinstance(article, Document):
            yield structs.replace(article, origin=place)
        else:
            yield document(article.text, format="eml", origin=place, **_fields(article))


class _Article(Struct, frozen=True, kw_only=True):
    """An article in a message."""

    text: str
    id: str = ""
    title: str = ""
    outlet: str = ""
    date: str = ""
    author: str = ""
    language: str = ""
    assumed: tuple[str, ...] = ()


def _fields(article: _Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": parse_loose_date(article.date),
        "authors": [article.author],
        "language": article.language,
        "assumed": article.assumed,
    }


def _articles(message: EmailMessage, depth: int = 0) -> Iterator[_Article | Document]:
    """The message's own article or stories, those forwarded in its text, those attached."""
    messages = list(_attached(message)) if depth < _DEEPEST else []
    files = attached_to(message, _sent(message))
    own = list(_own(message, files.unread))
    inner = [article for one in messages for article in _articles(one, depth + 1)]
    if own or not (inner or files.documents):
        yield from own or [_article(message, Body(""), files.unread)]
    yield from files.documents
    yield from inner


def _sent(message: EmailMessage) -> Sent:
    return Sent(
        id=_id(message),
        outlet=_source(message),
        published=parse_loose_date(_header(message, "Date")),
    )


def _own(message: EmailMessage, unread: Sequence[str]) -> Iterator[_Article]:
    named, listed = _is_called_newsletter(message), _is_from_list(message)
    # A list may send a single article with its own headline and subheadings.
    headline = "" if named else _header(message, "Subject")
    body = body_of(message, is_newsletter=named or listed, headline=headline)
    whole = _article(message, body, unread)
    if body.stories:
        yield from _stories(whole, body.stories)
        return
    before, forwarded = split_forwarded(body.text)
    if before.strip():
        yield structs.replace(whole, text=before)
    for number, one in enumerate(forwarded, 1):
        yield _forwarded(whole, one, number)


def _article(message: EmailMessage, body: Body, unread: Sequence[str]) -> _Article:
    named = f"text: attached files were not read ({len(unread)}): {'; '.join(unread)}"
    return _Article(
        text=body.text,
        id=_id(message),
        title=_header(message, "Subject"),
        outlet=_source(message),
        date=_header(message, "Date"),
        author=_sender(message)[0],
        language=_header(message, "Content-Language").split(",")[0],
        assumed=(*body.assumed, named) if unread else body.assumed,
    )


def _stories(whole: _Article, stories: Sequence[Story]) -> Iterator[_Article]:
    note = "text: a newsletter, split at its headings"
    for number, story in enumerate(stories, 1):
        yield structs.replace(
            whole,
            text=story.text,
            id=f"{whole.id}#{number}" if whole.id else "",
            title=story.title or whole.title,
            assumed=(*whole.assumed, note),
        )


def _forwarded(whole: _Article, one: Forwarded, number: int) -> _Article:
    """Its outlet is not that of the message that forwards it."""
    name, address = parseaddr(one.sender)
    return _Article(
        text=one.text,
        id=f"{whole.id}#{number}" if whole.id else "",
        title=one.subject or whole.title,
        outlet=_domain(address),
        date=one.date,
        author=name,
        assumed=(*whole.assumed, "text: a message forwarded in another"),
    )


def _attached(message: EmailMessage) -> Iterator[EmailMessage]:
    """Messages attached to a message, but not those attached to these."""
    if message.get_content_type() == "message/rfc822":
        payload = message.get_payload()
        yield from cast("list[EmailMessage]", payload if isinstance(payload, list) else [])[:1]
    elif message.is_multipart():
        for part in cast("list[EmailMessage]", message.get_payload()):
            if is_message(part):
                yield part
            else:
                yield from _attached(part)


def _is_called_newsletter(message: EmailMessage) -> bool:
    names = f"{_header(message, 'From')} {_header(message, 'Subject')}"
    return _NEWSLETTER.search(names) is not None


def _is_from_list(message: EmailMessage) -> bool:
    return bool(_header(message, "List-Id") or _header(message, "List-Unsubscribe"))


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


def _id(message: EmailMessage) -> str:
    return _header(message, "Message-ID").strip("<> ")


def _sender(message: EmailMessage) -> tuple[str, str]:
    """The sender's name and domain, each "" if missing."""
    name, address = parseaddr(_header(message, "From"))
    return name, _domain(address)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower() if "@" in address else ""


def _source(message: EmailMessage) -> str:
    """The mailing list's name ("Morning Brief <brief.example.org>"), its id, or the domain."""
    phrase, _, identifier = _header(message, "List-Id").partition("<")
    return phrase.strip(' "') or identifier.strip("> ") or _sender(message)[1]
