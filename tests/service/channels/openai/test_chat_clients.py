"""What chat clients send to a server like OpenAI's, and what they make of the reply.

The requests of Open WebUI and LibreChat, and how Open WebUI reads a stream, are written down here
from their public source and documentation; the clients themselves are not run.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

Client = TestClient[Any]
QUESTION = "How much did the new bridge cost?"
PLAIN = {"role": "user", "content": QUESTION}
OPEN_WEBUI = {
    "stream": True,
    "model": "dateline",
    "messages": [{"role": "system", "content": "You are a helpful assistant."}, PLAIN],
    "stream_options": {"include_usage": True},
    "temperature": 0.7,
    "top_p": 0.9,
    "max_tokens": 512,
    "frequency_penalty": 0,
    "presence_penalty": 0,
    "seed": 1,
    "stop": ["END"],
    "logit_bias": {"5432": 1},
    "reasoning_effort": "medium",
}
LIBRECHAT = {
    "model": "dateline",
    "user": "68c1a0f2",
    "stream": True,
    "stream_options": {"include_usage": True},
    "messages": [
        {"role": "system", "content": "Be brief.", "name": "instructions"},
        {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
    ],
}
NOT_STREAMED: dict[str, Any] = {"model": "dateline", "user": "68c1a0f2", "max_tokens": 16}


@pytest.fixture
def client(bridged: Client) -> Client:
    """One application for all: they change nothing in it."""
    return bridged


def _chunks(client: Client, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    reply = client.post("/v1/chat/completions", json=body)
    assert reply.headers["content-type"].startswith("text/event-stream")
    *events, done, rest = reply.text.split("\n\n")
    assert (done, rest) == ("data: [DONE]", "")
    for event in events:
        yield msgspec.json.decode(event.removeprefix("data: "))


def _as_open_webui_reads(chunks: list[dict[str, Any]]) -> tuple[str, list[str], Any]:
    """The text, the sources that "[1]" and so on link to, and the usage."""
    text, sources, usage = "", list[str](), None
    for chunk in chunks:
        usage = chunk.get("usage") or usage
        for choice in chunk.get("choices", []):
            delta = choice.get("delta", {})
            text += delta.get("content") or ""
            for annotation in delta.get("annotations") or []:
                if annotation.get("type") == "url_citation" and "url_citation" in annotation:
                    url = annotation["url_citation"].get("url", "")
                    sources += [url] if url not in sources else []
    return text, sources, usage


def test_open_webui_shows_the_sources_that_the_marks_stand_for(client: Client) -> None:
    chunks = list(_chunks(client, OPEN_WEBUI))

    text, sources, usage = _as_open_webui_reads(chunks)

    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    marks = {int(number) for number in re.findall(r"\[(\d+)\]", text)}
    assert text == answer["text"]
    assert sources == [citation["link"] for citation in answer["citations"]]
    assert marks == set(range(1, len(sources) + 1))
    assert usage["total_tokens"] > 0


def test_librechat_gets_the_answer_to_its_parts_of_text(client: Client) -> None:
    text, _, _ = _as_open_webui_reads(list(_chunks(client, LIBRECHAT)))

    assert text == client.post("/v1/ask", json={"question": QUESTION}).json()["text"]


def test_a_list_of_models_is_what_clients_fetch_first(client: Client) -> None:
    reply = client.get("/v1/models", headers={"authorization": "Bearer sk-none"})

    listed = reply.json()
    assert listed["object"] == "list"
    assert [one["id"] for one in listed["data"]] == ["dateline", "dateline/default"]
    assert {one["object"] for one in listed["data"]} == {"model"}


def test_a_chat_of_text_alone_is_a_conversation(client: Client) -> None:
    first = client.post("/v1/chat/completions", json={**NOT_STREAMED, "messages": [PLAIN]}).json()
    replied = {"role": "assistant", "content": first["choices"][0]["message"]["content"]}
    messages = [PLAIN, replied, {"role": "user", "content": "Who said that?"}]

    found = client.post("/v1/chat/completions", json={**NOT_STREAMED, "messages": messages})

    assert found.json()["dateline"]["searched"] == (
        "Who said “It cost 41 million euros, she added”?"
    )


def test_a_reply_that_quotes_nothing_of_ours_is_no_source(client: Client) -> None:
    invented = "> It cost 99 million euros, she added. [1]\n\n[1] Harbor Ledger, 2025-03-04"
    messages = [PLAIN, {"role": "assistant", "content": invented}, PLAIN]

    reply = client.post("/v1/chat/completions", json={**NOT_STREAMED, "messages": messages})

    assert "99" not in reply.json()["dateline"]["text"]
