"""The messages of all languages, read from text files.

# A note to translators; everything before the first name is skipped.

[reason_unknown_speaker]
The articles don’t mention anyone called {speaker}.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from prompts.errors import PromptError

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""A placeholder, with the name of its value."""

# Parameters of `say` itself: no value can have these names.
_TAKEN = {"name", "language"}
_HEADER = re.compile(r"^\[([a-z][a-z0-9_]*)\][ \t]*$", re.MULTILINE)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Messages by language and name.

    Raises:
        PromptError: a file is not a list of messages.
    """
    folders = [entry for entry in files("prompts").iterdir() if entry.is_dir()]
    read = {folder.name.lower(): read_language(folder) for folder in folders}
    return {language: spoken for language, spoken in read.items() if spoken}


def read_language(folder: Traversable) -> dict[str, str]:
    """The messages of one language's folder.

    Raises:
        PromptError: a duplicate name, or a message that cannot be filled in.
    """
    spoken: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".txt"):
            continue
        for name, text in _messages(file.read_text(encoding="utf-8")):
            _check(f"{folder.name}/{file.name}: {name}", name, text, spoken)
            spoken[name] = text
    return spoken


def placeholders(text: str) -> frozenset[str]:
    """The names of a message's placeholders."""
    return frozenset(PLACEHOLDER.findall(text))


def _messages(content: str) -> Iterator[tuple[str, str]]:
    _, *parts = _HEADER.split(content)
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        yield name, text.strip()


def _check(where: str, name: str, text: str, spoken: dict[str, str]) -> None:
    if name in spoken:
        raise PromptError(f"{where} is defined twice")
    if not text:
        raise PromptError(f"{where} is empty")
    if placeholders(text) & _TAKEN:
        raise PromptError(f"{where}: placeholders cannot be called {sorted(_TAKEN)}")
