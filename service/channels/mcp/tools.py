"""The tools: names, arguments, results and descriptions."""

from collections.abc import Callable
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct

from service.channels.mcp import work


class ToolOf(Struct, frozen=True, kw_only=True):
    """One tool, as its function in `work.py` describes it."""

    name: str
    title: str
    description: str
    takes: type[Struct]
    gives: type[Struct]
    work: Callable[..., Any]
    """Takes an engine and a request."""


def _tool(function: Callable[..., Any], title: str) -> ToolOf:
    types = get_type_hints(function)
    return ToolOf(
        name=function.__name__,
        title=title,
        description=" ".join((function.__doc__ or "").split()),
        takes=types["wanted"],
        gives=types["return"],
        work=function,
    )


TOOLS = (
    _tool(work.ask, "Ask the archive"),
    _tool(work.search, "Search for passages"),
    _tool(work.read_article, "Read an article"),
    _tool(work.quotes_by, "Quotations of a person"),
    _tool(work.check_quote, "Check a quotation"),
    _tool(work.timeline, "Timeline of a topic"),
)
"""The tools in listing order."""


def object_schema(type_: type[Struct]) -> dict[str, Any]:
    """The JSON Schema of a struct, with the object itself at its root, as the protocol demands."""
    schema = msgspec.json.schema(type_)
    definitions: dict[str, Any] = schema.pop("$defs", {})
    root = definitions[schema["$ref"].removeprefix("#/$defs/")]
    return {**root, "$defs": definitions}
