"""The SDK's own client calls over both transports, and gets what the API gives."""

import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from click.testing import CliRunner

from service.commands.cli import main
from service.settings import load
from tests.forms import gated
from tests.serving import serving

_ = pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from mcp.client.client import Client  # noqa: E402
from mcp.client.stdio import StdioServerParameters, stdio_client  # noqa: E402
from mcp.shared.exceptions import MCPError  # noqa: E402

_ROOT = Path(__file__).resolve().parents[4]
_QUESTION = "What did Elena Ruiz say about the bridge?"
_STORY = (
    "New bridge opens in Redmill\n\nREDMILL — The new bridge opened on Monday.\n\n"
    "“The bridge will halve the way to school,” said Mayor Elena Ruiz. “I am proud of it,” she "
    "added. The bridge cost 41 million euros, the city said.\n"
)
_CURRENT = "2026-07-28"
TOOLS = ["ask", "search", "read_article", "quotes_by", "check_quote", "timeline"]

Speak = Callable[[Callable[[Client], Awaitable[Any]]], Any]
"""Has what is given speak with a client, and returns what that returned."""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("served")
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "PYTHONPATH": str(_ROOT),
        "DATELINE_DATA": str(folder / "data"),
        "DATELINE_EMBEDDER": "letters",
        "DATELINE_READER": "sentence",
        "DATELINE_MIN_CONFIDENCE": "0.05",
    }
    story = folder / "bridge.txt"
    story.write_text(_STORY, encoding="utf-8")
    added = CliRunner().invoke(main, ["add", str(story)], env=environment)
    assert added.exit_code == 0, added.output
    return environment


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Iterator[str]:
    with serving(load(environment)) as server:
        yield server.address


# One connection, and over stdio one process, for all tests that speak over it: its loop runs in a
# thread of its own.
@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="module")
def over_http(portal: BlockingPortal, address: str) -> Iterator[Speak]:
    with _connected(portal, Client(f"{address}/mcp")) as speak:
        yield speak


@pytest.fixture(scope="module")
def over_stdio(portal: BlockingPortal, environment: dict[str, str]) -> Iterator[Speak]:
    arguments = ["-m", "service", "mcp"]
    command = StdioServerParameters(command=sys.executable, args=arguments, env=environment)
    with _connected(portal, Client(stdio_client(command))) as speak:
        yield speak


@pytest.fixture(params=gated(["over_http", "over_stdio"]))
def spoken(request: pytest.FixtureRequest) -> Speak:
    speak: Speak = request.getfixturevalue(request.param)
    return speak


def test_tools_say_that_they_only_read_and_what_they_give(spoken: Speak) -> None:
    async def listed(client: Client) -> Any:
        return client.protocol_version, (await client.list_tools()).tools

    version, tools = spoken(listed)

    assert version == _CURRENT
    assert [tool.name for tool in tools] == TOOLS
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert all(tool.output_schema["type"] == "object" for tool in tools)


def test_an_answer_is_that_of_the_api(spoken: Speak, address: str) -> None:
    posted = httpx2.post(f"{address}/v1/ask", json={"question": _QUESTION}).json()

    reply = spoken(lambda client: client.call_tool("ask", {"question": _QUESTION}))

    assert posted["status"] == "answered"
    assert reply.content[0].text == posted["text"]
    for field in ("answers", "citations", "searched", "form"):
        assert reply.structured_content[field] == posted[field]


def test_a_linked_article_can_be_read_and_holds_the_quote(spoken: Speak) -> None:
    async def followed(client: Client) -> Any:
        reply = await client.call_tool("ask", {"question": _QUESTION})
        link = next(block for block in reply.content if block.type == "resource_link")
        return reply.structured_content, await client.read_resource(link.uri)

    answer, article = spoken(followed)

    cited = answer["citations"][0]
    assert article.contents[0].text[cited["start"] : cited["end"]] == cited["quote"]


def test_the_id_of_a_passage_in_a_context_can_be_read(spoken: Speak, address: str) -> None:
    wanted = {"question": "How much did the bridge cost?", "format": "openai"}
    context = httpx2.post(f"{address}/v1/context", json=wanted).json()
    result = json.loads(context["text"])["results"][0]

    reply = spoken(lambda client: client.read_resource(result["id"]))

    assert reply.contents[0].text == result["text"]


def test_pages_follow_each_other_without_gaps(spoken: Speak) -> None:
    async def paged(client: Client) -> list[Any]:
        first = await client.call_tool("quotes_by", {"person": "Elena Ruiz", "limit": 1})
        after = first.structured_content["next"]
        wanted = {"person": "Elena Ruiz", "limit": 1, "cursor": after}
        return [first, await client.call_tool("quotes_by", wanted)]

    pages = [one.structured_content for one in spoken(paged)]

    numbers = [quote["citation"]["number"] for page in pages for quote in page["quotes"]]
    assert numbers == [1, 2]
    assert pages[-1]["next"] is None


@pytest.mark.parametrize(
    ("quote", "speaker", "verdict"),
    [
        ("“The bridge will halve the way to school”", "Elena Ruiz", "verbatim"),
        ("the bridge will halve the way to school", "Bo Lind", "misattributed"),
        ("The bridge will double the way to school", "Elena Ruiz", "altered"),
        ("The bridge cost 41 million euros", None, "indirect"),
        ("Nothing of the kind was ever built in this town", None, "not_found"),
        ("way", None, "too_short"),
    ],
)
def test_a_quotation_is_checked(
    spoken: Speak, quote: str, speaker: str | None, verdict: str
) -> None:
    wanted = {"quote": quote, **({"speaker": speaker} if speaker else {})}

    async def followed(client: Client) -> Any:
        reply = await client.call_tool("check_quote", wanted)
        links = [block.uri for block in reply.content if block.type == "resource_link"]
        return reply, [await client.read_resource(uri) for uri in links]

    reply, articles = spoken(followed)

    assert reply.structured_content["verdict"] == verdict
    assert len(articles) == len(reply.structured_content["citations"])
    for article, cited in zip(articles, reply.structured_content["citations"], strict=True):
        assert article.contents[0].text[cited["start"] : cited["end"]] == cited["quote"]


@pytest.mark.parametrize(
    ("tool", "given", "problem"),
    [
        ("ask", {"question": ""}, "invalid-field"),
        ("ask", {"question": "x", "colour": "red"}, "invalid-field"),
        ("ask", {"question": "x", "collection": "none"}, "not-found"),
        ("ask", {"question": "x", "published_from": "soon"}, "invalid-field"),
        ("search", {"question": "x", "cursor": "-1"}, "invalid-field"),
        ("quotes_by", {"person": "nobody"}, "not-found"),
        ("read_article", {"id": "none"}, "not-found"),
        ("timeline", {}, "invalid-field"),
        ("check_quote", {"quote": ""}, "invalid-field"),
        ("check_quote", {"quote": " “…” "}, "invalid-field"),
        ("check_quote", {"quote": "x" * 10_001}, "invalid-field"),
        ("check_quote", {"quote": "x", "speaker": ""}, "invalid-field"),
        ("check_quote", {"quote": "x", "collection": "none"}, "not-found"),
    ],
)
def test_what_goes_wrong_is_a_result_with_our_problem(
    over_http: Speak, tool: str, given: dict[str, Any], problem: str
) -> None:
    reply = over_http(lambda client: client.call_tool(tool, given))

    assert reply.is_error
    assert f"urn:dateline:problem:{problem}" in reply.content[0].text
    assert reply.meta["dateline/problem"]["type"] == f"urn:dateline:problem:{problem}"


@pytest.mark.parametrize(
    "uri",
    [
        "dateline://articles/default/none",
        "dateline://articles/default/bridge.txt#char=9,3",
        "dateline://articles/default/bridge.txt#char=0,99999",
        "dateline://articles/default/bridge.txt#line=1",
        "dateline://x/y",
        "file:///etc/passwd",
        "%ff",
    ],
)
def test_a_resource_that_is_none_is_an_error_of_the_protocol(over_http: Speak, uri: str) -> None:
    async def read(client: Client) -> MCPError:
        with pytest.raises(MCPError) as caught:
            await client.read_resource(uri)
        return caught.value

    error = over_http(read)

    assert error.data["type"] == "urn:dateline:problem:not-found"


@contextmanager
def _connected(
    portal: BlockingPortal, client: AbstractAsyncContextManager[Client]
) -> Iterator[Speak]:
    with portal.wrap_async_context_manager(client) as opened:
        yield lambda talk: portal.call(talk, opened)
