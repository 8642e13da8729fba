"""Org mode: `#+TITLE:` and `#+DATE:` lines, then the text."""

import re
from typing import BinaryIO

from index.files.encodings import decode
from index.files.streams import read_all
from index.formats.contract import Documents, Format
from index.formats.steps.document import MAX_TEXT_BYTES, document, rejecting

_KEYWORD = re.compile(r"^#\+(\w+):[ \t]*(.*)\n", re.MULTILINE)


class OrgFormat:
    """Reads one article per file."""

    suffixes: tuple[str, ...] = (".org",)
    media_types: tuple[str, ...] = ("text/org",)
    is_text = True

    def __init__(self, charset: str | None = None) -> None:
        self._charset = charset

    def recognises(self, head: bytes) -> bool:
        """A file that begins with a title."""
        return head.startswith(b"#+TITLE:")

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the one article."""
        decoded = decode(read_all(stream, MAX_TEXT_BYTES, "text"), self._charset)
        given = {name.lower(): value for name, value in _KEYWORD.findall(decoded.text)}
        yield document(
            _KEYWORD.sub("", decoded.text).strip(),
            format="org",
            origin=origin,
            title=given.get("title"),
            published=given.get("date"),
            assumed=decoded.assumed,
        )


def create(charset: str | None = None) -> Format:
    """Build one; `charset` is the encoding that a server declared, if any."""
    return OrgFormat(charset)
