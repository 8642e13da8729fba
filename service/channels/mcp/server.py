"""The MCP server run by the SDK: calls tools, reads articles. Imported on demand."""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import mcp_types as types
import msgspec
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from index.errors import DatelineError
from index.records import Filters
from service.channels import addresses
from service.channels.addresses import Address
from service.channels.mcp.replies import ArticlePart, PassagePage, QuotePage
from service.channels.mcp.tools import TOOLS, ToolOf, object_schema
from service.engine import Engine
from service.lookups.articles import Page, list_articles
from service.wire.answer import Answer
from service.wire.articles import ArticleList
from service.wire.drafts import CheckedQuotation
from service.wire.fields import checked
from service.wire.problems import Problem

Run = Callable[..., Awaitable[Any]]
"""Runs `work(engine, *arguments)` off the event loop, in turn."""
Describe = Callable[[Exception], Problem]
"""The error message for the caller."""

_INSTRUCTIONS = (
    "Dateline answers from a collection of news articles, in their own words. `ask` gives verbatim "
    "quotes with numbered citations, or says why there is no answer: then do not make one up. "
    "Repeat quotes exactly as they are, each with the title of its article."
)
_PROBLEM = "dateline/problem"
_TEXT = "text/plain"
_LISTED = 100


def server(version: str, run: Run, describe: Describe) -> Server[Any]:
    """A server of the tools; it remembers nothing between requests."""
    served = _Served(run, describe)
    return Server(
        "dateline",
        version=version,
        title="Dateline",
        instructions=_INSTRUCTIONS,
        on_list_tools=served.list_tools,
        on_call_tool=served.call_tool,
        on_list_resources=served.list_resources,
        on_list_resource_templates=served.list_templates,
        on_read_resource=served.read_resource,
    )


class _Served:
    """The handlers."""

    def __init__(self, run: Run, describe: Describe) -> None:
        self._run = run
        self._describe = describe
        self._tools = {tool.name: tool for tool in TOOLS}

    async def list_tools(self, ctx: Any, params: Any) -> types.ListToolsResult:
        """All of them: they are few."""
        del ctx, params
        return types.ListToolsResult(tools=[_told(tool) for tool in TOOLS])

    async def call_tool(
        self, ctx: Any, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        """Call a tool; errors become a result that the model can read."""
        del ctx
        tool = self._tools.get(params.name)
        if tool is None:
            names = ", ".join(self._tools)
            raise MCPError(types.INVALID_PARAMS, f"unknown tool {params.name[:100]!r}: {names}")
        try:
            request = checked(tool.takes, params.arguments or {})
            reply, collection = await self._run(_worked, tool, request)
        except Exception as exc:  # noqa: BLE001
            return _failed(self._describe(exc))
        return _succeeded(reply, collection)

    async def list_resources(
        self, ctx: Any, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """Articles, those published last first."""
        del ctx
        page, collection = await self._checked(_listed, params.cursor if params else None)
        return types.ListResourcesResult(
            resources=[
                types.Resource(
                    uri=addresses.written(Address(collection, one.id)),
                    name=one.id,
                    title=one.title,
                    mime_type=_TEXT,
                )
                for one in page.articles
            ],
            next_cursor=page.next,
        )

    async def list_templates(self, ctx: Any, params: Any) -> types.ListResourceTemplatesResult:
        """How the address of an article is made."""
        del ctx, params
        template = types.ResourceTemplate(
            uri_template=addresses.TEMPLATE, name="article", mime_type=_TEXT
        )
        return types.ListResourceTemplatesResult(resource_templates=[template])

    async def read_resource(
        self, ctx: Any, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """The text of an article, or a part of it."""
        del ctx
        text: str = await self._checked(_read, params.uri)
        contents = types.TextResourceContents(uri=params.uri, mime_type=_TEXT, text=text)
        return types.ReadResourceResult(contents=[contents])

    async def _checked(self, work: Callable[..., Any], *arguments: object) -> Any:
        """What the work gives; what goes wrong is an error of the protocol, with our problem."""
        try:
            return await self._run(work, *arguments)
        except Exception as exc:
            problem = self._describe(exc)
            known = isinstance(exc, DatelineError)
            code = types.INVALID_PARAMS if known else types.INTERNAL_ERROR
            raise MCPError(code, problem.detail, msgspec.to_builtins(problem)) from exc


def _worked(engine: Engine, tool: ToolOf, request: Any) -> tuple[Any, str]:
    """A tool's reply, and the collection that it is from."""
    return tool.work(engine, request), engine.collection(request.collection).name


def _listed(engine: Engine, after: str | None) -> tuple[ArticleList, str]:
    chosen = engine.collection(None)
    page = Page(limit=_LISTED, after=after, newest_first=True)
    return list_articles(engine.library, chosen, Filters(), page), chosen.name


def _read(engine: Engine, uri: str) -> str:
    wanted = addresses.read(uri)
    chosen = engine.collection(wanted.collection)
    article = engine.library.article(chosen, wanted.id, wanted.version)
    return addresses.part_of(article.text, wanted)


def _told(tool: ToolOf) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=object_schema(tool.takes),
        output_schema=object_schema(tool.gives),
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def _succeeded(reply: Any, collection: str) -> types.CallToolResult:
    structured = msgspec.to_builtins(reply)
    text = types.TextContent(text=_text(reply, structured))
    return types.CallToolResult(
        content=[text, *_links(reply, collection)], structured_content=structured
    )


def _failed(problem: Problem) -> types.CallToolResult:
    text = f"{problem.title} ({problem.type}): {problem.detail}"
    return types.CallToolResult(
        content=[types.TextContent(text=text)],
        is_error=True,
        _meta={_PROBLEM: msgspec.to_builtins(problem)},
    )


def _text(reply: Any, structured: Any) -> str:
    """An answer in words, an article's own words, or else JSON."""
    if isinstance(reply, Answer | ArticlePart):
        return reply.text
    return json.dumps(structured, ensure_ascii=False)


def _links(reply: Any, collection: str) -> list[types.ResourceLink]:
    """The articles that a reply is from, each version once."""
    found = {(one.article_id, one.version): one.title for one in _sources(reply)}
    return [
        types.ResourceLink(
            uri=addresses.written(Address(collection, id, version)),
            name=id,
            title=title,
            mime_type=_TEXT,
        )
        for (id, version), title in found.items()
    ]


def _sources(reply: Any) -> Iterable[Any]:
    """Whatever names an article."""
    if isinstance(reply, Answer | CheckedQuotation):
        return reply.citations
    if isinstance(reply, PassagePage):
        return reply.passages
    if isinstance(reply, QuotePage):
        return [one.citation for one in reply.quotes]
    return []
