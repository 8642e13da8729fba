"""Connections that send nothing, or at a trickle, are closed.

uvicorn closes an idle connection only after a response; one that never sent a request, or sends a
byte a minute, it keeps for ever. Here a request must be complete after so many seconds, and gets
more time as it sends: at least 500 bytes a second are expected, as Apache's mod_reqtimeout does.
"""

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

_LEAST_BYTES_PER_SECOND = 500


class ImpatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with its keep-alive timeout for whole requests too."""

    _timer: asyncio.TimerHandle | None = None
    _since = 0.0
    _received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect a request."""
        super().connection_made(transport)
        self._expect_request()
        self._look()

    def data_received(self, data: bytes) -> None:
        """Take in a part of a request."""
        self._received += len(data)
        super().data_received(data)

    def on_response_complete(self) -> None:
        """Expect the next request."""
        super().on_response_complete()
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing more."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def _expect_request(self) -> None:
        self._since, self._received = self.loop.time(), 0

    def _look(self) -> None:
        """Close the connection if its request is overdue; else look again when it could be."""
        if self.transport.is_closing():
            return
        if not self._is_their_turn():
            self._expect_request()
        allowed = self.timeout_keep_alive + self._received / _LEAST_BYTES_PER_SECOND
        left = self._since + allowed - self.loop.time()
        if left <= 0:
            self.transport.close()
        else:
            self._timer = self.loop.call_later(left, self._look)

    def _is_their_turn(self) -> bool:
        """Whether the client has still to send something, and we would take it."""
        if self.flow.read_paused:
            return False
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is None or cycle.response_complete or cycle.more_body
