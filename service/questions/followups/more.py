"""More of the same: "anything else?", "who else", "more from her"."""

import re

from service.questions.followups.conversation import Conversation
from service.questions.followups.naming import who_is
from service.questions.followups.referring import refer
from service.questions.followups.resolution import Act, Narrowing, Replaced, Resolution
from service.questions.followups.rewriting import polished

_FROM = r"(?:\s+(?:from|by|about|on)\s+(?P<{}>.+))?"
_ELSE = re.compile(
    r"^(?:and\s+)?(?:who|what|where|anything|anyone|something|nothing|somewhere|anybody)\s+else"
    + _FROM.format("whom")
    + r"$|^(?:any(?:thing)?\s+)?more"
    + _FROM.format("more")
    + r"$|^tell me more$|^go on$|^others?$",
    re.IGNORECASE,
)
_SHOWN_IN = 2
"""What the last so many turns showed is not wanted again."""


def asks_for_more(message: str, talk: Conversation) -> Resolution | None:
    """The last question without what was shown for it; None if the message asks something else."""
    text = message.strip(" ?!.")
    found = _ELSE.match(text)
    if not found:
        return None
    shown = tuple(quote for turn in talk.turns[-_SHOWN_IN:] for quote in turn.quotes)
    narrowing = Narrowing(not_quotes=shown)
    whom = found["whom"] or found["more"]
    if whom:
        return _from(whom, narrowing, talk)
    asked = talk.last.searched
    replaced = Replaced(words=text, meaning=asked, turn=talk.last.number)
    return Resolution(act=Act.ASK, searched=asked, replaced=(replaced,), narrowing=narrowing)


def _from(whom: str, narrowing: Narrowing, talk: Conversation) -> Resolution:
    """What else somebody said."""
    told = refer(f"what else did {whom} say", talk).reading
    named = who_is(whom, talk)
    text = f"what else did {named.name} say" if named else told.text
    return Resolution(
        act=Act.ASK, searched=polished(text), replaced=told.replaced, narrowing=narrowing
    )
