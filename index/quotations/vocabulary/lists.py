"""The word lists in this folder: English words (`words.txt`) and names (`names.txt`)."""

from functools import cache
from importlib.resources import files


@cache
def word_list(*names: str) -> frozenset[str]:
    """Return the words of one list, or of several together, in lower case."""
    return frozenset(word for name in names for word in _lists()[name].split())


@cache
def word_groups(name: str) -> list[list[str]]:
    """Return a list whose entries are groups of words, separated by semicolons, in order."""
    return [group.split() for group in _lists()[name].split(";")]


@cache
def _lists() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in ("words.txt", "names.txt"):
        text = files("index.quotations.vocabulary").joinpath(file).read_text("utf-8")
        for line in text.splitlines():
            name, separator, words = line.partition(": ")
            if separator and not line.startswith("#"):
                found[name] = words
    return found
