"""The tools: what each is called, takes, gives and says of itself."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from service.channels.mcp import requests, work
from service.channels.mcp.replies import ArticlePart, PassagePage, QuotePage
from service.wire.answer import Answer
from service.wire.drafts import CheckedQuotation


class ToolOf(Struct, frozen=True, kw_only=True):
    """One tool."""

    name: str
    title: str
    description: str
    takes: type[Struct]
    gives: type[Struct]
    work: Callable[..., Any]
    """Takes an engine and a request."""


TOOLS = (
    ToolOf(
        name="ask",
        title="Ask the archive",
        description="Answer a question about the news with verbatim quotes, each with a citation "
        "(article, version, offsets, sha256), or say why the articles do not answer it. Quote the "
        "words as they are and keep the numbers of the citations.",
        takes=requests.Ask,
        gives=Answer,
        work=work.ask,
    ),
    ToolOf(
        name="search",
        title="Search for passages",
        description="Find passages of articles, best first.",
        takes=requests.Search,
        gives=PassagePage,
        work=work.search,
    ),
    ToolOf(
        name="read_article",
        title="Read an article",
        description="Read an article's text, page by page, as it was stored.",
        takes=requests.ReadArticle,
        gives=ArticlePart,
        work=work.read_article,
    ),
    ToolOf(
        name="quotes_by",
        title="Quotations of a person",
        description="What a person is quoted with, verbatim and cited: on a topic, most relevant "
        "first; otherwise newest first.",
        takes=requests.QuotesBy,
        gives=QuotePage,
        work=work.quotes_by,
    ),
    ToolOf(
        name="check_quote",
        title="Check a quotation",
        description="Look up a quotation before you repeat it: verbatim and by that speaker, said "
        "by somebody else, altered (with what differs), only indirect speech, or not found here, "
        "which does not mean that nobody said it.",
        takes=requests.CheckQuote,
        gives=CheckedQuotation,
        work=work.check_quote,
    ),
    ToolOf(
        name="timeline",
        title="Timeline of a topic",
        description="Dated sentences on a topic, verbatim and cited, the earliest first.",
        takes=requests.Timeline,
        gives=Answer,
        work=work.timeline,
    ),
)
"""In the order in which they are listed."""


def object_schema(type_: type[Struct]) -> dict[str, Any]:
    """The JSON Schema of a struct, with the object itself at its root, as the protocol demands."""
    schema = msgspec.json.schema(type_)
    definitions: dict[str, Any] = schema.pop("$defs", {})
    root = definitions[schema["$ref"].removeprefix("#/$defs/")]
    return {**root, "$defs": definitions}
