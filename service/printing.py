r"""Sanitises everything printed to the terminal.

Titles, quotes, ids and file names are untrusted, and terminals obey hidden commands in them: escape
sequences move the cursor and set links, a carriage return overwrites a line, a bidirectional
override reverses text. `guard` wraps both standard streams, so that commands need not care: such
characters are always printed as `\u001b`. In JSON that is the same string.

Our own colours pass, because `style` writes them with a mark that no article can know.
"""

import codecs
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

import click

if TYPE_CHECKING:
    from rich.console import Console

# Control characters but for tab and the ends of lines, surrogates, and what turns text around:
# bidirectional embeddings, overrides and isolates (Unicode Standard Annex 9).
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]|\r(?!\n)"
)
_MARK = f"\ue000{os.urandom(8).hex()}["
_STYLES = re.compile(rf"{re.escape(_MARK)}([\d;]*)m")
_ESCAPED = "dateline-escaped"


def neutralised(text: str) -> str:
    r"""The text without power over a terminal: `\u001b` for an escape character, and so on."""
    return _UNSAFE.sub(lambda found: _escaped(found[0]), text)


def style(text: str, **looks: Any) -> str:
    """Style the text like `click.style`, if the terminal shows it."""
    wanted = {name: look for name, look in looks.items() if look}
    styled = click.style(neutralised(text), **wanted) if wanted else neutralised(text)  # noqa: TID251
    return styled.replace("\x1b[", _MARK)


def guard() -> None:
    """Sanitise everything printed to standard output and standard error from now on."""
    codecs.register_error(_ESCAPED, _escape_unencodable)
    sys.stdout = _guarded(sys.stdout)
    sys.stderr = _guarded(sys.stderr, is_for_messages=True)


def unguarded(stream: TextIO) -> TextIO:
    """The stream behind the guard, for what neutralises on its own."""
    inner: object = stream
    return inner.stream if isinstance(inner, _Guarded) else stream


def console(*, stderr: bool = False) -> "Console":
    """A console of rich on one of the standard streams, for tables and bars."""
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class Safe(Console):
        """Sanitises text, and lets styling pass."""

        def render(
            self, renderable: RenderableType, options: ConsoleOptions | None = None
        ) -> "Any":
            for text, look, control in super().render(renderable, options):
                yield Segment(text if control else neutralised(text), look, control)

    return Safe(file=unguarded(sys.stderr if stderr else sys.stdout))


def page(text: str, first_line: int) -> None:
    """Show a long text in the pager, from that line on; print it if there is no pager."""
    command = shlex.split(os.environ.get("PAGER", "less"))
    if not sys.stdout.isatty() or not command or shutil.which(command[0]) is None:
        click.echo(text)
        return
    if Path(command[0]).name == "less":
        command.append(f"+{first_line}g")
    is_coloured = _wants_colours()
    shown = _written(text, is_coloured=is_coloured).encode(errors="replace")
    sys.stdout.flush()
    # Colours are shown, and what fits the screen is simply printed.
    environment = {"LESS": "FR", **os.environ}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as pager:  # noqa: S603
        try:
            pager.communicate(shown)
        except KeyboardInterrupt:
            # Ctrl-C belongs to the pager: it stops a search there.
            pager.wait()


class _Guarded(io.TextIOBase):
    """A standard stream that sanitises its input and reports failed writes.

    Messages that cannot be written are lost, and work continues: later ones may succeed once there
    is space.
    """

    # Anything may be written; what the terminal cannot show is escaped.
    encoding = "utf-8"
    errors = "strict"

    def __init__(self, stream: TextIO, *, is_for_messages: bool) -> None:
        self.stream = stream
        self._is_for_messages = is_for_messages
        self._coloured = stream.isatty() and _wants_colours()

    def write(self, text: str, /) -> int:
        """Write the text, neutralised."""
        shown = _written(text, is_coloured=self._coloured)
        if not text:
            # So click asks whether this is a stream of text: a full disk is not the answer.
            return 0
        self._try(lambda: self.stream.write(shown))
        return len(text)

    def flush(self) -> None:
        """Flush the buffer."""
        self._try(self.stream.flush)

    def isatty(self) -> bool:
        """Whether this is a terminal."""
        return self.stream.isatty()

    def fileno(self) -> int:
        """The number of the file descriptor."""
        return self.stream.fileno()

    def writable(self) -> bool:
        """Yes."""
        return True

    def _try(self, work: Any) -> None:
        try:
            work()
        except OSError as exc:
            if self._is_for_messages:
                return
            _give_up(self.stream)
            if isinstance(exc, BrokenPipeError):
                raise
            raise click.ClickException(f"standard output: {exc.strerror or exc}") from exc


def _written(text: str, *, is_coloured: bool) -> str:
    """The text neutralised, with our own colours or without."""
    pieces = _STYLES.split(text)
    pieces[::2] = map(neutralised, pieces[::2])
    pieces[1::2] = [f"\x1b[{code}m" if is_coloured else "" for code in pieces[1::2]]
    return "".join(pieces)


def _guarded(stream: TextIO | None, *, is_for_messages: bool = False) -> TextIO:
    """The stream with the guard before it; a closed one becomes one that forgets."""
    if isinstance(cast("object", stream), _Guarded):
        return cast("TextIO", stream)
    if stream is None:
        stream = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=_ESCAPED)
    return cast("TextIO", _Guarded(stream, is_for_messages=is_for_messages))


def _give_up(stream: TextIO) -> None:
    """Send what is still buffered nowhere, or the interpreter complains of it at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return


def _wants_colours() -> bool:
    """See https://no-color.org."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _escape_unencodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _escaped(error.object[error.start : error.end]), error.end


def _escaped(text: str) -> str:
    """As in JSON: code units of UTF-16, so that escaped JSON stays the JSON it was."""
    units = text.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
