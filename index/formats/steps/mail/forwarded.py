"""Messages inside another's text: forwarded ones and those in a digest.

A plain-text digest (RFC 1153) separates messages by a line of 30 hyphens; the part before the first
such line only lists them.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

_BEGINS = re.compile(
    r"^[ \t]*(?:-{2,}[ \t]*(?:Forwarded message|Original Message|Weitergeleitete Nachricht|"
    r"Ursprüngliche Nachricht|Message transféré|Message d['’]origine|Mensaje reenviado|"
    r"Mensaje original|Forwarded by [^\n]{1,200})[ \t]*-{2,}|"
    r"Begin forwarded message:|Anfang der weitergeleiteten Nachricht:|"
    r"Début du message (?:réexpédié|transféré)\s?:|Inicio del mensaje reenviado:|"
    r"(?P<digest>[-_=]{20,80}))[ \t]*$"
    # Outlook has no such line, only headers.
    r"|(?<=\n\n)(?P<chain>)(?=\*?(?:From|Von|De):\*?[ \t][^\n]{3,200}\n"
    r"\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el)?):\*?[ \t])",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(r"[ \t]*\*?([A-Za-zÀ-ÿ][\w \-]{0,20}?)[ \t]?:\*?[ \t]+(.{0,500})")
_NAMES = {
    "from": ("from", "von", "de", "expéditeur"),
    "date": ("date", "sent", "datum", "gesendet", "envoyé", "fecha", "enviado", "enviado el"),
    "subject": ("subject", "betreff", "objet", "asunto", "sujet"),
    "to": (
        *("to", "an", "à", "para", "cc", "reply-to", "kopie", "copie"),
        *("message", "message-id", "content-type", "in-reply-to", "mime-version", "references"),
    ),
}
_KNOWN = {name: key for key, names in _NAMES.items() for name in names}
_LEAST_HEADERS = 2
_CONTENTS = re.compile(r"^[ \t]*(?:today['’]s topics|topics|contents|in this issue)\b", re.I | re.M)


class Forwarded(Struct, frozen=True):
    """A message within a message: its headers, each "" if missing, and its text."""

    sender: str
    date: str
    subject: str
    text: str


def split_forwarded(text: str) -> tuple[str, tuple[Forwarded, ...]]:
    """The text before the first forwarded message, and the forwarded messages in order."""
    found = list(_found(text))
    if not found:
        return text, ()
    ends = [start for start, _, _ in found[1:]] + [len(text)]
    messages = [
        Forwarded(fields.get("from", ""), fields.get("date", ""), fields.get("subject", ""), body)
        for (_, at, fields), end in zip(found, ends, strict=True)
        if (body := text[at:end].strip("\r\n"))
    ]
    first = found[0][0]
    is_digest = text.startswith(("-", "_", "="), first) and _CONTENTS.search(text, 0, first)
    return "" if is_digest and len(messages) > 1 else text[:first].rstrip(), tuple(messages)


def _found(text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Where each begins, where its text does, and what its headers say."""
    for match in _BEGINS.finditer(text):
        at, fields = _headers(text, match.end())
        known = sum(fields.get(name, "") != "" for name in ("from", "date", "subject"))
        is_sure = match["digest"] is None and match["chain"] is None
        if known >= _LEAST_HEADERS or (is_sure and len(fields) >= _LEAST_HEADERS):
            yield match.start(), at, fields


def _headers(text: str, at: int) -> tuple[int, dict[str, str]]:
    """Read header lines, which blank lines may precede, up to the first other line."""
    fields: dict[str, str] = {}
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        match = _HEADER.fullmatch(line.rstrip())
        key = _KNOWN.get(match[1].casefold()) if match else None
        if key and match:
            fields.setdefault(key, match[2].strip())
        elif line.strip() or fields:
            return at, fields
        at = end + 1
    return at, fields
