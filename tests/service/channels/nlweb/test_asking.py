"""NLWeb gets what the API gives, as objects of schema.org."""

import json
from typing import Any

import pytest
from litestar.testing import TestClient

pytestmark = pytest.mark.usefixtures("bridge")

_QUESTION = "What did Elena Ruiz say about the bridge?"


def test_quotations_are_verbatim_and_cited_as_the_api_cites_them(client: TestClient[Any]) -> None:
    over_api = client.post("/v1/ask", json={"question": _QUESTION}).json()

    reply = client.post("/nlweb/ask", json={"query": _QUESTION, "streaming": False}).json()

    (result,) = reply["results"]
    parts = result["schema_object"]["hasPart"]
    assert [part["dateline"] for part in parts] == over_api["citations"]
    assert parts[0]["text"] == over_api["citations"][0]["quote"]
    assert parts[0]["spokenByCharacter"] == {"@type": "Person", "name": "Elena Ruiz"}
    assert result["schema_object"]["@type"] == "NewsArticle"
    assert result["url"] == "https://ledger.example/bridge"


def test_a_link_asks_the_same(client: TestClient[Any]) -> None:
    wanted = {"query": _QUESTION, "mode": "summarize", "query_id": "7"}
    posted = client.post("/nlweb/ask", json={**wanted, "streaming": False}).json()

    linked = client.get("/nlweb/ask", params={**wanted, "streaming": "0"}).json()

    assert linked["results"] == posted["results"] != []
    assert linked["summary"] == posted["dateline"]["text"]
    assert linked["query_id"] == "7"


def test_streaming_sends_results_before_the_summary(client: TestClient[Any]) -> None:
    reply = client.get("/nlweb/ask", params={"query": _QUESTION, "mode": "summarize"})

    events = [json.loads(part.removeprefix("data: ")) for part in reply.text.split("\n\n") if part]
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert [one["message_type"] for one in events] == [
        "begin-nlweb-response",
        "result",
        "summary",
        "end-nlweb-response",
    ]
    assert events[1]["content"][0]["schema_object"]["@type"] == "NewsArticle"


@pytest.mark.parametrize("prev", ['["What did Elena Ruiz say?"]', "What did Elena Ruiz say?"])
def test_questions_before_are_the_conversation(client: TestClient[Any], prev: str) -> None:
    wanted = {"query": "What did she say about the bridge?", "prev": prev, "streaming": "0"}

    reply = client.get("/nlweb/ask", params=wanted).json()

    assert "Elena Ruiz" in reply["dateline"]["searched"]


def test_a_question_that_stands_alone_is_asked_instead(client: TestClient[Any]) -> None:
    wanted = {"query": "and she?", "decontextualized_query": _QUESTION, "streaming": False}

    reply = client.post("/nlweb/ask", json=wanted).json()

    assert reply["dateline"]["searched"] == _QUESTION


def test_without_an_answer_there_are_no_results(client: TestClient[Any]) -> None:
    wanted = {
        "query": "What did Karl Olsen say about chess?",
        "streaming": False,
        "mode": "summarize",
    }

    reply = client.post("/nlweb/ask", json=wanted).json()

    assert reply["results"] == []
    assert reply["summary"] == reply["dateline"]["text"] != ""


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"query": "x", "mode": "generate"}, 422),
        ({"query": "x", "mode": "sing"}, 422),
        ({"query": ""}, 422),
        ({"query": "x", "site": "none"}, 404),
        ({"query": "x", "prev": [""]}, 422),
        ({"query": "x", "prev": ["x"] * 101}, 422),
        ({"query": "x", "colour": "red"}, 422),
        ([], 422),
    ],
)
def test_what_is_wrong_is_a_problem(client: TestClient[Any], given: Any, status: int) -> None:
    reply = client.post("/nlweb/ask", json=given)

    assert reply.status_code == status
    assert reply.json()["type"].startswith("urn:dateline:problem:")
