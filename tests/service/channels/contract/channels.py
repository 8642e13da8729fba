"""Every channel: what its client gets for the questions that it can put.

A further channel is a function from the turns to what its client shows for each of them, and an
entry in `CHANNELS` that says what it cannot send. Citations are read where the protocol's own
clients find them; only what is asked by a protocol without citations is read from the answer.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx2
import msgspec
from click.testing import CliRunner
from msgspec import Struct

from service.channels.events import MEDIA_TYPE
from service.client import AsyncDateline, Dateline
from service.commands.cli import main
from service.wire.answer import Answer
from service.wire.asking import AskRequest
from service.wire.conversations import remembered
from tests.service.channels.reading import events_of
from tests.waiting import run_apart

_ROOT = Path(__file__).resolve().parents[4]
_SCRIPT = Path(__file__).with_name("asking.mjs")
_CITED = ("number", "article_id", "version", "start", "end", "sha256")
_BATCH = 20
PATIENCE_SECONDS = 600
"""For a reply, however busy the machine."""

Citations = tuple[tuple[Any, ...], ...]
Shown = tuple[str, Citations]
"""The text that a client shows, and the citations that it has for it, in order."""


class Served(Struct, frozen=True):
    """A running server, and the folder that it serves."""

    address: str
    folder: Path
    environment: dict[str, str]
    """Its settings, as variables."""


class Turn(Struct, frozen=True, kw_only=True):
    """One question, the turns before it, and what `POST /v1/ask` gave for it."""

    question: str
    fields: dict[str, Any]
    before: tuple["Turn", ...]
    answer: dict[str, Any]
    from_questions: dict[str, Any]
    """The same where nothing but the earlier questions was sent."""

    @property
    def body(self) -> dict[str, Any]:
        """What `/v1/ask` takes."""
        history = {"history": [one.as_history for one in self.before]} if self.before else {}
        return {"question": self.question, **self.fields, **history}

    @property
    def as_history(self) -> dict[str, Any]:
        """As a turn before others."""
        turn = remembered(self.question, msgspec.convert(self.answer, Answer))
        as_json: dict[str, Any] = msgspec.to_builtins(turn)
        return as_json

    @property
    def needs(self) -> set[str]:
        """What a channel must be able to send."""
        named = {name for name in self.fields if name != "filters"}
        return named | set(self.fields.get("filters", ())) | ({"history"} if self.before else set())


Ask = Callable[[Served, Sequence[Turn]], list[Shown]]


class Channel(Struct, frozen=True):
    """A way to ask."""

    ask: Ask
    lacks: frozenset[str] = frozenset()
    """What it cannot send."""
    sends_questions_only: bool = False
    """Whether it says of earlier turns only what was asked."""

    def takes(self, turn: Turn) -> bool:
        """Whether it can put this question."""
        return self.lacks.isdisjoint(turn.needs)

    def expected(self, turn: Turn) -> Shown:
        """What its client should get."""
        return shown(turn.from_questions if self.sends_questions_only else turn.answer)


def shown(answer: dict[str, Any]) -> Shown:
    """What an answer shows."""
    return answer["text"], cited(answer["citations"])


def cited(citations: Iterable[dict[str, Any]]) -> Citations:
    """What must be the same everywhere."""
    return tuple(tuple(one[name] for name in _CITED) for one in citations)


def asked(http: httpx2.Client, body: dict[str, Any]) -> dict[str, Any]:
    """The answer of `POST /v1/ask`."""
    answer: dict[str, Any] = _json(http.post("/v1/ask", json=body))
    return answer


def _by_address(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    with _http(served) as http:
        return [shown(_json(http.get("/v1/ask", params=_params(turn)))) for turn in turns]


def _params(turn: Turn) -> dict[str, Any]:
    fields = {**turn.fields, **turn.fields.get("filters", {})}
    meta = [f"{name}={value}" for name, value in fields.pop("meta", {}).items()]
    fields.pop("filters", None)
    return {"q": turn.question, **fields, **({"meta": meta} if meta else {})}


def _in_batches(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    bodies = [turn.body for turn in turns]
    with _http(served) as http:
        replies = [
            _json(http.post("/v1/ask/batch", json={"questions": bodies[at : at + _BATCH]}))
            for at in range(0, len(bodies), _BATCH)
        ]
    return [shown(answer) for reply in replies for answer in reply["answers"]]


def _as_events(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    accept = {"Accept": MEDIA_TYPE}
    with _http(served) as http:
        texts = [http.post("/v1/ask", json=turn.body, headers=accept).text for turn in turns]
    return [_of_events(list(events_of(text))) for text in texts]


def _of_events(events: Sequence[dict[str, Any]]) -> Shown:
    text = "".join(one["data"]["text"] for one in events if one["event"] == "answer")
    return text, cited(one["data"] for one in events if one["event"] == "citation")


def _in_stored_conversations(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    found: list[Shown] = []
    id = ""
    with _http(served) as http:
        for turn in turns:
            if not turn.before:
                begun = {"collection": turn.fields.get("collection", "default")}
                id = _json(http.post("/v1/conversations", json=begun))["id"]
            body = {"question": turn.question, **turn.fields, "conversation_id": id}
            found.append(shown(asked(http, body)))
    return found


def _as_completions(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    def of(reply: httpx2.Response) -> tuple[Shown, dict[str, Any]]:
        message = _json(reply)["choices"][0]["message"]
        return (message["content"], _annotated(_nested(message["annotations"]))), message

    return _chatted(served, turns, {}, of)


def _as_chunks(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    def of(reply: httpx2.Response) -> tuple[Shown, dict[str, Any]]:
        chunks = [json.loads(one[6:]) for one in reply.text.split("\n\n")[:-2]]
        deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
        text = "".join(delta.get("content", "") for delta in deltas)
        annotations = [one for delta in deltas for one in delta.get("annotations", ())]
        message = {"role": "assistant", "content": text, "annotations": annotations}
        return (text, _annotated(_nested(annotations))), message

    return _chatted(served, turns, {"stream": True}, of)


def _chatted(
    served: Served,
    turns: Sequence[Turn],
    more: dict[str, Any],
    of: Callable[[httpx2.Response], tuple[Shown, dict[str, Any]]],
    *,
    path: str = "/v1/chat/completions",
    field: str = "messages",
) -> list[Shown]:
    """Chats whose messages are sent back as they came."""
    found: list[Shown] = []
    messages: list[dict[str, Any]] = []
    with _http(served) as http:
        for turn in turns:
            messages = [*(messages if turn.before else []), _user(turn)]
            got, message = of(http.post(path, json={**_model(turn), field: messages, **more}))
            messages.append(message)
            found.append(got)
    return found


def _as_responses(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    return _responded(served, turns, {}, _json)


def _as_response_events(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    def of(reply: httpx2.Response) -> dict[str, Any]:
        told = [one["data"] for one in events_of(reply.text)]
        text = "".join(one["delta"] for one in told if "delta" in one)
        annotations = [one["annotation"] for one in told if "annotation" in one]
        content = {"type": "output_text", "text": text, "annotations": annotations}
        return {"output": [{"type": "message", "role": "assistant", "content": [content]}]}

    return _responded(served, turns, {"stream": True}, of)


def _responded(
    served: Served,
    turns: Sequence[Turn],
    more: dict[str, Any],
    read: Callable[[httpx2.Response], dict[str, Any]],
) -> list[Shown]:
    """Responses whose messages are sent back as they came, but for what `input` does not take."""

    def of(reply: httpx2.Response) -> tuple[Shown, dict[str, Any]]:
        content = read(reply)["output"][0]["content"]
        (part,) = content
        message = {"role": "assistant", "content": content}
        return (part["text"], _annotated(part["annotations"])), message

    return _chatted(served, turns, more, of, path="/v1/responses", field="input")


def _user(turn: Turn) -> dict[str, Any]:
    return {"role": "user", "content": turn.question}


def _model(turn: Turn) -> dict[str, Any]:
    options = {name: value for name, value in turn.fields.items() if name != "collection"}
    collection = turn.fields.get("collection")
    return {
        "model": f"dateline/{collection}" if collection else "dateline",
        **({"dateline": options} if options else {}),
    }


def _nested(annotations: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one["url_citation"] for one in annotations]


def _annotated(annotations: Iterable[dict[str, Any]]) -> Citations:
    """The citations in the order in which annotations first name them."""
    places = [one["dateline"] for one in annotations]
    return cited({one["number"]: {**one["quote"], **one} for one in places}.values())


def _over_mcp_http(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    return _over_mcp(f"{served.address}/mcp", turns)


def _over_mcp_stdio(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    from mcp.client.stdio import StdioServerParameters, stdio_client

    environment = {"PATH": "/usr/bin:/bin", "HOME": str(served.folder), "PYTHONPATH": str(_ROOT)}
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "service", "--data", str(served.folder), "mcp"],
        env={**environment, **served.environment},
    )
    return _over_mcp(stdio_client(command), turns)


def _over_mcp(transport: Any, turns: Sequence[Turn]) -> list[Shown]:
    from mcp.client.client import Client

    async def run() -> list[Shown]:
        async with Client(transport) as client:
            return [_of_tool(await client.call_tool(*_tool(turn))) for turn in turns]

    return run_apart(run())


def _tool(turn: Turn) -> tuple[str, dict[str, Any]]:
    fields = {**turn.fields, **turn.fields.get("filters", {})}
    fields.pop("filters", None)
    name, begins, topic = turn.question.partition("Timeline of ")
    if begins and not name:
        return "timeline", {"topic": topic, **fields}
    return "ask", {"question": turn.question, **fields}


def _of_tool(result: Any) -> Shown:
    return result.content[0].text, cited(result.structured_content["citations"])


def _over_nlweb(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    with _http(served) as http:
        replies = [_json(http.post("/nlweb/ask", json=_nlweb(turn))) for turn in turns]
    return [(reply["summary"], _quoted(reply["results"])) for reply in replies]


def _over_nlweb_streamed(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    found: list[Shown] = []
    with _http(served) as http:
        for turn in turns:
            body = _nlweb(turn)
            params = {**body, "prev": json.dumps(body["prev"]), "streaming": "true"}
            told = [one["data"] for one in events_of(http.get("/nlweb/ask", params=params).text)]
            results = [r for one in told if one["message_type"] == "result" for r in one["content"]]
            texts = [one["content"] for one in told if one["message_type"] == "summary"]
            found.append(("".join(texts), _quoted(results)))
    return found


def _nlweb(turn: Turn) -> dict[str, Any]:
    before = [one.question for one in turn.before]
    site = {"site": turn.fields["collection"]} if "collection" in turn.fields else {}
    asked = {"query": turn.question, "prev": before, "mode": "summarize", "streaming": False}
    return {**asked, **site}


def _quoted(results: Iterable[dict[str, Any]]) -> Citations:
    """The quotations of all articles, by their numbers."""
    parts = [part for one in results for part in one["schema_object"]["hasPart"]]
    parts.sort(key=lambda part: part["position"])
    return cited({**part["dateline"], "number": part["position"]} for part in parts)


def _by_client(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    with Dateline(served.address, timeout_seconds=PATIENCE_SECONDS) as dateline:
        return [_of_struct(dateline.ask(_request(turn))) for turn in turns]


def _by_async_client(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    async def run() -> list[Shown]:
        async with AsyncDateline(served.address, timeout_seconds=PATIENCE_SECONDS) as dateline:
            return [_of_struct(await dateline.ask(_request(turn))) for turn in turns]

    return run_apart(run())


def _request(turn: Turn) -> AskRequest:
    return msgspec.convert(turn.body, AskRequest)


def _of_struct(answer: Any) -> Shown:
    return shown(msgspec.to_builtins(answer))


def _by_javascript(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    done = subprocess.run(
        ["node", str(_SCRIPT), served.address],
        input=json.dumps([turn.body for turn in turns]),
        capture_output=True,
        text=True,
        check=True,
    )
    return [shown(json.loads(line)) for line in done.stdout.splitlines()]


def _by_command(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    data = ("--data", str(served.folder))
    return [shown(_run(served, *data, "ask", *_options(turn))) for turn in turns]


def _by_command_at_a_server(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    url = ("--url", served.address)
    return [shown(_run(served, "ask", *url, *_options(turn))) for turn in turns]


def _options(turn: Turn) -> Iterator[str]:
    names = {"published_from": "--from", "published_to": "--to"}
    for name, value in {**turn.fields, **turn.fields.get("filters", {})}.items():
        if name == "meta":
            yield from (part for key, v in value.items() for part in ("--meta", f"{key}={v}"))
        elif name != "filters":
            yield from (names.get(name, f"--{name.replace('_', '-')}"), str(value))
    yield from ("--json", "--", turn.question)


def _run(served: Served, *words: str) -> dict[str, Any]:
    done = CliRunner(env=served.environment).invoke(main, words)
    assert done.stdout, (words, done.stderr)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _in_a_chat(served: Served, turns: Sequence[Turn]) -> list[Shown]:
    typed = [line for turn in turns for line in (*([] if turn.before else ["/new"]), turn.question)]
    done = CliRunner(env=served.environment).invoke(
        main, ["--data", str(served.folder), "chat", "--json"], input="\n".join(typed)
    )
    return [shown(json.loads(line)) for line in done.stdout.splitlines()]


def _http(served: Served) -> httpx2.Client:
    return httpx2.Client(base_url=served.address, timeout=PATIENCE_SECONDS)


def _json(reply: httpx2.Response) -> Any:
    assert reply.is_success, reply.text
    return reply.json()


_FILTERS = frozenset(("source", "author", "speaker", "published_from", "published_to", "meta"))
_SURENESS = frozenset(("min_confidence", "maybe_confidence"))
_ALONE = frozenset(("history", "article_ids", "language")) | _SURENESS
_FOR_SITES = _FILTERS | _SURENESS | {"article_ids", "as_of", "max_answers", "language"}

CHANNELS: dict[str, Channel] = {
    "by address": Channel(_by_address, _ALONE | {"max_answers"}),
    "in batches": Channel(_in_batches),
    "as events": Channel(_as_events),
    "in stored conversations": Channel(_in_stored_conversations),
    "as completions": Channel(_as_completions, frozenset({"language"})),
    "as chunks": Channel(_as_chunks, frozenset({"language"})),
    "as responses": Channel(_as_responses, frozenset({"language"})),
    "as response events": Channel(_as_response_events, frozenset({"language"})),
    "over MCP, HTTP": Channel(_over_mcp_http, _ALONE - {"language"} | {"author", "meta"}),
    "over MCP, stdio": Channel(_over_mcp_stdio, _ALONE - {"language"} | {"author", "meta"}),
    "over NLWeb": Channel(_over_nlweb, _FOR_SITES, sends_questions_only=True),
    "over NLWeb, streamed": Channel(_over_nlweb_streamed, _FOR_SITES, sends_questions_only=True),
    "by the client": Channel(_by_client),
    "by the async client": Channel(_by_async_client),
    "by the JavaScript client": Channel(_by_javascript),
    "by command": Channel(_by_command, _ALONE - _SURENESS),
    "by command at a server": Channel(_by_command_at_a_server, _ALONE - _SURENESS),
    "in a chat": Channel(_in_a_chat, _FOR_SITES | {"collection"}),
}
if shutil.which("node") is None:
    del CHANNELS["by the JavaScript client"]
