"""CSV: a header row with field names, then one article per row.

The names are those of JSON Lines, in any case, or common synonyms ("body", "date", "link"). A
column `meta.section` holds a field of the articles' own: "3" is a number there, "true" is true. The
delimiter is whichever of comma, semicolon, tab and bar makes the header name the most fields.
"""

import csv
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from msgspec import Struct

from index.files.encodings import utf8_stream
from index.files.streams import lines
from index.formats.contract import Documents, Format
from index.formats.steps.document import MAX_TEXT_BYTES, rejecting
from index.formats.steps.rows import FIELDS, document_from_row
from index.records import Document, Rejected
from index.text.dates import parse_loose_date
from index.text.own_fields import parsed

MAX_LINE_BYTES = 64 << 20
"""The longest line: 64 MiB. A field over several lines may be as long."""

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SYNONYMS = {
    **dict.fromkeys(("body", "content", "article", "article_text", "full_text"), "text"),
    **dict.fromkeys(("headline", "heading"), "title"),
    **dict.fromkeys(("link", "uri", "web_url"), "url"),
    **dict.fromkeys(("outlet", "publisher", "publication", "newspaper", "site"), "source"),
    **dict.fromkeys(("date", "published_at", "publish_date", "pubdate", "datetime"), "published"),
    **dict.fromkeys(("updated", "updated_at", "modified_at", "last_modified"), "modified"),
    **dict.fromkeys(("author", "byline", "writer"), "authors"),
    **dict.fromkeys(("lang", "locale"), "language"),
    **dict.fromkeys(("guid", "article_id", "doc_id"), "id"),
}
_OWN = "meta."


class _Header(Struct, frozen=True):
    delimiter: str
    names: tuple[str, ...]
    """The field that each column holds, or ""."""


class CsvFormat:
    """Reads rows as they stream in."""

    suffixes: tuple[str, ...] = (".csv", ".tsv")
    media_types: tuple[str, ...] = ("text/csv", "application/csv", "text/tab-separated-values")
    is_text = True

    def __init__(self, charset: str | None = None) -> None:
        self._charset = charset

    def recognises(self, head: bytes) -> bool:  # noqa: ARG002
        """Text in this format has no certain beginning."""
        return False

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the rows' articles in order."""
        # This limit is global to the process; csv offers no other way to read long fields.
        csv.field_size_limit(MAX_TEXT_BYTES)
        utf8, assumed = utf8_stream(stream, self._charset)
        rows = _Lines(utf8)
        header = _header(next(rows, ""))
        if "text" not in header.names:
            yield Rejected(f"{origin}, line 1", _no_text_column(rows.latest))
            return
        note = f"delimiter: {_DELIMITERS[header.delimiter]}, from the header row"
        yield from _articles(rows, header, origin, (*assumed, note))


def create(charset: str | None = None) -> Format:
    """Build one; `charset` is the encoding that a server declared, if any."""
    return CsvFormat(charset)


class _Lines:
    """The lines as text; invalid UTF-8 becomes lone surrogates, which are found per row."""

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
    fields = [name if _is_field(name) else _SYNONYMS.get(name, "") for name in plain]
    # "text" beside "body": the exact name wins; of two equal names the first.
    taken: set[str] = set()
    for place, (name, field) in enumerate(zip(plain, fields, strict=True)):
        if field in taken or (name != field and field in exact):
            fields[place] = ""
        taken.add(fields[place])
    return tuple(fields)


def _is_field(name: str) -> bool:
    return name in FIELDS or name.startswith(_OWN)


def _no_text_column(header: str) -> str:
    shown = header.strip()[:100]
    return f"no column of the header {shown!r} is called text, body or content; rename one"


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
            yield _article(cells, header, here, assumed)
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
    row = {name: cell for name, cell in zip(header.names, cells, strict=True) if name}
    if broken := [name for name, cell in row.items() if _has_surrogates(cell)]:
        return Rejected(origin, f"{broken[0]}: not valid UTF-8; save the file as UTF-8")
    row, notes = _with_plain_date(row)
    return document_from_row(
        {**row, "meta": _own_fields(row)}, format="csv", origin=origin, assumed=(*assumed, *notes)
    )


def _own_fields(row: Mapping[str, str]) -> dict[str, object]:
    return {
        name.removeprefix(_OWN): parsed(cell.strip())
        for name, cell in row.items()
        if name.startswith(_OWN)
    }


def _with_plain_date(row: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Read dates as spreadsheets write them; an unreadable one stays, and rejects the row."""
    written = row.get("published", "").strip()
    day = parse_loose_date(written)
    if day is None or day == written:
        return dict(row), ()
    return {**row, "published": day}, (f"published: {day}, written as {written!r}",)


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
