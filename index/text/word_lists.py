"""Word lists in a package's text files: one list per line, or lines in sections."""

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


@cache
def read_sections(package: str, name: str) -> list[tuple[str, str]]:
    """Return the lines of a file, each with the section ("[en]") that it stands in, in order."""
    section, found = "", []
    for line in files(package).joinpath(name).read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line[1:-1]
        elif line and not line.startswith("#"):
            found.append((section, line))
    return found
