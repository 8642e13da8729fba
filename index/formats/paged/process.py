"""Reads a PDF in a separate process with limits on time and memory.

PDFium is written in C++ and reads untrusted files: a file that crashes it must not crash the
service, and one that never ends must not block it.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from tempfile import TemporaryFile
from time import monotonic

import msgspec

from index.errors import InputError, TooLargeError, UnreadableFileError
from index.formats.paged.reading import DAMAGED, OUT_OF_MEMORY, Limits, PdfText
from index.interruption import go_on

_TIMES_BUSY = 4
"""Factor between wall-clock and CPU time limits on a busy machine."""
_LOOK_SECONDS = 0.2
"""How often it is asked whether the text is still wanted."""


def read_apart(data: bytes, limits: Limits) -> PdfText:
    """Read a PDF.

    Raises:
        InputError: it cannot be read within the limits, or not at all.
    """
    found = msgspec.msgpack.decode(_output(data, limits), type=PdfText)
    if found.refused:
        raise _error(found)
    return found


def _error(found: PdfText) -> InputError:
    kind = TooLargeError if found.is_too_large else UnreadableFileError
    return kind(found.refused)


def _output(data: bytes, limits: Limits) -> bytes:
    command = [sys.executable, "-P", "-m", "index.formats.paged.reading"]
    with TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        with subprocess.Popen(  # noqa: S603 (our own module, with numbers of our own)
            [*command, msgspec.json.encode(limits).decode()],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        ) as process:
            try:
                output = _awaited(process, limits)
            finally:
                process.kill()
    if process.returncode == OUT_OF_MEMORY:
        raise TooLargeError(f"needs more than {limits.memory >> 20} MiB to be read; split it")
    if -process.returncode == getattr(signal, "SIGXCPU", None):
        raise _too_slow(limits)
    if process.returncode:
        # PDFium ends the process where it finds no memory.
        most = f"needs more than {limits.memory >> 20} MiB of memory"
        raise UnreadableFileError(f"{DAMAGED}, or {most}")
    return output


def _awaited(process: "subprocess.Popen[bytes]", limits: Limits) -> bytes:
    until = monotonic() + _TIMES_BUSY * limits.seconds
    while True:
        left = max(until - monotonic(), 0.0)
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=min(_LOOK_SECONDS, left))[0]
        go_on()
        if monotonic() > until:
            raise _too_slow(limits)


def _too_slow(limits: Limits) -> TooLargeError:
    return TooLargeError(f"took over {limits.seconds:.0f} s to read; split it")


def _environment() -> dict[str, str]:
    """This one, with the places that modules are found in here, and one thread."""
    places = os.pathsep.join(place for place in sys.path if place)
    return os.environ | {"PYTHONPATH": places, "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
