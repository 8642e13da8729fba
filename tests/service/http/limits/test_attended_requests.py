"""Requests end with their clients, and with a problem document when the process ends."""

import asyncio
from typing import Any

import msgspec

from service.http.limits.attended_requests import attended
from tests.waiting import run_apart


class Exchange:
    """One request whose client says what it is told to."""

    def __init__(self, method: str = "POST") -> None:
        self.scope: Any = {"type": "http", "method": method, "path": "/v1/ask", "headers": []}
        self.scope |= {
            "raw_path": b"/v1/ask",
            "query_string": b"",
            "server": ("test", 80),
            "state": {},
        }
        self.messages: asyncio.Queue[Any] = asyncio.Queue()
        self.sent: list[Any] = []
        self.was_cancelled = False

    async def receive(self) -> Any:
        return await self.messages.get()

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    async def never_answers(self, scope: Any, receive: Any, send: Any) -> None:
        """An application that reads the body and is then at it for ever."""
        del scope, send
        try:
            while (await receive()).get("more_body"):
                pass
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise

    async def run(self) -> None:
        async def nothing(scope: Any) -> None:
            del scope

        await attended(nothing)(self.never_answers)(self.scope, self.receive, self.send)


def _part(more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": b"{", "more_body": more}


def test_a_request_is_cancelled_when_its_client_leaves() -> None:
    async def main() -> Exchange:
        exchange = Exchange()
        for message in (_part(more=True), _part(more=False), {"type": "http.disconnect"}):
            exchange.messages.put_nowait(message)
        await exchange.run()
        return exchange

    exchange = run_apart(main())

    assert exchange.was_cancelled
    assert exchange.sent[0]["status"] == 499


def test_a_client_that_leaves_in_the_middle_of_its_request_is_no_fault_of_ours() -> None:
    async def main() -> Exchange:
        exchange = Exchange()
        for message in (_part(more=True), {"type": "http.disconnect"}):
            exchange.messages.put_nowait(message)
        await exchange.run()
        return exchange

    assert run_apart(main()).sent[0]["status"] == 499


def test_a_request_without_a_body_is_attended_too() -> None:
    async def main() -> Exchange:
        exchange = Exchange("GET")
        exchange.messages.put_nowait({"type": "http.disconnect"})
        await exchange.run()
        return exchange

    assert run_apart(main()).sent[0]["status"] == 499


def test_a_request_that_the_server_cancels_gets_a_problem_document() -> None:
    async def main() -> Exchange:
        exchange = Exchange()
        exchange.messages.put_nowait(_part(more=False))
        task = asyncio.create_task(exchange.run())
        while not exchange.messages.empty():  # noqa: ASYNC110
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        await task
        return exchange

    start, body = run_apart(main()).sent[:2]

    assert start["status"] == 503
    assert msgspec.json.decode(body["body"])["type"] == "urn:dateline:problem:shutting-down"
