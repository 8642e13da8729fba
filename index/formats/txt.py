"""Plain text: the decoded file itself, one article per file."""

from typing import BinaryIO

from index.files.encodings import decode
from index.files.streams import read_all
from index.formats.contract import Documents, Format, TextFormat
from index.formats.steps.document import MAX_TEXT_BYTES, document, rejecting
from index.formats.steps.headline import title_of
from index.formats.steps.text_head import text_head


class TxtFormat(TextFormat):
    """Reads a text of at most 64 MiB, unchanged except that a byte order mark is dropped."""

    suffixes: tuple[str, ...] = (".txt", ".text")
    media_types: tuple[str, ...] = ("text/plain",)

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the one article."""
        decoded = decode(read_all(stream, MAX_TEXT_BYTES, "text"), self._charset)
        fields, notes = text_head(decoded.text).besides({})
        yield document(
            decoded.text,
            format="txt",
            origin=origin,
            title=title_of(decoded.text),
            assumed=(*decoded.assumed, *notes),
            **fields,
        )


def create(charset: str | None = None) -> Format:
    """Build one; `charset` is the encoding that a server declared, if any."""
    return TxtFormat(charset)
