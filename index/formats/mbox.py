"""Mailboxes: the messages of an mbox file, one after another."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from index.errors import InputError
from index.files.streams import lines
from index.formats.contract import Documents, Format
from index.formats.eml import messages_of
from index.formats.steps.document import MAX_TEXT_BYTES, reason, rejecting
from index.records import Rejected

_BEGINS = re.compile(rb"From \S{1,400} .{0,60}\d\d:\d\d.{0,60}\d{4}\b.*")
_HEADER = re.compile(rb"[!-9;-~]+:")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


class MboxFormat:
    """Reads messages of at most 64 MiB each, one at a time."""

    suffixes: tuple[str, ...] = (".mbox", ".mbx")
    media_types: tuple[str, ...] = ("application/mbox",)
    is_text = True

    def recognises(self, head: bytes) -> bool:
        """Whether it starts like a mailbox: "From somebody date", and a header line."""
        first, _, rest = head.partition(b"\n")
        return _BEGINS.fullmatch(first.rstrip()) is not None and _HEADER.match(rest) is not None

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the articles of each message; one that cannot be read does not stop the rest."""
        for number, data in enumerate(_messages(stream), 1):
            place = f"{origin}, entry {number}"
            if data is None:
                yield Rejected(place, f"is larger than {MAX_TEXT_BYTES >> 20} MiB")
                continue
            try:
                yield from messages_of(data, place)
            except InputError as exc:
                yield Rejected(place, str(exc))
            except Exception as exc:  # noqa: BLE001 (as in `rejecting`, for one message)
                yield Rejected(place, f"cannot be read: {reason(exc)}")


def create(charset: str | None = None) -> Format:  # noqa: ARG001 (messages declare their own)
    """Build one."""
    return MboxFormat()


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """Each message's bytes; None for one that is too large."""
    message: _Message | None = None
    after_blank = True
    for line in lines(stream, MAX_TEXT_BYTES):
        if after_blank and line.data is not None and _BEGINS.fullmatch(line.data.rstrip()):
            if message is not None:
                yield message.data()
            message = _Message()
        elif message is not None:
            message.add(line.data)
        after_blank = line.data is not None and not line.data.strip()
    if message is not None:
        yield message.data()


class _Message:
    """The lines of a message up to the limit."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._room = MAX_TEXT_BYTES

    def add(self, line: bytes | None) -> None:
        """Add a line; None for one that is too long."""
        self._room -= MAX_TEXT_BYTES + 1 if line is None else len(line)
        if self._room >= 0 and line is not None:
            self._lines.append(line)

    def data(self) -> bytes | None:
        """The whole message, or None if it is too large."""
        return _ESCAPED.sub(rb"\1", b"".join(self._lines)) if self._room >= 0 else None
