"""Ctrl-C before and after a command runs: exits silently.

Python would otherwise print a traceback from an import.
"""

import os
import signal
from types import FrameType

INTERRUPTED = 130
"""The exit status, as shells give it."""


def end_when_interrupted() -> None:
    """From now on, Ctrl-C exits immediately, unless it is ignored or handled elsewhere."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def raise_when_interrupted() -> None:
    """From now on, Ctrl-C raises KeyboardInterrupt again, so that work can clean up."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(number: int, frame: FrameType | None) -> None:
    del number, frame
    os._exit(INTERRUPTED)
