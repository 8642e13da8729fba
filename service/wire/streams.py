"""What the events of a stream tell, where it is nothing that other replies have."""

from msgspec import Struct

from service.wire.answer import AnswerItem


class Part(Struct, frozen=True):
    """What an `answer` event tells: some of the text, and the answers that end with it."""

    text: str
    answers: list[AnswerItem]
