"""An answer as server-sent events.

    searched --> citation, citation --> answer --> ... --> suggestions --> done
                                                       or  problem

Every citation comes before the text that uses it, and the texts of all `answer` events together are
the text of the answer.
"""

from collections.abc import Iterator
from itertools import groupby

import msgspec
from msgspec import Struct

from service.answers.writing.rendering import Mark, rendered
from service.wire.answer import Answer
from service.wire.streams import Part

MEDIA_TYPE = "text/event-stream"
KEEP_ALIVE = b": still at it\n\n"
"""A comment, which clients ignore and proxies take for a sign of life."""


class Event(Struct, frozen=True):
    """What happened, and what is to be known of it, in JSON."""

    name: str
    data: bytes


def event(name: str, value: object) -> Event:
    """An event that tells this."""
    return Event(name, msgspec.json.encode(value))


def encoded(event: Event, id: str) -> bytes:
    """The event as it is sent; JSON has no line breaks."""
    return f"id: {id}\nevent: {event.name}\ndata: ".encode() + event.data + b"\n\n"


def unnamed(value: object) -> bytes:
    """An event that has only data, as it is sent."""
    return b"data: " + msgspec.json.encode(value) + b"\n\n"


def told(answer: Answer, language: str) -> Iterator[Event]:
    """The events of an answer, except the first and the last ones."""
    shown = rendered(answer, language)
    citations = {citation.number: citation for citation in answer.citations}
    waiting, at = list(answer.answers), 0
    for run in _runs(shown.marks):
        for mark in run:
            if mark.number in citations:
                yield event("citation", citations.pop(mark.number))
        ended = [item for item in waiting[:1] if citations.keys().isdisjoint(item.citations)]
        yield event("answer", Part(shown.text[at : run[-1].end], ended))
        waiting, at = waiting[len(ended) :], run[-1].end
    for citation in citations.values():
        yield event("citation", citation)
    if shown.text[at:] or waiting:
        yield event("answer", Part(shown.text[at:], waiting))


def _runs(marks: tuple[Mark, ...]) -> Iterator[list[Mark]]:
    """The marks that stand side by side, together."""
    offset = 0

    def begins(mark: Mark) -> int:
        nonlocal offset
        offset += mark.end - mark.start
        return mark.end - offset

    for _, run in groupby(marks, key=begins):
        yield list(run)
