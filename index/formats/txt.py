"""Plain text: the decoded file itself, one article a file."""

from typing import BinaryIO

from index.files.encodings import decode
from index.files.streams import read_all
from index.formats.contract import Source
from index.formats.steps.document import MAX_TEXT_BYTES, Found, document, rejecting
from index.formats.steps.headline import title_of


class TxtSource:
    """Reads a text of at most 64 MiB; nothing in it is changed, only a byte order mark dropped."""

    suffixes: tuple[str, ...] = (".txt", ".text")
    media_types: tuple[str, ...] = ("text/plain",)

    def __init__(self, charset: str | None = None) -> None:
        self._charset = charset

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Found:
        """Yield the one article."""
        decoded = decode(read_all(stream, MAX_TEXT_BYTES, "text"), self._charset)
        yield document(
            decoded.text,
            format="txt",
            origin=origin,
            title=title_of(decoded.text),
            assumed=decoded.assumed,
        )


def create(charset: str | None = None) -> Source:
    """Build one; `charset` is what a server declared, if anything."""
    return TxtSource(charset)
