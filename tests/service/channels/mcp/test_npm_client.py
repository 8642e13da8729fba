"""The official MCP client of npm, over both transports, gets what the API gives.

`make npm` installs it.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.settings import load
from tests.node import need_package, run_node
from tests.service.conftest import BRIDGE
from tests.serving import Served, serving

_ = pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

pytestmark = pytest.mark.gate

_SCRIPT = Path(__file__).with_name("npm_client.cjs")
_PARTS: dict[str, Any] = {
    "embedder": "letters",
    "reader": "sentence",
    "min_confidence": 0.15,
}
_QUESTION = "What did Elena Ruiz say about the bridge?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the articles are."""
    return tmp_path_factory.mktemp("mcp")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Served]:
    """A server with one article."""
    with serving(load({}, data=str(folder / "data"), **_PARTS)) as server:
        server.request("POST", "/v1/articles", {"id": "bridge", "text": BRIDGE})
        yield server


@pytest.fixture(scope="module")
def seen(server: Served, folder: Path) -> dict[str, Any]:
    """What a user of the client sees over each transport."""
    need_package("@modelcontextprotocol/sdk")
    over_stdio = (sys.executable, "-m", "service", "--data", str(folder / "data"), "mcp")
    settings = {f"DATELINE_{name.upper()}": str(value) for name, value in _PARTS.items()}
    told = run_node(_SCRIPT, server.address, _QUESTION, *over_stdio, **settings)
    return json.loads(told)  # type: ignore[no-any-return]


@pytest.mark.parametrize("transport", ["http", "stdio"])
def test_an_answer_is_that_of_the_api(seen: dict[str, Any], server: Served, transport: str) -> None:
    _, answer = server.request("POST", "/v1/ask", {"question": _QUESTION})

    told = seen[transport]

    assert answer["status"] == "answered"
    assert told["citations"] == answer["citations"]
    assert told["text"] == answer["text"]
    assert told["refused"]


@pytest.mark.parametrize("transport", ["http", "stdio"])
def test_tools_are_listed_and_linked_articles_hold_the_quotes(
    seen: dict[str, Any], transport: str
) -> None:
    told = seen[transport]

    assert {"ask", "search", "read_article", "quotes_by", "timeline"} <= set(told["tools"])
    assert told["readOnly"]
    cited = told["citations"][0]
    assert told["article"][cited["start"] : cited["end"]] == cited["quote"]
