"""That something is being done, for those who watch."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

from service.commands.steps.terminal import Terminal
from service.printing import console


@contextmanager
def waiting(terminal: Terminal, name: str) -> Generator[None]:
    """Show the message of that name, moving, until the block is done; elsewhere, nothing.

    Nothing is printed in the block: what moves has both streams.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.markup import escape

    with console(stderr=True).status(escape(terminal.words(name))):
        yield
