"""Server-sent events read as a client reads them."""

import json
from collections.abc import Iterable, Iterator
from typing import Any


def events_of(text: str) -> Iterator[dict[str, Any]]:
    """The events of a stream, with their data."""
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
        if fields:
            yield {**fields, "data": json.loads(fields["data"])}


def put_together(events: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What a client has that goes by `docs/api.md` when the stream ends."""
    text, answers, citations = "", list[Any](), list[Any]()
    for one in events:
        if "replaces" in one["data"]:
            text, answers, citations = "", [], []
        if one["event"] == "citation":
            citations.append(one["data"])
        if one["event"] == "answer":
            text += one["data"]["text"]
            answers += one["data"]["answers"]
    return {"text": text, "answers": answers, "citations": citations}
