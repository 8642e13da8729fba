"""Large bodies share a budget of bytes; questions are not concerned."""

from typing import Any, cast

import anyio
import pytest
from anyio import Event, create_task_group
from litestar.types import Message, Receive, Scope, Send

from service.http.limits.large_bodies import LargeBodies
from service.http.problems import BusyError
from tests.waiting import run_apart

MANY = 100_000
FEW = 1_000


class Reader:
    """An application that reads bodies in parts, and replies when it is let go."""

    def __init__(self, most_bytes: int) -> None:
        self.bodies = LargeBodies(most_bytes)
        self.read: list[int] = []
        self.free = Event()

    async def request(self, *parts: int, announced: int = 0) -> None:
        """One request with a body of so many bytes in each part."""
        left = list(parts)

        async def receive() -> Any:
            size = left.pop(0)
            return {"type": "http.request", "body": bytes(size), "more_body": bool(left)}

        async def send(message: Message) -> None:
            del message

        length = [(b"content-length", b"%d" % announced)] if announced else []
        scope = cast("Scope", {"type": "http", "headers": length})
        await self.bodies(cast("Any", self._answer))(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, send
        size, more = 0, True
        while more:
            message: Any = await receive()
            size, more = size + len(message["body"]), message["more_body"]
        self.read.append(size)
        await self.free.wait()


@pytest.mark.parametrize(
    ("parts", "announced"),
    [((MANY,), MANY), ((MANY // 2, MANY // 2), 0)],
    ids=["announced", "in parts"],
)
def test_what_does_not_fit_beside_others_is_refused(parts: tuple[int, ...], announced: int) -> None:
    async def main() -> Reader:
        reader = Reader(MANY + MANY // 2)
        async with create_task_group() as group:
            group.start_soon(reader.request, MANY)
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(BusyError, match="100,000 bytes are held by other large requests"):
                await reader.request(*parts, announced=announced)
            reader.free.set()
        await reader.request(*parts, announced=announced)
        return reader

    reader = run_apart(main())

    assert (reader.read, reader.bodies.held) == ([MANY, MANY], 0)


def test_small_bodies_always_fit() -> None:
    async def main() -> Reader:
        reader = Reader(MANY)
        async with create_task_group() as group:
            group.start_soon(reader.request, MANY)
            await anyio.wait_all_tasks_blocked()
            group.start_soon(reader.request, FEW)
            await anyio.wait_all_tasks_blocked()
            reader.free.set()
        return reader

    assert run_apart(main()).read == [MANY, FEW]


def test_one_body_alone_may_be_longer_than_the_budget_and_is_for_its_handler_to_judge() -> None:
    async def main() -> Reader:
        reader = Reader(FEW)
        reader.free.set()
        await reader.request(MANY, announced=MANY)
        return reader

    assert run_apart(main()).read == [MANY]
