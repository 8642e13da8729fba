"""Components that a setting can name: modules of a package that define `create`."""

from collections.abc import Iterable
from pathlib import Path


def part_names(package: Iterable[str]) -> list[str]:
    """The names of a package's parts, in alphabetical order.

    Reads the files and imports none, so that listing them loads no library.

    Args:
        package: the package's `__path__`.
    """
    files = [file for folder in package for file in Path(folder).glob("*.py")]
    return sorted(f.stem for f in files if "\ndef create(" in f.read_text(encoding="utf-8"))
