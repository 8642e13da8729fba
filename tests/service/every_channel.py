"""What every channel that reads says of some words, a person and an article, to be compared."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from litestar.testing import TestClient

Client = TestClient[Any]
Said = tuple[str, int, str]
"""What was asked, the status, and the reply without what differs each time."""

_CHANGING = re.compile(
    r'"(?:request_id|instance|query_id|id|answer_id|created(?:_at)?|completed_at|added|message_id'
    r'|conversation_id|item_id|timestamp|took_ms)":\s*(?:"[^"]*"|[\d.]+)|"timings_ms":\{[^}]*\}'
    r"|<updated>[^<]*</updated>|<id>[^<]*</id>|(?:ans|conv)_[\w-]+|^id: [0-9a-f]{32}",
    re.MULTILINE,
)
"""What differs from one reply to the next anyway."""


def everything_said(
    client: Client,
    words: str,
    name: str,
    id: str,
    *,
    collection: str = "default",
    headers: Mapping[str, str] = {},
) -> Iterator[Said]:
    """The replies about these words, this person and this id, in one collection."""
    accept = {"accept": "application/json, text/event-stream"}
    for path, params in _addresses(words, name, id):
        params = {**params, **({"collection": collection} if _takes_one(path) else {})}
        reply = client.get(path, params=params, headers=dict(headers))
        yield f"{path} {params}", reply.status_code, _plain(reply.text)
    for path, body in _bodies(words, name, id, collection):
        sent = {**headers, **(accept if path == "/mcp" else {})}
        reply = client.post(path, json=body, headers=sent)
        yield f"{path} {json.dumps(body)}", reply.status_code, _plain(reply.text)
    question = {"question": f"What did {name} say about the {words}?", "collection": collection}
    events = {**headers, "accept": "text/event-stream"}
    told = client.post("/v1/ask", json=question, headers=events)
    yield f"events {question}", told.status_code, _plain(told.text)


def _addresses(words: str, name: str, id: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    question = f"What did {name} say about the {words}?"
    return (
        ("/v1/ask", {"q": question}),
        ("/v1/search", {"q": words}),
        ("/v1/alerts.atom", {"q": question}),
        ("/v1/suggest", {"q": words}),
        ("/v1/suggest", {"q": f"what did {name[:3]}"}),
        ("/v1/page", {}),
        ("/v1/articles", {}),
        ("/v1/articles", {"order": "newest", "after": id}),
        ("/v1/articles", {"meta": "section=secret"}),
        (f"/v1/articles/{id}", {}),
        (f"/v1/articles/{id}/quotes", {}),
        (f"/v1/versions/{id}", {}),
        (f"/articles/{id}", {}),
        ("/v1/people", {}),
        ("/v1/people", {"q": name}),
        (f"/v1/people/{name}/quotes", {}),
        (f"/v1/people/{name}/quotes", {"about": words}),
        ("/v1/collections", {}),
        ("/v1/collections/default", {}),
        ("/v1/models", {}),
        ("/nlweb/ask", {"query": question, "streaming": "false"}),
    )


def _takes_one(path: str) -> bool:
    is_list = path.startswith(("/v1/collections", "/v1/models", "/articles"))
    return not is_list and path != "/nlweb/ask"


def _bodies(words: str, name: str, id: str, collection: str) -> Iterator[tuple[str, Any]]:
    question = f"What did {name} say about the {words}?"
    filters = {"article_ids": [id]}
    where = {"collection": collection}
    for path, body in (
        ("/v1/ask", {"question": question, "explain": True}),
        ("/v1/ask", {"question": words, "filters": filters}),
        ("/v1/ask", {"question": f"who is {name}", "as_of": "2099-01-01"}),
        ("/v1/search", {"question": words, "filters": {"meta": {"section": "secret"}}}),
        ("/v1/search", {"question": words, "filters": {"source": "Secret Ledger"}}),
        ("/v1/context", {"question": words}),
        ("/v1/check", {"text": f"“The {words} was lost,” said {name}."}),
        ("/v1/suggestions", {}),
        ("/v1/suggestions", {"articles": [id]}),
        ("/v1/restore", {"id": id, "version": "0000"}),
    ):
        yield path, {**body, **where}
    model = "dateline" if collection == "default" else f"dateline/{collection}"
    message = {"role": "user", "content": question}
    yield "/v1/chat/completions", {"model": model, "messages": [message]}
    yield "/v1/responses", {"model": model, "input": question}
    yield "/mcp", _tool("ask", {"question": question, **where})
    yield "/mcp", _tool("search", {"question": words, **where})
    yield "/mcp", _tool("quotes_by", {"person": name, **where})
    yield "/mcp", _read(collection, id)


def _plain(text: str) -> str:
    return _CHANGING.sub("", text)


def _tool(name: str, arguments: dict[str, str]) -> dict[str, Any]:
    params = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}


def _read(collection: str, id: str) -> dict[str, Any]:
    params = {"uri": f"dateline://articles/{collection}/{id}"}
    return {"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": params}
