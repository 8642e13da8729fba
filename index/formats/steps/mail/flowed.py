"""format=flowed mail (RFC 3676): lines ending in a space continue on the next."""

from itertools import groupby

_SIGNATURE = "-- "


def unflowed(text: str, *, delete_space: bool = False) -> str:
    """Join flowing lines; with `delete_space` (DelSp=yes), the space at their end is dropped.

    Lines quoted to different depths are not joined, and keep their marks.
    """
    lines = [_depth_and_words(line) for line in text.splitlines()]
    joined: list[str] = []
    for depth, group in groupby(lines, key=lambda line: line[0]):
        mark = ">" * depth + " " if depth else ""
        joined += [mark + line for line in _joined([words for _, words in group], delete_space)]
    return "\n".join(joined) + ("\n" if text.endswith("\n") else "")


def _joined(lines: list[str], delete_space: bool) -> list[str]:  # noqa: FBT001 (as above)
    done: list[str] = []
    flows = False
    for line in lines:
        done = [*done[:-1], done[-1] + line] if flows else [*done, line]
        flows = line.endswith(" ") and line != _SIGNATURE
        if flows and delete_space:
            done[-1] = done[-1][:-1]
    return done


def _depth_and_words(line: str) -> tuple[int, str]:
    """The depth of quotation, and the line without its marks and the space put before it."""
    words = line.lstrip(">")
    return len(line) - len(words), words.removeprefix(" ")
