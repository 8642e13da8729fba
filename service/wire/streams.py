"""What the events of a stream tell, where it is nothing that other replies have."""

from msgspec import UNSET, Struct, UnsetType

from service.wire.answer import AnswerItem


class Part(Struct, frozen=True):
    """What an `answer` event tells: some of the text, and the answers that end with it."""

    text: str
    answers: list[AnswerItem]
    provisional: bool | UnsetType = UNSET
    """True if it was told before all was read: its answer follows once that is certain."""
    replaces: str | UnsetType = UNSET
    """The id of the provisional event: all that was told up to it is void."""
