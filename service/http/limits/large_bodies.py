"""A shared byte budget for large bodies; those that do not fit are refused.

    body of 180 MB --> 70 MB are held for others, 256 MB may be --> read
    another        --> 250 MB are held                          --> BusyError, try again

Each byte counts from its arrival to the end of its request, in memory or in a temporary file.
Requests never wait for room: two half-received bodies could wait for each other for ever.
"""

from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send

from service.http.problems import BusyError

# Questions are shorter, and must not be refused because of an upload.
_SMALL_BYTES = 1 << 16


class LargeBodies:
    """Middleware that limits the bytes of large bodies a process holds at once."""

    def __init__(self, most_bytes: int) -> None:
        """Start empty."""
        self.most_bytes = most_bytes
        self.held = 0

    def __call__(self, app: ASGIApp) -> ASGIApp:
        """The application, whose bodies are counted."""

        async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                await app(scope, receive, send)
                return
            body = _Body(self, scope, receive)
            try:
                await app(scope, body.receive, send)
            finally:
                self.held -= body.counted

        return middleware

    def check_room(self, size: int, own: int = 0) -> None:
        """Return if a body of this size fits beside other requests' bodies, or if there are none.

        `own` of its bytes are already held.

        Raises:
            BusyError: it does not fit.
        """
        others = self.held - own
        if others and others + size > self.most_bytes:
            raise BusyError(
                f"{others:,} bytes are held by other large requests; the limit for all is "
                f"{self.most_bytes:,}; try again when they are done"
            )


class _Body:
    """One request's body on its way in."""

    def __init__(self, bodies: LargeBodies, scope: Scope, receive: Receive) -> None:
        self.counted = 0
        self._bodies = bodies
        self._receive = receive
        self._size = 0
        self._announced = _announced(scope)

    async def receive(self) -> HTTPReceiveMessage:
        """The next part of the body.

        Raises:
            BusyError: there is no room for it.
        """
        if not self._size:
            self._bodies.check_room(_large(self._announced))
        message = cast("HTTPReceiveMessage", await self._receive())
        if message["type"] == "http.request":
            self._count(len(message.get("body", b"")))
        return message

    def _count(self, more: int) -> None:
        self._size += more
        large = _large(self._size)
        self._bodies.check_room(large, self.counted)
        self._bodies.held += large - self.counted
        self.counted = large


def _large(size: int) -> int:
    return size if size > _SMALL_BYTES else 0


def _announced(scope: Scope) -> int:
    """The length of the body, as far as it is known beforehand."""
    given = dict(scope["headers"]).get(b"content-length", b"")
    return int(given) if given.isdigit() else 0
