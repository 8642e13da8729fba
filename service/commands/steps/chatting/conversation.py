"""The conversation of a chat: its turns, sent as context for the next question."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import structs

from index.errors import NotFoundError, StoreError
from service.wire.answer import Answer
from service.wire.asking import MAX_HISTORY, AskRequest
from service.wire.conversations import TurnOut, remembered

if TYPE_CHECKING:
    from service.commands.steps.context import Archive


class Conversation:
    """A conversation, stored until its end if possible; otherwise its turns are sent along."""

    def __init__(
        self, archive: "Archive", request_of: Callable[[str], AskRequest], collection: str | None
    ) -> None:
        """Start a conversation."""
        self.turns: list[TurnOut] = []
        """The turns so far."""
        self._archive = archive
        self._request_of = request_of
        self._collection = collection
        self._id = self._begin()

    def ask(self, question: str, *, as_typed: bool = False) -> tuple[Answer, bool]:
        """The answer, and whether earlier turns were lost so that it is the first.

        `as_typed` disables spelling correction.

        Raises:
            DatelineError: it cannot be answered; the conversation stays as it was.
        """
        request = self._request_of(question)
        if as_typed:
            request = structs.replace(request, spelling=False)
        is_lost = False
        try:
            answer = self._archive.ask(self._placed(request))
        except NotFoundError:
            if self._id is None:
                raise
            # Expired, or deleted by somebody else; or the collection is, which this tells.
            self.begin_anew()
            is_lost = True
            answer = self._archive.ask(self._placed(request))
        self.turns.append(_turn(len(self.turns) + 1, question, answer))
        return answer, is_lost

    def begin_anew(self) -> None:
        """Discard this one and start another."""
        self.end()
        self.turns = []
        self._id = self._begin()

    def end(self) -> None:
        """Delete the stored turns."""
        if self._id is not None:
            self._archive.end(self._id)
            self._id = None

    def _begin(self) -> str | None:
        # What can only be read can be asked all the same.
        with suppress(StoreError):
            return self._archive.begin(self._collection)
        return None

    def _placed(self, request: AskRequest) -> AskRequest:
        if self._id is not None:
            return structs.replace(request, conversation_id=self._id)
        return structs.replace(
            request,
            history=[remembered(turn.question, turn.answer) for turn in self.turns[-MAX_HISTORY:]],
        )


def _turn(number: int, question: str, answer: Answer) -> TurnOut:
    asked = datetime.now(UTC).isoformat(timespec="seconds")
    return TurnOut(number=number, asked=asked, question=question, answer=answer)
