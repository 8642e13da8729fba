"""Lists of words in the text files of a package: one a line, its name, a colon, its words."""

from functools import cache
from importlib.resources import files


@cache
def read_lists(package: str, *names: str) -> dict[str, str]:
    """Return the lists of some files by name; lines without a colon, and comments, are skipped."""
    found: dict[str, str] = {}
    for name in names:
        for line in files(package).joinpath(name).read_text("utf-8").splitlines():
            title, separator, words = line.partition(": ")
            if separator and not line.startswith("#"):
                found[title] = words
    return found
