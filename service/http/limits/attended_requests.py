"""Ends requests when their client disconnects or the process stops.

    client leaves  --> the request is cancelled; status 499 in logs and metrics, which nobody reads
    process ends   --> 503 with a problem document, where uvicorn would say "Internal Server Error"

A disconnect is only reported to code that keeps reading after the body, so that is done here.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from anyio import CancelScope, Event
from anyio.lowlevel import checkpoint
from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

from service.http.problems import ShuttingDownError, on_error

_WITHOUT_BODY = ("GET", "HEAD", "DELETE", "OPTIONS")
_CLIENT_LEFT = 499


def attended(
    before: Callable[[Scope], Awaitable[None]],
) -> Callable[[ASGIApp], ASGIApp]:
    """Middleware that ends requests with their clients; `before` is awaited before each."""

    def wrap(app: ASGIApp) -> ASGIApp:
        async def middleware(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                await app(scope, receive, send)
                return
            gone = CancelScope()
            attention = _Attention(scope, receive, send, gone)
            with gone:
                watcher = asyncio.create_task(attention.watch())
                try:
                    await before(scope)
                    await app(scope, attention.receive, attention.send)
                except asyncio.CancelledError:
                    if gone.cancel_called:
                        raise
                    await attention.apologise()
                finally:
                    watcher.cancel()
            if gone.cancelled_caught:
                await attention.note_leaving()

        return middleware

    return wrap


class _Attention:
    """One request's messages on their way through."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, gone: CancelScope) -> None:
        self._gone = gone
        self._scope = scope
        self._receive = receive
        self._send = send
        self._started = False
        self._body_read = Event()
        if scope.get("method") in _WITHOUT_BODY:
            self._body_read.set()

    async def receive(self) -> HTTPReceiveMessage:
        """The next part of the body."""
        message = cast("HTTPReceiveMessage", await self._receive())
        if message["type"] == "http.disconnect" and not self._started:
            self._gone.cancel()
            await checkpoint()
        if not cast("dict[str, Any]", message).get("more_body"):
            self._body_read.set()
        return message

    async def send(self, message: Message) -> None:
        """Pass a part of the response on."""
        self._started = True
        await self._send(message)

    async def watch(self) -> None:
        """Cancel the request as soon as its client has left."""
        await self._body_read.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
        # A response already being sent is completed, or fails by itself.
        if not self._started:
            self._gone.cancel()

    async def apologise(self) -> None:
        """Tell the client that the process is stopping."""
        if not self._started:
            request: Request[Any, Any, Any] = Request(self._scope)
            error = ShuttingDownError("the service is shutting down; try again in a moment")
            response = on_error(request, error)
            asgi = response.to_asgi_response(app=None, request=request)
            await asgi(self._scope, self.receive, self.send)

    async def note_leaving(self) -> None:
        """End the response for the sake of logs and metrics: the server sends nothing of it."""
        if not self._started:
            await self.send({"type": "http.response.start", "status": _CLIENT_LEFT, "headers": []})
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})
