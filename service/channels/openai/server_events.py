"""Server-sent events in OpenAI's format, and text chunking."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.answers.writing.rendering import Mark
from service.channels.events import unnamed

DONE = b"data: [DONE]\n\n"


def named(name: str, value: object) -> bytes:
    """An event with a name."""
    return f"event: {name}\n".encode() + unnamed(value)


def pieces(text: str, marks: Sequence[Mark]) -> Iterator[str]:
    """The text, cut behind each mark."""
    ends = [0, *(mark.end for mark in marks), len(text)]
    yield from (text[start:end] for start, end in pairwise(ends) if end > start)
