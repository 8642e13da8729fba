"""Stream clients for measurements: what arrived when, each over its own connection."""

import asyncio
import json
import time
from typing import Any

from msgspec import Struct


class Told(Struct, frozen=True):
    """One event, and when it came."""

    name: str
    data: dict[str, Any]
    milliseconds: float
    """Since the question was sent."""


class Streamed(Struct, frozen=True):
    """A reply to a question asked as a stream."""

    status: int
    headers: dict[str, str]
    events: list[Told]

    @property
    def is_whole(self) -> bool:
        """Whether the stream completed without a problem."""
        return bool(self.events) and self.events[-1].name == "done"

    def first(self, name: str) -> Told | None:
        """The first event of this name."""
        return next((one for one in self.events if one.name == name), None)


async def streamed(address: str, asked: dict[str, Any]) -> Streamed:
    """Ask, and read to the end.

    Raises:
        OSError: the connection was refused or reset.
        EOFError: it was closed before the reply was complete.
    """
    reader, writer, start = await begun(address, asked)
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, headers = _read_head(head)
        events = []
        if headers.get("transfer-encoding") == "chunked":
            events = await _read_events(reader, start)
        else:
            await reader.readexactly(int(headers["content-length"]))
        return Streamed(status, headers, events)
    finally:
        writer.close()


async def begun(
    address: str, asked: dict[str, Any]
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, float]:
    """A connection after asking a question, and the time by `time.perf_counter`."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = json.dumps(asked).encode()
    head = (
        f"POST /v1/ask HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: text/event-stream\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    start = time.perf_counter()
    writer.write(head.encode() + body)
    await writer.drain()
    return reader, writer, start


def _read_head(head: str) -> tuple[int, dict[str, str]]:
    first, *lines = head.strip().split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    return int(first.split()[1]), {name.lower(): value for name, value in pairs}


async def _read_events(reader: asyncio.StreamReader, start: float) -> list[Told]:
    """The events of a body in chunks."""
    events: list[Told] = []
    text = b""
    while size := int(await reader.readline(), 16):
        text += (await reader.readexactly(size + 2))[:-2]
        *blocks, text = text.split(b"\n\n")
        passed = (time.perf_counter() - start) * 1000
        events += [_read_event(block, passed) for block in blocks if not block.startswith(b":")]
    return events


def _read_event(block: bytes, milliseconds: float) -> Told:
    fields = dict(line.split(": ", 1) for line in block.decode().split("\n"))
    return Told(fields["event"], json.loads(fields["data"]), milliseconds)
