"""Stream events, across reconnections."""

import msgspec
from httpx2 import ServerSentEvent
from msgspec import Struct

from service.client.errors import ProblemError
from service.telling import Searched
from service.wire.answer import Answer, Citation
from service.wire.problems import Problem
from service.wire.streams import Part
from service.wire.suggestions import SuggestionList


class Restarted(Struct, frozen=True):
    """Discard everything received: the answer starts again.

    The provisional answer was wrong, or the connection was lost and the question is answered again,
    differently.
    """


StreamEvent = Searched | Citation | Part | SuggestionList | Answer | Restarted
"""A question that was searched; a citation, before the text that uses it; a part of the text with
the answers that end in it; questions to ask next; at last the whole answer."""
_TYPES: dict[str, type[Searched | Citation | Part | SuggestionList | Answer]] = {
    "searched": Searched,
    "citation": Citation,
    "answer": Part,
    "suggestions": SuggestionList,
    "done": Answer,
}


class Told:
    """The events so far."""

    def __init__(self) -> None:
        self.last_id = ""
        self._passed: list[ServerSentEvent] = []
        self._repeated: list[ServerSentEvent] = []
        """Received in an earlier stream; this one will repeat them."""

    def take(self, told: ServerSentEvent) -> list[StreamEvent]:
        """The new information in this event.

        Raises:
            ProblemError: the question cannot be answered after all.
            msgspec.DecodeError: it is not a Dateline event.
        """
        if _stream(told.id) != _stream(self.last_id):
            self._repeated, self._passed = self._passed + self._repeated, []
        self.last_id = told.id
        self._passed.append(told)
        if not self._repeated:
            return _read(told)
        before = self._repeated.pop(0)
        if (before.event, before.data) == (told.event, told.data):
            return []
        self._repeated = []
        return [Restarted(), *(event for one in self._passed for event in _read(one))]


def _stream(id: str) -> str:
    """Ids of events begin with that of their stream."""
    return id.rpartition(".")[0]


def _read(told: ServerSentEvent) -> list[StreamEvent]:
    if told.event == "problem":
        raise ProblemError(msgspec.json.decode(told.data, type=Problem))
    # Newer servers may send other events.
    kind = _TYPES.get(told.event)
    if kind is None:
        return []
    read = msgspec.json.decode(told.data, type=kind)
    return [Restarted() if isinstance(read, Part) and read.replaces else read]
