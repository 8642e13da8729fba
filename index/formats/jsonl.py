"""JSON Lines: one article an object, one object a line; also a JSON array of such objects.

Fields: `text` (required), `id`, `title`, `url`, `source`, `published` (ISO 8601), `authors` (a list
or a string), `language`; others are ignored. A wrong row is rejected, the rest is read.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import BinaryIO, cast

from index.files.encodings import utf8_stream
from index.files.streams import Line, lines
from index.formats.contract import Source
from index.formats.steps.document import Found, reason, rejecting
from index.formats.steps.json_values import values
from index.formats.steps.rows import document_from_row
from index.records import Document, Rejected

MAX_LINE_BYTES = 64 << 20
"""The longest line, or object of an array: 64 MiB. Never more than that is held."""


class JsonlSource:
    """Reads rows as they stream in."""

    suffixes: tuple[str, ...] = (".jsonl", ".ndjson", ".json")
    media_types: tuple[str, ...] = (
        "application/jsonl",
        "application/x-ndjson",
        "application/x-jsonlines",
        "application/json",
    )

    def __init__(self, charset: str | None = None) -> None:
        self._charset = charset

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Found:
        """Yield the rows' articles in order."""
        utf8, assumed = utf8_stream(stream, self._charset, guess=False)
        rows = _lines_with_words(utf8)
        first = next(rows, None)
        if first is None:
            yield Rejected(origin, "holds no rows; give one JSON object a line")
        elif _opens_a_value(first):
            yield from _articles_of_values(first, utf8, origin, assumed)
        else:
            for line in chain([first], rows):
                yield _article(line, f"{origin}, line {line.number}", assumed)


def create(charset: str | None = None) -> Source:
    """Build one; `charset` is what a server declared, if anything."""
    return JsonlSource(charset)


def _lines_with_words(stream: BinaryIO) -> Iterator[Line]:
    return (
        line for line in lines(stream, MAX_LINE_BYTES) if line.data is None or line.data.strip()
    )


def _opens_a_value(line: Line) -> bool:
    """An array, or an object written over several lines."""
    return line.data is not None and (line.data.lstrip()[:1] == b"[" or line.data.strip() == b"{")


def _article(line: Line, origin: str, assumed: tuple[str, ...]) -> Document | Rejected:
    if line.data is None:
        return Rejected(origin, f"longer than {MAX_LINE_BYTES >> 20} MiB, the most a line may have")
    try:
        return _from_value(json.loads(line.data.decode("utf-8")), origin, assumed)
    except UnicodeDecodeError as exc:
        return Rejected(origin, f"not UTF-8 at byte {exc.start + 1} of the line; save it as UTF-8")
    except json.JSONDecodeError as exc:
        return Rejected(origin, f"not JSON at character {exc.pos + 1}: {exc.msg}")
    except (RecursionError, ValueError) as exc:
        return Rejected(origin, f"not JSON that can be read: {reason(exc)}")


def _articles_of_values(
    first: Line, rest: BinaryIO, origin: str, assumed: tuple[str, ...]
) -> Found:
    for value in values(first, rest, MAX_LINE_BYTES):
        here = f"{origin}, line {value.line}"
        if value.problem:
            yield Rejected(here, value.problem)
        else:
            yield _from_value(value.value, here, assumed)


def _from_value(value: object, origin: str, assumed: tuple[str, ...]) -> Document | Rejected:
    if not isinstance(value, dict):
        return Rejected(origin, f"is no object with fields but {str(value)[:40]!r}")
    row = cast("Mapping[str, object]", value)
    return document_from_row(row, format="jsonl", origin=origin, assumed=assumed)
