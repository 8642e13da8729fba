"""An answer as server-sent events.

    searched --> citation, citation --> answer --> ... --> suggestions --> done
                                                       or  problem

Each citation comes before the text that uses it, and the concatenated texts of all `answer` events
are the text of the answer.

A likely first answer is sent before the rest is read. Usually the answer begins with exactly that
and continues from there. If not, an `answer` without text `replaces` everything sent so far,
citations included, and the answer starts again.
"""

from collections.abc import Iterator
from itertools import groupby

import msgspec
from msgspec import Struct

from service.answers.writing.rendering import Mark, rendered
from service.wire.answer import Answer, Citation
from service.wire.streams import Part

MEDIA_TYPE = "text/event-stream"
KEEP_ALIVE = b": still at it\n\n"
"""A comment, ignored by clients, that keeps proxies from closing the connection."""


class Event(Struct, frozen=True):
    """An event with its JSON data."""

    name: str
    data: bytes


class Beginning(Struct, frozen=True):
    """The text of an answer up to the end of its first quote, with the citations that it uses."""

    text: str = ""
    citations: list[Citation] = []

    def begins(self, answer: Answer) -> bool:
        """Whether the answer is this and more."""
        cited = answer.citations[: len(self.citations)]
        return answer.text.startswith(self.text) and cited == self.citations

    def events(self) -> Iterator[Event]:
        """The events sent before the answer is complete."""
        for citation in self.citations:
            yield event("citation", citation)
        yield event("answer", Part(self.text, [], provisional=True))


def replacing(id: str) -> Event:
    """The event that takes a provisional one back."""
    return event("answer", Part("", [], replaces=id))


def beginning(answer: Answer, language: str) -> Beginning:
    """The beginning of an answer; empty if it quotes nothing."""
    shown = rendered(answer, language)
    first = next(_runs(shown.marks), [])
    cited = {mark.number for mark in first}
    text = shown.text[: first[-1].end] if first else ""
    return Beginning(text, [one for one in answer.citations if one.number in cited])


def event(name: str, value: object) -> Event:
    """An event with this data."""
    return Event(name, msgspec.json.encode(value))


def encoded(event: Event, id: str) -> bytes:
    """The encoded event; JSON contains no line breaks."""
    return f"id: {id}\nevent: {event.name}\ndata: ".encode() + event.data + b"\n\n"


def unnamed(value: object) -> bytes:
    """An encoded event without a name."""
    return b"data: " + msgspec.json.encode(value) + b"\n\n"


def told(answer: Answer, language: str, begun: Beginning | None = None) -> Iterator[Event]:
    """The events of an answer, without the first and last ones and those already sent."""
    begun = begun or Beginning()
    shown = rendered(answer, language)
    known = {citation.number for citation in begun.citations}
    citations = {one.number: one for one in answer.citations if one.number not in known}
    waiting, at = list(answer.answers), len(begun.text)
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
