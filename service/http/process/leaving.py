"""Stops the process within two seconds, whatever it is doing.

    SIGTERM --> long work is told to stop, uvicorn finishes answers under way
            --> after a second: what is left gets a problem document, snapshots are written
            --> before two seconds: the end, come what may

Acknowledged data is stored, so a hard stop only makes the next start longer.
"""

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

from structlog import get_logger

_log = get_logger("service")

GRACE_SECONDS = 1
"""How long answers under way may take."""
_LAST_SECONDS = 1.7


def leave_promptly(begin: Callable[[], object]) -> None:
    """On the next SIGTERM or SIGINT, call `begin` and end the process soon after.

    Call this after the server has installed its own handlers, which still run.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        _add_handler(number, begin)


def _add_handler(number: signal.Signals, begin: Callable[[], object]) -> None:
    before = signal.getsignal(number)

    def handle(received: int, frame: FrameType | None) -> None:
        begin()
        timer = threading.Timer(_LAST_SECONDS, _end)
        timer.daemon = True
        timer.start()
        if callable(before):
            before(received, frame)

    signal.signal(number, handle)


def _end() -> None:
    _log.warning("not everything stopped in time; the next start may take a little longer")
    os._exit(0)
