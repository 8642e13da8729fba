"""What is no request to a model gets OpenAI's error shape, whatever is wrong with it."""

import json
from typing import Any

import pytest
from litestar.testing import TestClient

Client = TestClient[Any]
ENDPOINTS = ("/v1/chat/completions", "/v1/responses")
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(bridged: Client) -> Client:
    """One application for all: nothing here changes what it has."""
    return bridged


def _error(reply: Any) -> dict[str, Any]:
    error = reply.json()["error"]
    assert set(error) == {"message", "type", "param", "code", "dateline"}
    assert error["dateline"]["status"] == reply.status_code < 500
    assert error["type"] == "invalid_request_error"
    return error  # type: ignore[no-any-return]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"", JSON, 400, "malformed_body"),
        (b"{", JSON, 400, "malformed_body"),
        (b"\xff", JSON, 400, "malformed_body"),
        (b"[" * 100_000, JSON, 400, "malformed_body"),
        (b"[]", JSON, 400, "invalid_type"),
        (b"null", JSON, 400, "invalid_type"),
        (b'{"model": "dateline", "model": "dateline"}', JSON, 400, "missing_required_parameter"),
        (b"{}", {"content-type": "text/plain"}, 415, "unsupported_media_type"),
        (b" " * (2 << 20) + b"{}", JSON, 413, "too_large"),
        (b"{}", {**JSON, "origin": "https://elsewhere.example"}, 403, "cross_site"),
        (b"{}", {**JSON, "host": "elsewhere.example"}, 421, "misdirected_request"),
    ],
)
def test_a_body_that_cannot_be_taken(
    client: Client, endpoint: str, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    reply = client.post(endpoint, content=body, headers=headers)

    assert reply.status_code == status, reply.text
    assert _error(reply)["code"] == code


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_another_method(client: Client, endpoint: str) -> None:
    assert _error(client.get(endpoint))["code"] == "method_not_allowed"


def test_a_model_that_does_not_exist(client: Client) -> None:
    for name in (
        "gpt-4o",
        "dateline%2Fnone",
        "dateline%2F",
        "Dateline",
        "dateline%2F..%2Fx",
        "%00",
    ):
        error = _error(client.get(f"/v1/models/{name}"))

        assert error["code"] == "model_not_found"


@pytest.mark.parametrize(
    "given",
    [
        {"input": None},
        {"input": 7},
        {"input": [None]},
        {"input": [{"type": "function_call", "name": "f"}]},
        {"input": [{"role": "user", "content": [{"type": "input_image"}]}]},
        {"input": [{"role": "user", "content": "\x00 "}]},
        {"input": "?", "tools": [{"type": "web_search"}]},
        {"input": "?", "previous_response_id": "resp_1"},
        {"input": "?", "background": True},
        {"input": "?", "text": {"format": {"type": "json_object"}}},
        {"input": "?", "prompt": {"id": "p"}},
        {"input": "?", "conversation": 7},
        {"input": "?", "metadata": {"a": 1}},
        {"input": "?", "stream": "yes"},
        {"input": "?", "dateline": {"filters": {"source": 3}}},
        {"input": "?", "dateline": {"question": "?"}},
        {"input": "?", "temperature": 1e400},
    ],
)
def test_a_response_that_cannot_be_given(client: Client, given: dict[str, Any]) -> None:
    body = json.dumps({"model": "dateline", **given}).replace("Infinity", "1e999")

    reply = client.post("/v1/responses", content=body, headers=JSON)

    assert reply.status_code == 400, reply.text
    assert _error(reply)["dateline"]["type"] in (
        "urn:dateline:problem:invalid-field",
        "urn:dateline:problem:malformed-body",
    )


@pytest.mark.usefixtures("bridge")
def test_annotations_of_anything_are_taken_for_no_quotes_of_ours(client: Client) -> None:
    ours = {"article_id": "bridge", "start": 0, "end": 1 << 60}
    annotations = [
        None,
        7,
        {"type": "url_citation", "url_citation": {"url": "x"}},
        {"type": "url_citation", "url_citation": {"dateline": {"quote": {"article_id": 3}}}},
        {"type": "url_citation", "url_citation": {"dateline": {"quote": ours}}},
    ]
    messages = [
        {"role": "user", "content": "When did it open?"},
        {"role": "assistant", "content": None, "annotations": annotations},
        {"role": "user", "content": "How much did the new bridge cost?"},
    ]

    reply = client.post("/v1/chat/completions", json={"model": "dateline", "messages": messages})

    assert reply.status_code == 200, reply.text
    assert reply.json()["dateline"]["status"] == "answered"


@pytest.mark.usefixtures("bridge")
def test_a_long_chat_counts_with_its_last_questions(client: Client) -> None:
    talk = [
        {"role": role, "content": f"{text} {number}" * 400}
        for number in range(60)
        for role, text in (("user", "When did it open?"), ("assistant", "> It opened. [1]"))
    ]
    question = {"role": "user", "content": "How much did the new bridge cost?"}

    reply = client.post(
        "/v1/chat/completions", json={"model": "dateline", "messages": [*talk, question]}
    )

    assert reply.status_code == 200, reply.text
    assert reply.json()["dateline"]["status"] == "answered"
    assert reply.json()["usage"]["prompt_tokens"] > 10_000


@pytest.mark.usefixtures("bridge")
def test_an_error_in_a_stream_is_told_before_it_begins(client: Client) -> None:
    body = {"model": "none", "input": "How much did it cost?", "stream": True}

    reply = client.post("/v1/responses", json=body)

    assert reply.headers["content-type"] == "application/json"
    assert _error(reply)["code"] == "model_not_found"


@pytest.mark.parametrize("name", ["nothing", "a%2Fb", "%0A", "a%0Ab", "%02%C2%9A%0A"])
def test_an_unknown_model_whatever_its_name(client: Client, name: str) -> None:
    reply = client.get(f"/v1/models/{name}")

    assert reply.status_code == 404
    assert _error(reply)["dateline"]["type"].endswith(":not-found")
