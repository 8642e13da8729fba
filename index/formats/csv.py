"""CSV: a header row with the names of the fields, then one article a row.

Names are those of JSON Lines, in any case, or their usual other names ("body", "date", "link").
The delimiter is the one of comma, semicolon, tab and bar under which the header names most fields.
"""

import csv
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from msgspec import Struct

from index.files.encodings import utf8_stream
from index.files.streams import lines
from index.formats.contract import Source
from index.formats.steps.document import MAX_TEXT_BYTES, Found, rejecting
from index.formats.steps.rows import FIELDS, document_from_row
from index.records import Document, Rejected
from index.text.dates import parse_loose_date

MAX_LINE_BYTES = 64 << 20
"""The longest line: 64 MiB; a field may have as many characters, over several lines."""

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_OTHER_NAMES = {
    **dict.fromkeys(("body", "content", "article", "article_text", "full_text"), "text"),
    **dict.fromkeys(("headline", "heading"), "title"),
    **dict.fromkeys(("link", "uri", "web_url"), "url"),
    **dict.fromkeys(("outlet", "publisher", "publication", "newspaper", "site"), "source"),
    **dict.fromkeys(("date", "published_at", "publish_date", "pubdate", "datetime"), "published"),
    **dict.fromkeys(("author", "byline", "writer"), "authors"),
    **dict.fromkeys(("lang", "locale"), "language"),
    **dict.fromkeys(("guid", "article_id", "doc_id"), "id"),
}


class _Header(Struct, frozen=True):
    delimiter: str
    names: tuple[str, ...]
    """For each column the field it holds, or ""."""


class CsvSource:
    """Reads rows as they stream in."""

    suffixes: tuple[str, ...] = (".csv", ".tsv")
    media_types: tuple[str, ...] = ("text/csv", "application/csv", "text/tab-separated-values")

    def __init__(self, charset: str | None = None) -> None:
        self._charset = charset

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Found:
        """Yield the rows' articles in order."""
        # The limit is one for the whole process; csv offers no other way to read long fields.
        csv.field_size_limit(MAX_TEXT_BYTES)
        utf8, assumed = utf8_stream(stream, self._charset)
        rows = _Lines(utf8)
        header = _header(next(rows, ""))
        if "text" not in header.names:
            yield Rejected(f"{origin}, line 1", _no_text_column(rows.latest))
            return
        note = f"delimiter: {_DELIMITERS[header.delimiter]}, from the header row"
        yield from _articles(rows, header, origin, (*assumed, note))


def create(charset: str | None = None) -> Source:
    """Build one; `charset` is what a server declared, if anything."""
    return CsvSource(charset)


class _Lines:
    """The lines as text; bytes that are no UTF-8 become lone surrogates, to be found in a row."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = lines(stream, MAX_LINE_BYTES)
        self.number = 0
        self.latest = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number = line.number
        if line.data is None:
            raise csv.Error(f"a line is longer than {MAX_LINE_BYTES >> 20} MiB")
        self.latest = line.data.decode("utf-8", "surrogateescape")
        return self.latest


def _header(line: str) -> _Header:
    found = [_Header(delimiter, _names(line, delimiter)) for delimiter in _DELIMITERS]
    return max(found, key=lambda header: sum(map(bool, header.names)))


def _names(line: str, delimiter: str) -> tuple[str, ...]:
    cells = next(csv.reader([line], delimiter=delimiter), [])
    plain = [cell.strip().lower().replace(" ", "_") for cell in cells]
    exact = set(plain) & set(FIELDS)
    fields = [name if name in FIELDS else _OTHER_NAMES.get(name, "") for name in plain]
    # "text" beside "body": the exact name wins; of two equal names the first.
    taken: set[str] = set()
    for place, (name, field) in enumerate(zip(plain, fields, strict=True)):
        if field in taken or (name != field and field in exact):
            fields[place] = ""
        taken.add(fields[place])
    return tuple(fields)


def _no_text_column(header: str) -> str:
    shown = header.strip()[:100]
    return f"no column is named text (or body, content) in the header {shown!r}; name one so"


def _articles(rows: _Lines, header: _Header, origin: str, assumed: tuple[str, ...]) -> Found:
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
            yield Rejected(here, f"no row can be read: {exc}; check its quotation marks")
            continue
        if any(cell.strip() for cell in cells):
            is_empty = False
            yield _article(cells, header, here, assumed)
    if is_empty:
        yield Rejected(origin, "holds no rows below its header")


def _article(
    cells: list[str], header: _Header, origin: str, assumed: tuple[str, ...]
) -> Document | Rejected:
    if len(cells) != len(header.names):
        wanted = len(header.names)
        return Rejected(
            origin, f"has {len(cells)} columns, the header has {wanted}; quote the text"
        )
    row = {name: cell for name, cell in zip(header.names, cells, strict=True) if name}
    if broken := [name for name, cell in row.items() if _has_surrogates(cell)]:
        return Rejected(origin, f"{broken[0]}: not UTF-8; save the file as UTF-8")
    row, notes = _with_plain_date(row)
    return document_from_row(row, format="csv", origin=origin, assumed=(*assumed, *notes))


def _with_plain_date(row: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Spreadsheets write dates in words; what cannot be read stays, and the row is rejected."""
    written = row.get("published", "").strip()
    day = parse_loose_date(written)
    if day is None or day == written:
        return dict(row), ()
    return {**row, "published": day}, (f"published: {day}, written {written!r}",)


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
