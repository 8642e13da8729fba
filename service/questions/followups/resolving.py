"""From a message and the turns before it to a question that stands alone.

message, turns --classify--> act --refer, replace, complete, narrow--> Resolution
"""

from collections.abc import Sequence
from datetime import date

from index.followers.open_collection import OpenCollection
from service.questions.followups.resolution import Act, Resolution
from service.questions.followups.turns import Turn


def resolve(
    message: str,
    turns: Sequence[Turn],  # noqa: ARG001
    opened: OpenCollection,  # noqa: ARG001
    asked_on: date,  # noqa: ARG001
) -> Resolution:
    """What a message means after these turns.

    Args:
        message: as it was typed, white space tidied.
        turns: those before it, oldest first; none at the beginning of a conversation.
        opened: the collection that is asked, for the names that its articles know.
        asked_on: the day that "this year" counts from.
    """
    return Resolution(act=Act.ASK, searched=message)
