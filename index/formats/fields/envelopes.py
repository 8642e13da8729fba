"""Articles nested in API responses: the rows of {"response": {"results": [...]}}.

Supports the responses of the Guardian, the New York Times, NewsAPI, JSON Feed, JSON:API,
Elasticsearch, schema.org graphs, and lists under one of the usual names.
"""

from collections.abc import Mapping
from typing import TypeAlias, cast

from index.formats.fields.names import named
from index.formats.fields.values import paragraphs_of

Row: TypeAlias = Mapping[str, object]

_INSIDE = ("response", "data", "hits", "result", "body", "feed")
_LISTS = (
    *("results", "docs", "articles", "items", "hits", "posts", "entries", "stories", "documents"),
    *("news", "data", "value", "content", "article", "@graph", "rows", "records"),
)
_WRAPPED = ("_source", "attributes", "article", "fields")
_DEEPEST = 3


def rows_in(value: Row) -> list[Row] | None:
    """The rows in a response; None if it is itself an article, or of unknown structure."""
    if _has_text(value):
        return None
    found = _list_in(value, _DEEPEST)
    if found is None:
        return None
    return [_with_feed(_unwrapped(row), value) for row in found]


def _list_in(value: Row, depth: int) -> list[Row] | None:
    for name in _LISTS:
        rows = _objects(value.get(name))
        if rows:
            return rows
    for name in _INSIDE if depth else ():
        inner = value.get(name)
        if isinstance(inner, dict):
            inner = cast("Row", inner)
            found = [inner] if _has_text(_unwrapped(inner)) else _list_in(inner, depth - 1)
            if found is not None:
                return found
    single = value.get("content")
    return [cast("Row", single)] if isinstance(single, dict) and _has_text(_row(single)) else None


def _objects(value: object) -> list[Row]:
    """The objects of a list, if one of them looks like an article."""
    if not isinstance(value, list):
        return []
    rows = [_row(one) for one in cast("list[object]", value) if isinstance(one, dict)]
    return rows if any(_has_text(_unwrapped(row)) for row in rows) else []


def _unwrapped(row: Row) -> Row:
    """A row with the fields of its inner object beside its own."""
    for name in _WRAPPED:
        inner = row.get(name)
        if isinstance(inner, dict) and not _has_text(row):
            return {**row, **cast("Row", inner)}
    return row


def _with_feed(row: Row, feed: Row) -> Row:
    """JSON Feed names outlet and language once, above its items."""
    if not isinstance(feed.get("version"), str) or "items" not in feed:
        return row
    return {"source": feed.get("title"), "language": feed.get("language"), **row}


def _has_text(row: Row) -> bool:
    return paragraphs_of(named(row).fields.get("text")) is not None


def _row(value: object) -> Row:
    return cast("Row", value)
