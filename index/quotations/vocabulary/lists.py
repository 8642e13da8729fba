"""The word lists in this folder: English words (`words.txt`) and names (`names.txt`)."""

from functools import cache

from index.text.word_lists import read_lists


@cache
def word_list(*names: str) -> frozenset[str]:
    """Return the words of one list, or of several together, in lower case."""
    return frozenset(word for name in names for word in _lists()[name].split())


@cache
def word_groups(name: str) -> list[list[str]]:
    """Return a list whose entries are groups of words, separated by semicolons, in order."""
    return [group.split() for group in _lists()[name].split(";")]


def _lists() -> dict[str, str]:
    return read_lists("index.quotations.vocabulary", "words.txt", "names.txt")
