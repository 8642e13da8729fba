"""Office documents: text from zip parts, within archive limits, with metadata."""

import io
import zipfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, cast

from msgspec import Struct

from index.errors import UnreadableFileError
from index.files.bounded import BoundedStream, Bounds, UnpackedTotal
from index.files.streams import read_all
from index.formats.fields.values import is_nothing
from index.formats.steps.document import MAX_TEXT_BYTES, document
from index.formats.steps.headline import title_of
from index.formats.steps.text_head import text_head
from index.formats.steps.xml.safe import elements, local_name
from index.records import Document, Rejected
from index.text.credits import is_name

_MOST_BYTES = 128 << 20
_NOBODY = frozenset("microsoft office user author admin administrator owner unknown".split())


class Block(Struct, frozen=True):
    """A paragraph, a list item or a row of a table."""

    text: str
    is_line: bool = False
    """Whether it follows the block before it without a blank line."""
    is_title: bool = False


class Parts:
    """The parts of one file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._spent = UnpackedTotal()

    @contextmanager
    def open(self, name: str) -> Generator[BinaryIO]:
        """A part, unpacked within the limits.

        Raises:
            UnreadableFileError: the part is missing.
        """
        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & 1:
                raise UnreadableFileError("is encrypted; save it without a password")
            with self._archive.open(info) as unpacked:
                packed = lambda: info.compress_size  # noqa: E731
                bounds = Bounds()
                raw = BoundedStream(
                    cast("BinaryIO", unpacked), bounds, self._spent, packed, MAX_TEXT_BYTES
                )
                yield io.BufferedReader(raw, 1 << 16)
        except KeyError as exc:
            raise UnreadableFileError(f"has no part {name}; save it again") from exc

    def properties(self, name: str) -> dict[str, str]:
        """The values in a small properties part, by name; empty if missing."""
        if name not in self._archive.namelist():
            return {}
        with self.open(name) as stream:
            return {local_name(one): (one.text or "").strip() for _, one in elements(stream)}


@contextmanager
def opened(stream: BinaryIO) -> Generator[Parts]:
    """The parts of a zip file.

    Raises:
        UnreadableFileError: it is not a zip file.
    """
    seekable = stream if stream.seekable() else io.BytesIO(read_all(stream, _MOST_BYTES, "file"))
    try:
        with zipfile.ZipFile(seekable) as archive:
            yield Parts(archive)
    except (zipfile.BadZipFile, NotImplementedError) as exc:
        raise UnreadableFileError("is cut off or damaged; copy it again") from exc


def office_document(
    blocks: Sequence[Block], *, format: str, origin: str, title: str | None, author: str | None
) -> Document | Rejected:
    """The article made of the blocks; `title` and `author` are the file's properties."""
    text = _joined(blocks)
    fields, notes = text_head(text).besides({})
    if not fields.get("authors") and author and _is_person(author):
        fields["authors"] = (author,)
        notes = (*notes, "authors: from the properties of the file")
    own = next((block.text for block in blocks if block.is_title), None)
    stated = None if is_nothing(title) else title
    return document(
        text,
        format=format,
        origin=origin,
        title=own or title_of(text) or stated,
        assumed=notes,
        **fields,
    )


def _joined(blocks: Sequence[Block]) -> str:
    parts: list[str] = []
    was_line = False
    for block in blocks:
        if not block.text.strip():
            continue
        gap = "\n" if block.is_line and was_line else "\n\n"
        parts += (gap if parts else "", block.text.strip())
        was_line = block.is_line
    return "".join(parts)


def _is_person(name: str) -> bool:
    """Programs put "user" and "Microsoft Office User" there by themselves."""
    return is_name(name) and " " in name and not _NOBODY & set(name.lower().split())
