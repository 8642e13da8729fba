"""Recent streams, for clients that reconnect.

A reconnecting client sends the id of its last event and gets the ones after it. The newest streams
are kept in memory while there is room, so only by the process that sent them.
"""

from collections import OrderedDict
from collections.abc import Sequence

_MOST_BYTES = 8 << 20


class KeptStreams:
    """The events of complete streams, by the id of the stream. For one event loop."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        """Set the maximum size."""
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[str, tuple[bytes, tuple[bytes, ...]]] = OrderedDict()

    def keep(self, id: str, request: bytes, events: Sequence[bytes]) -> None:
        """Store the events that answered a request."""
        self._kept[id] = request, tuple(events)
        self._size += _size(request, events)
        while self._size > self._most:
            _, (oldest, sent) = self._kept.popitem(last=False)
            self._size -= _size(oldest, sent)

    def after(self, last_event: str, request: bytes) -> tuple[bytes, ...] | None:
        """The events after this one; None unless they are stored and belong to this request."""
        id, _, number = last_event.rpartition(".")
        asked, events = self._kept.get(id, (b"", ()))
        if asked != request or not (number.isascii() and number.isdigit() and len(number) < 9):
            return None
        return events[int(number) :]


def _size(request: bytes, events: Sequence[bytes]) -> int:
    return len(request) + sum(len(event) for event in events)
