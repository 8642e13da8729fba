"""Closes connections that are idle, too slow, not HTTP, or do not read.

uvicorn closes idle connections only after a response; a connection that never sends a request, or
sends a byte a minute, stays open for ever. Here, a request must be complete within a time limit,
extended as data arrives at 500 bytes a second or more, as in Apache's mod_reqtimeout. Non-HTTP data
gets a problem document; uvicorn would reply with plain text, and accepts heads of any length.

A client that reads nothing, or more slowly than that, is disconnected: while the write buffer is
full (64 KB and the last write), and while the connection is only waiting to be flushed.
"""

import asyncio
import socket
import struct
from http import HTTPStatus
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from service.http import problems

_LEAST_BYTES_PER_SECOND = 500
# The longest question takes 24,000 bytes in a script whose characters are written %F0%9F%8C%89.
_LONGEST_URL = 64 * 1024
_LONGEST_HEAD = 64 * 1024
_DETAILS = {
    HTTPStatus.BAD_REQUEST: "this is no valid HTTP/1.1 request",
    HTTPStatus.REQUEST_URI_TOO_LONG: f"the URL exceeds {_LONGEST_URL:,} bytes; use POST",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: f"the headers exceed {_LONGEST_HEAD:,} bytes",
}


class ImpatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with its keep-alive timeout for whole requests too."""

    _timer: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _since = 0.0
    _received = 0
    _head = 0
    _fault = HTTPStatus.BAD_REQUEST

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect a request."""
        super().connection_made(transport)
        self._expect_request()
        self._look()

    def data_received(self, data: bytes) -> None:
        """Take in a part of a request."""
        self._received += len(data)
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Start to count the head of a request."""
        super().on_message_begin()
        self._head = 0

    def on_url(self, url: bytes) -> None:
        """Take in a part of the URL, unless it is too long."""
        super().on_url(url)
        if len(self.url) > _LONGEST_URL:
            self._refuse(HTTPStatus.REQUEST_URI_TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take in a header, unless there is too much of them."""
        super().on_header(name, value)
        self._head += len(name) + len(value)
        if self._head > _LONGEST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def send_400_response(self, msg: str) -> None:
        """Reject a malformed HTTP request and close the connection."""
        del msg
        body = problems.document(self._fault, _DETAILS[self._fault])
        head = (
            b"HTTP/1.1 %d %b\r\ncontent-type: %b\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
        )
        named = self._fault.phrase.encode(), problems.MEDIA_TYPE.encode()
        self.transport.writelines([head % (self._fault.value, *named, len(body)), body])
        self.transport.close()

    def on_response_complete(self) -> None:
        """Expect the next request."""
        super().on_response_complete()
        self._expect_request()

    def pause_writing(self) -> None:
        """Pause writing until the client has read enough, within a time limit."""
        super().pause_writing()
        self._expect_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing more."""
        self._cancel(self._timer)
        self._cancel(self._reading)
        super().connection_lost(exc)

    def _refuse(self, fault: HTTPStatus) -> None:
        # The parser ends with the error, and uvicorn calls `send_400_response`.
        self._fault = fault
        raise ValueError(fault.phrase)

    def _expect_request(self) -> None:
        self._since, self._received = self.loop.time(), 0

    def _look(self) -> None:
        """Close the connection if its request is overdue; else look again when it could be."""
        if self.transport.is_closing():
            # It is still there: somebody has something left to read.
            self._expect_reading()
            return
        if not self._is_their_turn():
            self._expect_request()
        allowed = self.timeout_keep_alive + self._received / _LEAST_BYTES_PER_SECOND
        left = self._since + allowed - self.loop.time()
        if left <= 0:
            self.transport.close()
        self._timer = self.loop.call_later(max(0.0, left), self._look)

    def _expect_reading(self) -> None:
        """Look again after a while whether the client reads."""
        self._cancel(self._reading)
        unread = self.transport.get_write_buffer_size()
        self._reading = self.loop.call_later(self.timeout_keep_alive, self._look_at_reading, unread)

    def _look_at_reading(self, unread: int) -> None:
        """Cut the client off if it is waited for, and read too little of what there was."""
        if not (self.flow.write_paused or self.transport.is_closing()):
            return
        least = min(unread, self.timeout_keep_alive * _LEAST_BYTES_PER_SECOND)
        if unread - self.transport.get_write_buffer_size() < least:
            # Otherwise the system would keep trying to deliver what it has already accepted.
            connection = self.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()
        else:
            self._expect_reading()

    @staticmethod
    def _cancel(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()

    def _is_their_turn(self) -> bool:
        """Whether the client has still to send something, and we would take it."""
        if self.flow.read_paused:
            return False
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is None or cycle.response_complete or cycle.more_body
