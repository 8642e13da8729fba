"""Clients that leave a stream, at any of its events, leave nothing behind."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from index.records import Document
from service.engine import Engine
from service.http import streaming
from service.http.app import create_app
from service.http.runtime import Runtime
from service.settings import Settings
from tests.service.channels.reading import events_of
from tests.service.conftest import BRIDGE, settings_in
from tests.waiting import run_apart

_QUESTION = {"question": "How much did the new bridge cost?", "max_answers": 1}
_EVENTS = 5
_PATIENCE_SECONDS = 30


class _Visit:
    """A client that reads so many events and leaves, or that stops to read."""

    def __init__(self, leaves_after: int, version: str = "1.1") -> None:
        self._leaves_after = leaves_after
        self._left = asyncio.Event()
        self._body: list[Any] = [{"type": "http.request", "body": json.dumps(_QUESTION).encode()}]
        self.sent: list[Any] = []
        headers = {
            "host": "127.0.0.1",
            "accept": "text/event-stream",
            "content-type": "application/json",
        }
        self.scope: Any = {
            "type": "http",
            "method": "POST",
            "path": "/v1/ask",
            "raw_path": b"/v1/ask",
            "query_string": b"",
            "http_version": version,
            "scheme": "http",
            "root_path": "",
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 1),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "state": {},
        }
        if not leaves_after:
            self._left.set()

    async def receive(self) -> Any:
        if self._body:
            return self._body.pop()
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)
        if self.told >= self._leaves_after:
            self._left.set()
        await asyncio.sleep(0)

    @property
    def told(self) -> int:
        """How many events were sent."""
        return sum(one.get("body", b"").count(b"\nevent: ") for one in self.sent)

    @property
    def text(self) -> str:
        """What was sent, without its head."""
        return b"".join(one.get("body", b"") for one in self.sent).decode()


async def _visited(settings: Settings, visit: _Visit) -> Runtime:
    """The runtime of an application after a visit, as soon as nothing is under way there."""
    runtime = Runtime(settings)
    app = create_app(settings, runtime)
    async with app.lifespan(), asyncio.timeout(_PATIENCE_SECONDS):
        while not runtime.is_ready:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await app(visit.scope, visit.receive, visit.send)
        await asyncio.gather(*streaming.working)
    return runtime


@pytest.fixture
def library(tmp_path: Path) -> Settings:
    """Settings of a library of one article."""
    settings = settings_in(tmp_path)
    engine = Engine(settings)
    engine.open()
    document = Document(id="bridge", text=BRIDGE, format="txt", origin="bridge")
    list(engine.ingester.add(engine.collection(None), [document]))
    engine.close()
    return settings


@pytest.mark.short(1)
@pytest.mark.parametrize("leaves_after", range(_EVENTS))
def test_a_client_may_leave_at_every_event(library: Settings, leaves_after: int) -> None:
    visit = _Visit(leaves_after)

    runtime = run_apart(_visited(library, visit))

    assert visit.told < _EVENTS
    assert not streaming.working
    assert runtime.questions.waiting == 0


def test_a_client_of_http_1_0_gets_all_events_at_once(library: Settings) -> None:
    visit = _Visit(_EVENTS + 1, version="1.0")

    run_apart(_visited(library, visit))

    head = dict(visit.sent[0]["headers"])
    assert int(head[b"content-length"]) == len(visit.text.encode())
    assert [one["event"] for one in events_of(visit.text)][-1] == "done"
