"""Turns any library's report of a damaged index into one error that names the cause.

tantivy reports a full disk as a `ValueError`, and a bad block as a panic, which is not an
`Exception`.
"""

import os
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DamagedIndexError, DatelineError, StoreError
from index.files.durable import advice
from index.interruption import Stopped

_OS_ERROR = re.compile(r"os error (\d+)")
_PASSED_ON = (DatelineError, Stopped, KeyboardInterrupt, SystemExit, GeneratorExit)


@contextmanager
def named(index: Path) -> Generator[None]:
    """Run a library's code on an index.

    Raises:
        StoreError: the system refuses: a full disk, a read-only folder.
        DamagedIndexError: anything else, which rebuilding the index fixes.
    """
    try:
        yield
    except _PASSED_ON:
        raise
    except BaseException as exc:
        raise _cause(index, exc) from exc


def _cause(index: Path, error: BaseException) -> StoreError:
    code = _code(error)
    todo = advice(code)
    if todo is not None and code is not None:
        return StoreError(f"{index}: {os.strerror(code)}; {todo}")
    if isinstance(error, MemoryError):
        return StoreError(f"{index}: not enough memory")
    return DamagedIndexError(f"{index}: {type(error).__name__}: {error}")


def _code(error: BaseException) -> int | None:
    """The system's number of an error, which libraries hand on in words alone."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    found = _OS_ERROR.search(str(error))
    return int(found[1]) if found else None
