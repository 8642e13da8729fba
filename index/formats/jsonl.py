"""JSON Lines: one article per object, one object per line; also a JSON array of such objects.

Fields: `text` (required), `id`, `title`, `url`, `source`, `published` and `modified` (ISO 8601),
`authors` (a list or a string), `language`, `meta` (an object with fields of the article's own), or
the names that `index.formats.fields.names` lists; others are ignored. What news interfaces answer
(`index.formats.fields.envelopes`) is read as the articles in it. An invalid row is rejected, and
the rest is read.
"""

import json
from collections.abc import Mapping
from itertools import chain
from typing import BinaryIO, cast

from index.files.encodings import utf8_stream
from index.files.streams import Line, lines
from index.formats.contract import Documents, Format, TextFormat
from index.formats.fields.envelopes import rows_in
from index.formats.steps.document import reason, rejecting
from index.formats.steps.json_values import check_lists, in_words, values
from index.formats.steps.rows import document_from_row
from index.records import Rejected

MAX_LINE_BYTES = 64 << 20
"""The longest line, or object in an array: 64 MiB. No more than that is held in memory."""


class JsonlFormat(TextFormat):
    """Reads rows as they stream in."""

    suffixes: tuple[str, ...] = (".jsonl", ".ndjson", ".json")
    media_types: tuple[str, ...] = (
        "application/jsonl",
        "application/x-ndjson",
        "application/x-jsonlines",
        "application/json",
    )

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the rows' articles in order."""
        utf8, assumed = utf8_stream(stream, self._charset, guess=False)
        rows = (
            line for line in lines(utf8, MAX_LINE_BYTES) if line.data is None or line.data.strip()
        )
        first = next(rows, None)
        if first is None:
            yield Rejected(origin, "has no rows; write one JSON object per line")
        elif _opens_a_value(first):
            yield from _articles_of_values(first, utf8, origin, assumed)
        else:
            for line in chain([first], rows):
                yield from _articles(line, f"{origin}, line {line.number}", assumed)


def create(charset: str | None = None) -> Format:
    """Build one; `charset` is the encoding that a server declared, if any."""
    return JsonlFormat(charset)


def _opens_a_value(line: Line) -> bool:
    """Whether the line begins an array, or an object over several lines."""
    data = (line.data or b"").strip()
    return data[:1] == b"[" or (data[:1] == b"{" and data[-1:] in b"{[,:")


def _articles(line: Line, origin: str, assumed: tuple[str, ...]) -> Documents:
    if line.data is None:
        yield Rejected(origin, f"the line is longer than the limit of {MAX_LINE_BYTES >> 20} MiB")
        return
    try:
        text = line.data.decode("utf-8")
        check_lists(text)
        value = json.loads(text)
    except UnicodeDecodeError as exc:
        yield Rejected(
            origin, f"invalid UTF-8 at byte {exc.start + 1} of the line; save the file as UTF-8"
        )
    except json.JSONDecodeError as exc:
        yield Rejected(origin, f"invalid JSON at character {exc.pos + 1}: {in_words(exc)}")
    except (RecursionError, ValueError) as exc:
        yield Rejected(origin, f"the JSON cannot be read: {reason(exc)}")
    else:
        yield from _from_value(value, origin, assumed)


def _articles_of_values(
    first: Line, rest: BinaryIO, origin: str, assumed: tuple[str, ...]
) -> Documents:
    for value in values(first, rest, MAX_LINE_BYTES):
        here = f"{origin}, line {value.line}"
        if value.problem:
            yield Rejected(here, value.problem)
        else:
            yield from _from_value(value.value, here, assumed)


def _from_value(value: object, origin: str, assumed: tuple[str, ...]) -> Documents:
    if not isinstance(value, dict):
        yield Rejected(origin, f"must be an object with fields, not {str(value)[:40]!r}")
        return
    row = cast("Mapping[str, object]", value)
    inside = rows_in(row)
    if inside is None:
        yield document_from_row(row, format="jsonl", origin=origin, assumed=assumed)
        return
    for number, one in enumerate(inside, 1):
        here = f"{origin}, entry {number}"
        yield document_from_row(one, format="jsonl", origin=here, assumed=assumed)
