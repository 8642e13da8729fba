"""The file format protocol."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Protocol, TypeAlias

from index.records import Document, Rejected

Documents: TypeAlias = Iterator[Document | Rejected]
"""Articles in order, and in between what could not be read, with the reason."""


class Format(Protocol):
    """A file format. Its module has `create(charset: str | None = None) -> Format`.

    `charset` is the encoding that a server declared for the file, if any.
    """

    suffixes: tuple[str, ...]
    """The file name endings of the format, with the dot, in lower case."""
    media_types: tuple[str, ...]
    is_text: bool
    """Whether files of the format are text; if so, files with binary content are refused."""

    def recognises(self, head: bytes) -> bool:
        """Whether a file with this head is certainly in the format, whatever it is called.

        `head` is the first 8 KiB of the file, converted to UTF-8 if it is text.
        """
        ...

    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the documents in order, each as soon as it is read.

        Never raises: anything unreadable is yielded as Rejected, and reading continues.
        """
        ...


class BinaryFormat:
    """What formats share that nothing can be declared for."""

    is_text = False
    begins: re.Pattern[bytes] | None = None
    """A prefix unique to this format; None if there is none."""

    def recognises(self, head: bytes) -> bool:
        """Whether the file certainly starts like this format."""
        return self.begins is not None and self.begins.match(head) is not None


class TextFormat(BinaryFormat):
    """What formats of text share; `charset` is the encoding that a server declared, if any."""

    is_text = True

    def __init__(self, charset: str | None = None) -> None:
        self._charset = charset
