"""Input lines of a chat: typed, with a history, or piped."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import click

_PROMPT = "> "
_MOST_REMEMBERED = 1_000
_OURS_ALONE = 0o600


class PipedLines:
    """Lines of standard input, without a prompt."""

    def __init__(self) -> None:
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        self._lines: Iterator[str] = iter(sys.stdin)

    def read(self) -> str | None:
        """The next line; None after the last."""
        return next(self._lines, None)


class TypedLines:
    """Lines typed at a prompt; the arrow keys bring back earlier ones, also of earlier chats."""

    def __init__(self, history: Path | None) -> None:
        """Prepare the keyboard, and the file of earlier lines."""
        self._readline = _readline()
        self._history = history if self._readline and history and _is_ours(history) else None
        if self._readline and self._history:
            _recall(self._readline, self._history)

    def read(self) -> str | None:
        """The next line; Ctrl-C gives up the one that is being typed, as in a shell."""
        while True:
            try:
                line = input(_PROMPT)
            except KeyboardInterrupt:
                click.echo()
            except EOFError:
                click.echo()
                return None
            else:
                self._remember(" ".join(line.split()))
                return line

    def _remember(self, line: str) -> None:
        if not self._readline or not line:
            return
        self._readline.add_history(line)
        if self._history:
            # Line by line, so that concurrent chats do not lose each other's lines.
            with suppress(OSError):
                self._readline.append_history_file(1, str(self._history))


def history_file() -> Path:
    """The file with the input history."""
    from platformdirs import user_state_path

    return user_state_path("dateline", appauthor=False) / "chat_history"


def _readline() -> ModuleType | None:
    """The library that edits lines; without it, they are simply read."""
    try:
        import readline
    except ImportError:
        return None
    readline.set_auto_history(False)
    return readline


def _is_ours(history: Path) -> bool:
    """Whether the file is there, and nobody else can read it."""
    try:
        history.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(history, os.O_CREAT | os.O_WRONLY, _OURS_ALONE))
        history.chmod(_OURS_ALONE)
    except OSError:
        return False
    return True


def _recall(readline: ModuleType, history: Path) -> None:
    """Read earlier lines; of too many, keep the last."""
    with suppress(OSError):
        readline.read_history_file(str(history))
        if readline.get_current_history_length() > _MOST_REMEMBERED:
            readline.set_history_length(_MOST_REMEMBERED)
            readline.write_history_file(str(history))
            history.chmod(_OURS_ALONE)
