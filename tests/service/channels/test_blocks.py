"""Passages in the shapes that other people's models take."""

import hashlib
import json
from typing import Any

import pytest
from litestar.testing import TestClient

from service.channels.addresses import part_of, read
from tests.service.conftest import BRIDGE

Client = TestClient[Any]


def _context(client: Client, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/context", json={"question": "What did the bridge cost?", **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def test_a_search_result_has_one_sentence_in_each_text_block(bridged: Client) -> None:
    reply = _context(bridged, format="anthropic")

    (block, *_), (passage, *_) = reply["blocks"], reply["passages"]
    assert set(block) == {"type", "source", "title", "content", "citations"}
    assert (block["type"], block["source"]) == ("search_result", "https://ledger.example/bridge")
    assert block["title"] == "New bridge opens in Redmill"
    assert block["citations"] == {"enabled": True}
    assert {"type": "text", "text": "It cost 41 million euros, she added."} in block["content"]
    for text, part in zip(block["content"], passage["parts"], strict=True):
        assert BRIDGE[part["start"] : part["end"]] == text["text"]
        assert hashlib.sha256(text["text"].encode()).hexdigest() == part["sha256"]
    assert json.loads(reply["text"]) == reply["blocks"]


def test_an_article_without_url_and_headline_has_a_source_and_a_title(client: Client) -> None:
    client.post("/v1/articles", json={"id": "a/b", "text": "The bridge cost 41 million euros."})

    (block,) = _context(client, format="anthropic")["blocks"]

    assert block["source"].startswith("dateline://articles/default/a%2Fb?version=")
    assert block["title"] == "a/b"


def test_a_tools_output_is_a_list_of_results(bridged: Client) -> None:
    reply = _context(bridged, format="openai")

    result = json.loads(reply["text"])["results"][0]
    assert result["url"] == "https://ledger.example/bridge"
    assert result["text"] == reply["passages"][0]["passage"]["text"]
    assert part_of(BRIDGE, read(result["id"])) == result["text"]
    assert reply["blocks"] == []


def test_markdown_quotes_each_line_and_neutralises_a_headline(client: Client) -> None:
    text = "The bridge cost 41 million euros.\n\nIt opened on Monday."
    article = {"title": "[A](javascript:1) *b*", "text": text, "url": "https://x.example/a b>c"}
    client.post("/v1/articles", json=article)

    written = _context(client, format="markdown")["text"]

    assert "\\[A\\](javascript:1) \\*b\\*" in written
    assert "<https://x.example/a%20b%3Ec>" in written
    assert "> The bridge cost 41 million euros." in written


@pytest.mark.parametrize("format", ["text", "anthropic", "openai", "markdown"])
def test_the_budget_holds_for_every_format(bridged: Client, format: str) -> None:
    small, large = (_context(bridged, format=format, max_tokens=n) for n in (16, 2_000))

    assert small["passages"] == []
    assert 0 < large["tokens"] <= 2_000


def test_an_unknown_format_is_an_invalid_field(client: Client) -> None:
    reply = client.post("/v1/context", json={"question": "bridge", "format": "pdf"})

    assert reply.status_code == 422
    assert reply.json()["type"] == "urn:dateline:problem:invalid-field"
