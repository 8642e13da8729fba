"""CSV: a header row with field names, then one article per row.

The names are those of JSON Lines, in any case, or common synonyms ("body", "date", "link"). A
column `meta.section` holds a field of the articles' own: "3" is a number there, "true" is true. The
delimiter is what Excel's line `sep=` names, or whichever of comma, semicolon, tab and bar makes the
header name the most fields.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from msgspec import Struct

from index.files.encodings import utf8_stream
from index.files.streams import lines
from index.formats.contract import Documents, Format, TextFormat
from index.formats.fields.names import field_called, is_own, own_name
from index.formats.fields.values import is_nothing
from index.formats.steps.document import MAX_TEXT_BYTES, rejecting
from index.formats.steps.headerless import no_text_column
from index.formats.steps.rows import document_from_row
from index.records import Document, Rejected
from index.text.own_fields import parsed

MAX_LINE_BYTES = 64 << 20
"""The longest line: 64 MiB. A field over several lines may be as long."""

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_UNCLOSED = (
    "a quotation mark that opens in this row is never closed; "
    "close it, or copy the file again if it is cut off"
)
_SEPARATOR = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)


class _Header(Struct, frozen=True):
    delimiter: str
    names: tuple[str, ...]
    """The column names."""

    def count(self) -> int:
        """The number of columns with article data."""
        return sum(1 for name in self.names if field_called(name) or is_own(name))


class CsvFormat(TextFormat):
    """Reads rows as they stream in."""

    suffixes: tuple[str, ...] = (".csv", ".tsv")
    media_types: tuple[str, ...] = ("text/csv", "application/csv", "text/tab-separated-values")

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the rows' articles in order."""
        # This limit is global to the process; csv offers no other way to read long fields.
        csv.field_size_limit(MAX_TEXT_BYTES)
        utf8, assumed = utf8_stream(stream, self._charset)
        rows = _Lines(utf8)
        line = next(rows, "")
        separator = _SEPARATOR.fullmatch(line)
        header = _header(next(rows, "") if separator else line, separator and separator[1])
        if not any(field_called(name) == "text" for name in header.names):
            yield Rejected(
                f"{origin}, line {rows.number or 1}", no_text_column(header.names, rows.latest)
            )
            return
        source = f"the line {line.strip()!r}" if separator else "the header row"
        name = _DELIMITERS.get(header.delimiter, repr(header.delimiter))
        yield from _articles(rows, header, origin, (*assumed, f"delimiter: {name}, from {source}"))


def create(charset: str | None = None) -> Format:
    """Build one; `charset` is the encoding that a server declared, if any."""
    return CsvFormat(charset)


class _Lines:
    """The lines as text; invalid UTF-8 becomes lone surrogates, which are found per row."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = lines(stream, MAX_LINE_BYTES)
        self.number = 0
        self.latest = ""
        self.is_over = False
        """Whether somebody has asked for a line after the last."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.is_over = True
            raise StopIteration
        self.number = line.number
        if line.data is None:
            raise csv.Error(f"a line is longer than {MAX_LINE_BYTES >> 20} MiB")
        self.latest = line.data.decode("utf-8", "surrogateescape")
        return self.latest


def _header(line: str, delimiter: str | None) -> _Header:
    candidates = [delimiter] if delimiter else list(_DELIMITERS)
    found = [_Header(sign, _names(line, sign)) for sign in candidates]
    return max(found, key=lambda header: (header.count(), len(header.names)))


def _names(line: str, delimiter: str) -> tuple[str, ...]:
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return tuple(cell.strip().lower().replace(" ", "_") for cell in cells)


def _articles(rows: _Lines, header: _Header, origin: str, assumed: tuple[str, ...]) -> Documents:
    reader = csv.reader(rows, delimiter=header.delimiter)
    is_empty = True
    while True:
        here = f"{origin}, line {rows.number + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as exc:
            is_empty = False
            yield Rejected(here, f"the row cannot be read: {exc}; check its quotation marks")
            continue
        if any(cell.strip() for cell in cells):
            is_empty = False
            # A row ends where its line does, unless that is in the middle of a quoted cell.
            yield (
                Rejected(here, _UNCLOSED)
                if rows.is_over
                else _article(cells, header, here, assumed)
            )
    if is_empty:
        yield Rejected(origin, "has no rows below the header")


def _article(
    cells: list[str], header: _Header, origin: str, assumed: tuple[str, ...]
) -> Document | Rejected:
    if len(cells) != len(header.names):
        wanted = len(header.names)
        columns = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
        return Rejected(
            origin, f"has {columns}, but the header has {wanted}; put quotes around the text"
        )
    row: dict[str, object] = {}
    for name, cell in zip(header.names, cells, strict=True):
        if name and is_nothing(row.get(name)):
            row[name] = cell
    if broken := [name for name, cell in row.items() if _has_surrogates(str(cell))]:
        return Rejected(origin, f"{broken[0]}: not valid UTF-8; save the file as UTF-8")
    return document_from_row(
        {**row, "meta": _own_fields(row)}, format="csv", origin=origin, assumed=assumed
    )


def _own_fields(row: Mapping[str, object]) -> dict[str, object]:
    return {
        own_name(name): parsed(str(cell).strip())
        for name, cell in row.items()
        if is_own(name) and not is_nothing(cell)
    }


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
