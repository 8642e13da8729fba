"""A line to a service: as slow as it is told."""

import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

_PIECES_PER_SECOND = 10
_WHOLE = 65_536


class Line:
    """Carries bytes both ways; what the service sends, at most so many a second."""

    bytes_per_second: int | None = None

    def __init__(self, address: str) -> None:
        self._service = (urlsplit(address).hostname, urlsplit(address).port)

    def carry(self, reader: socket.socket) -> None:
        """Carry one connection until either end closes it."""
        with reader, socket.create_connection(self._service) as service:
            while True:
                ready, _, _ = select.select([reader, service], [], [])
                for one in ready:
                    piece = one.recv(_WHOLE if one is reader else self._most())
                    if not piece:
                        return
                    (service if one is reader else reader).sendall(piece)
                    if one is service and self.bytes_per_second:
                        time.sleep(1 / _PIECES_PER_SECOND)

    def _most(self) -> int:
        slow = self.bytes_per_second
        return slow // _PIECES_PER_SECOND if slow else _WHOLE


@contextmanager
def line_to(address: str) -> Iterator[tuple[Line, str]]:
    """A line to the service there, and the address at which it begins."""
    line = Line(address)
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                reader, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_carry, args=(line, reader), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield line, f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def _carry(line: Line, reader: socket.socket) -> None:
    try:
        line.carry(reader)
    except OSError:
        """Either end has gone."""
