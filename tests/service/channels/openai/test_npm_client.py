"""The official npm client of OpenAI, against a real server. `make npm` installs it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.node import need_package, run_node
from tests.serving import Served

pytestmark = pytest.mark.gate

_SCRIPT = Path(__file__).with_name("npm_client.cjs")
# Behind its bridge in the quote, code points and UTF-16 code units differ.
_QUESTION = "When did the new bridge open after four years of work?"


@pytest.fixture(scope="module")
def seen(server: Served) -> dict[str, Any]:
    """What a user of the client sees."""
    need_package("openai")
    return json.loads(run_node(_SCRIPT, f"{server.address}/v1", _QUESTION))  # type: ignore[no-any-return]


@pytest.mark.parametrize("shape", ["chat", "response"])
def test_every_slice_is_the_mark_of_its_citation(seen: dict[str, Any], shape: str) -> None:
    marks = [one["mark"] for one in seen[shape]]

    assert "🌉" in seen["content"]
    assert len(marks) >= 2
    assert [one["inCodePoints"] for one in seen[shape]] == marks
    assert [one["inUnits"] for one in seen[shape]] == marks


def test_the_text_is_that_of_ask_in_every_shape(seen: dict[str, Any], server: Served) -> None:
    _, answer = server.request("POST", "/v1/ask", {"question": _QUESTION})

    texts = [seen[name] for name in ("content", "streamed", "text", "accumulated")]
    assert texts == [answer["text"]] * 4
    assert (seen["ended"], seen["events"]) == ("stop", "completed")
    assert seen["citations"] == answer["citations"]


def test_models_are_listed_and_others_refused(seen: dict[str, Any]) -> None:
    assert seen["models"] == ["dateline", "dateline/default", "dateline/ferries"]
    assert seen["refused"] == {
        "status": 404,
        "code": "model_not_found",
        "param": "model",
        "type": "urn:dateline:problem:not-found",
    }
