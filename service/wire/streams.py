"""Stream events that have no other type."""

from msgspec import UNSET, Struct, UnsetType

from service.wire.answer import AnswerItem


class Part(Struct, frozen=True):
    """An `answer` event: a part of the text, and the answers completed in it."""

    text: str
    answers: list[AnswerItem]
    provisional: bool | UnsetType = UNSET
    """True if sent before everything was read; its answer follows once it is certain."""
    replaces: str | UnsetType = UNSET
    """The id of the provisional event: everything up to it is void."""
