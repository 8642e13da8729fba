"""NLWeb gets what the API gives, as objects of schema.org."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from prompts import say
from service.settings import Settings
from tests.service.conftest import running


@pytest.fixture
def client(bridged: TestClient[Any]) -> TestClient[Any]:
    """One application for all that add nothing."""
    return bridged


@pytest.fixture
def own_client(settings: Settings) -> Iterator[TestClient[Any]]:
    """An application of the test's own."""
    with running(settings) as client:
        yield client


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


_BEFORE = "What did Elena Ruiz say?"


@pytest.mark.parametrize("prev", [f'["{_BEFORE}"]', f'[{{"query": "{_BEFORE}"}}]', _BEFORE])
def test_questions_before_are_the_conversation(client: TestClient[Any], prev: str) -> None:
    wanted = {"query": "What did she say about the bridge?", "prev": prev, "streaming": "0"}

    reply = client.get("/nlweb/ask", params=wanted).json()

    assert "Elena Ruiz" in reply["dateline"]["searched"]
    assert reply["_meta"]["decontextualized_query"] == reply["dateline"]["searched"]


@pytest.mark.short(6)
@pytest.mark.parametrize(
    "prev",
    [
        _BEFORE,
        [_BEFORE],
        [f'["{_BEFORE}"]'],
        [f'{{"query": "{_BEFORE}"}}'],
        [{"query": _BEFORE, "site": "all", "timestamp": 1}],
        [{"query": {"query": _BEFORE}}],
        [{"query": {"text": _BEFORE}}],
        [{"text": _BEFORE}],
        [{"role": "user", "content": _BEFORE}, {"role": "assistant", "content": "Bo Lind."}],
    ],
)
@pytest.mark.parametrize("is_nested", [False, True])
def test_questions_before_come_in_many_shapes(
    client: TestClient[Any], prev: Any, is_nested: bool
) -> None:
    wanted: dict[str, Any] = {"query": "What did she say about the bridge?", "streaming": False}
    wanted |= {"context": {"prev": prev, "memory": ["vegan"]}} if is_nested else {"prev": prev}

    reply = client.post("/nlweb/ask", json=wanted).json()

    assert "Elena Ruiz" in reply["dateline"]["searched"]


def test_a_body_in_sections_asks_the_same(client: TestClient[Any]) -> None:
    flat = {"query": _QUESTION, "site": "default", "mode": "summarize", "streaming": False}
    nested = {
        "query": {"text": _QUESTION, "site": "all", "num_results": 50, "max_results": 9},
        "context": {"@type": "ConversationalContext", "text": "planning", "memory": ["vegan"]},
        "prefer": {"streaming": False, "mode": "summarize", "response_format": "chatgpt_app"},
        "meta": {"api_version": "0.54", "session_context": {"conversation_id": "c"}},
    }

    one, other = (client.post("/nlweb/ask", json=body).json() for body in (flat, nested))

    assert other["results"] == one["results"] != []
    assert other["summary"] == one["summary"]
    assert other["structuredData"] == other["results"]
    assert other["content"] == [{"text": other["summary"], "type": "text"}]
    assert other["_meta"] == {
        "response_type": "Answer",
        "version": "0.55",
        "response_format": "chatgpt_app",
    }
    assert other["results"][0]["@type"] == "NewsArticle"


def test_what_makes_no_difference_is_ignored(client: TestClient[Any]) -> None:
    given = {
        "site": "all",
        "generate_mode": "none",
        "db": "azure_ai_search_1",
        "model": "gpt-4o-mini",
        "prev": "[]",
        "decontextualized_query": "",
        "item_to_remember": "",
        "context_url": "https://ledger.example/",
        "oauth_id": "u",
        "last_ans": "[]",
        "itemType": "NewsArticle",
        "query_id": "",
    }

    reply = client.get("/nlweb/ask", params={"query": _QUESTION, "streaming": "False", **given})

    plain = client.post("/nlweb/ask", json={"query": _QUESTION, "streaming": False})
    assert reply.json()["results"] == plain.json()["results"] != []


def test_the_least_score_and_the_number_of_results_hold(client: TestClient[Any]) -> None:
    wanted = {"query": "bridge", "streaming": False}

    one = client.post("/nlweb/ask", json={**wanted, "max_results": 1}).json()
    none = client.post("/nlweb/ask", json={**wanted, "min_score": 100}).json()

    assert len(one["dateline"]["answers"]) == 1
    assert [item for item in none["dateline"]["answers"] if item["confidence"] < 1] == []


def test_an_article_without_a_url_has_an_address_here(own_client: TestClient[Any]) -> None:
    article = {"id": "a/b", "text": "“The ferry was late again,” said Bo Lind of the ferry."}
    own_client.post("/v1/articles", json=article)

    wanted = {"query": "What did Bo Lind say about the late ferry?", "streaming": False}
    results = own_client.post("/nlweb/ask", json=wanted).json()["results"]

    (found,) = [r for r in results if r["schema_object"]["identifier"] == "a/b"]
    urls = [found["url"], found["schema_object"]["url"], *found["grounding"]["source_urls"]]
    urls += [part["url"] for part in found["schema_object"]["hasPart"]]
    assert {url.partition("?")[0] for url in urls} == {"http://127.0.0.1/articles/a%2Fb"}
    assert own_client.get(found["url"]).status_code == 200


def test_a_clarification_is_an_elicitation(own_client: TestClient[Any]) -> None:
    for first, word in (("Maja", "race"), ("Ingrid", "bell")):
        text = f"“The {word} was hard,” said {first} Lindqvist on Monday."
        own_client.post("/v1/articles", json={"id": word, "text": text})

    wanted = {"query": {"text": "What did Lindqvist say?"}, "prefer": {"streaming": False}}
    reply = own_client.post("/nlweb/ask", json=wanted).json()

    (question,) = reply["elicitation"]["questions"]
    assert reply["_meta"]["response_type"] == "Elicitation"
    assert sorted(question["options"]) == [
        "What did Ingrid Lindqvist say?",
        "What did Maja Lindqvist say?",
    ]
    assert question["text"] == reply["dateline"]["text"]


def test_the_preferred_language_is_that_of_our_sentences(client: TestClient[Any]) -> None:
    prefer = {"streaming": False, "mode": "summarize", "accept-language": "de-AT, en;q=0.5"}

    reply = client.post("/nlweb/ask", json={"query": {"text": "hello"}, "prefer": prefer}).json()

    assert reply["summary"] == say("answer_greeting", "de")


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


@pytest.mark.short(4)
@pytest.mark.parametrize(
    "prev", ["0", "[1]", "null", '"x"', '{"query": 1}', '[{}, "x"]', '[" "]', ",,", "x" * 5_000]
)
def test_any_text_can_stand_for_the_questions_before(client: TestClient[Any], prev: str) -> None:
    replies = [
        client.get("/nlweb/ask", params={"query": _QUESTION, "prev": prev, "streaming": "0"}),
        client.post("/nlweb/ask", json={"query": _QUESTION, "prev": prev, "streaming": False}),
        client.post("/nlweb/ask", json={"query": _QUESTION, "prev": [prev[:2_000]]}),
    ]

    assert [reply.status_code for reply in replies] == [200, 200, 200]


@pytest.mark.parametrize("name", ["streaming", "max_results", "min_score"])
def test_null_is_no_value_in_an_address(client: TestClient[Any], name: str) -> None:
    reply = client.get("/nlweb/ask", params={"query": _QUESTION, name: "null"})

    assert reply.status_code == 422
    assert reply.json()["detail"].startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"query": "x", "mode": "generate"}, 422),
        ({"query": "x", "mode": "sing"}, 422),
        ({"query": ""}, 422),
        ({"query": "x", "site": "none"}, 404),
        ({"query": "x", "site": ["all", "default"]}, 422),
        ({"query": "x", "prev": [""]}, 422),
        ({"query": "x", "prev": ["x"] * 101}, 422),
        ({"query": "x", "prev": [{}]}, 422),
        ({"query": "x", "prev": [{"query": {"a": 1}}]}, 422),
        ({"query": "x", "prev": [1]}, 422),
        ({"query": "x", "prev": [" "]}, 422),
        ({"query": "x", "prev": [{"query": {}, "text": " "}]}, 422),
        ({"query": " ", "decontextualized_query": "x"}, 422),
        ({"query": "x", "mode": "list", "generate_mode": "sing"}, 422),
        ({"query": "x", "prev": [["x"]]}, 422),
        ({"query": {}}, 422),
        ({"query": {"text": ""}}, 422),
        ({"query": {"text": "x", "price": "low"}}, 422),
        ({"query": {"text": "x", "itemType": "Recipe"}}, 422),
        ({"query": {"text": "x", "site": ["a", "b"]}}, 422),
        ({"query": {"text": "x", "site": ["none"]}}, 404),
        ({"query": {"text": "x", "max_results": 0}}, 422),
        ({"query": {"text": "x"}, "prefer": {"mode": "generate"}}, 422),
        ({"query": {"text": "x"}, "meta": {"start_num": 10}}, 422),
        ({"query": {"text": "x"}, "prefer": []}, 422),
        ({"query": "x", "generate_mode": "generate"}, 422),
        ({"query": "x", "required_item_type": "Movie"}, 422),
        ({"query": "x", "min_score": 101}, 422),
        ({"query": "x", "colour": "red"}, 422),
        ([], 422),
    ],
)
def test_what_is_wrong_is_a_problem(client: TestClient[Any], given: Any, status: int) -> None:
    reply = client.post("/nlweb/ask", json=given)

    problem = reply.json()
    assert reply.status_code == status
    assert problem["type"] == f"urn:dateline:problem:{problem['error']['code']}"
    assert problem["error"]["message"] == problem["detail"]
    assert problem["_meta"] == {"response_type": "Failure", "version": "0.55"}
