"""Ctrl-C before and after a command runs: exits silently.

Python would print where in an import it happened to be.
"""

import os
import signal
from types import FrameType

INTERRUPTED = 130
"""The exit status, as shells give it."""


def end_when_interrupted() -> None:
    """From now on, Ctrl-C ends the process at once, unless it is ignored or handled otherwise."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def raise_when_interrupted() -> None:
    """From now on, Ctrl-C is a KeyboardInterrupt again: there may be something to put in order."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(number: int, frame: FrameType | None) -> None:
    del number, frame
    os._exit(INTERRUPTED)
