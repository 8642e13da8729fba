"""More of the same: "anything else?", "who else", "more from her"."""

import re
from collections.abc import Iterator

from service.questions.followups.grammar.rewriting import Reading, polished
from service.questions.followups.grammar.words import fold, words_of
from service.questions.followups.messages.replacing import put_in_place
from service.questions.followups.names.referents import Referent
from service.questions.followups.references.naming import who_is
from service.questions.followups.references.pronouns import pronouns_in
from service.questions.followups.references.referring import refer
from service.questions.followups.resolution import Act, Narrowing, Replaced, Resolution
from service.questions.followups.talk.conversation import Conversation
from service.questions.kinds.speech_forms import speech_request

_ELSE = re.compile(
    r"^(?:and\s+)?(?:(?:who|what|where|anything|anyone|something|nothing|somewhere|anybody)\s+else"
    r"|(?:any(?:thing)?\s+)?more)"
    r"(?:\s+(?:from|by)\s+(?P<whom>.+)|\s+(?:about|on)\s+(?P<topic>.+))?$"
    r"|^(?:tell me more|go on|others?)$",
    re.IGNORECASE,
)
_WHO_ELSE = re.compile(r"^(?:and\s+)?(?:who|anyone|anybody)\s+else$", re.IGNORECASE)
_SHOWN_IN = 2
"""Number of last turns whose quotes are not shown again."""


def asks_for_more(message: str, talk: Conversation) -> Resolution | None:
    """The last question, excluding what was shown for it; None if the message is something else."""
    text = message.strip(" ?!.")
    found = _ELSE.match(text)
    if not found:
        return None
    shown = tuple(quote for turn in talk.turns[-_SHOWN_IN:] for quote in turn.quotes)
    narrowing = Narrowing(not_quotes=shown)
    whom, topic = found["whom"], found["topic"]
    if topic:
        told = put_in_place(f"about {refer(topic, talk).reading.text}", talk)
        return Resolution(
            act=Act.ASK, searched=polished(told.text), replaced=told.replaced, narrowing=narrowing
        )
    from_somebody = _from(whom, narrowing, talk) if whom else None
    if from_somebody:
        return from_somebody
    others = _others(talk) if _WHO_ELSE.match(text) else None
    if others:
        return others
    asked = talk.last.searched
    replaced = Replaced(words=text, meaning=asked, turn=talk.last.number)
    return Resolution(act=Act.ASK, searched=asked, replaced=(replaced,), narrowing=narrowing)


def _others(talk: Conversation) -> Resolution | None:
    """Everybody else quoted on what somebody was asked about; None if nobody was."""
    asked = speech_request(talk.base)
    topic = asked and (asked.topic or (talk.matter and talk.matter.in_sentence))
    if not asked or not topic:
        return None
    kept = Replaced(words="", meaning=topic, turn=talk.last.number)
    return Resolution(
        act=Act.ASK,
        searched=f"Everyone quoted on {topic}",
        replaced=(kept,),
        narrowing=Narrowing(not_speakers=(asked.speaker, *_asked_before(asked.topic, talk))),
    )


def _asked_before(topic: str | None, talk: Conversation) -> Iterator[str]:
    """Whose words on the topic were asked for right before: Ruiz's, then Okafor's, who else's."""
    before = talk.before_last()
    while before and (asked := speech_request(before.base)) and asked.topic == topic:
        yield asked.speaker
        before = before.before_last()


def _from(whom: str, narrowing: Narrowing, talk: Conversation) -> Resolution | None:
    """What else somebody said; None if nobody knows who that is."""
    named = who_is(whom, talk)
    if named:
        told = Reading(text=f"what else did {named.name} say", replaced=_noted(whom, named))
    else:
        told = refer(f"what else did {whom} say", talk).reading
    if not told.replaced and any(True for _ in pronouns_in(words_of(whom))):
        return None
    return Resolution(
        act=Act.ASK, searched=polished(told.text), replaced=told.replaced, narrowing=narrowing
    )


def _noted(whom: str, named: Referent) -> tuple[Replaced, ...]:
    if fold(whom) == fold(named.name):
        return ()
    return (Replaced(words=whom, meaning=named.name, turn=named.turn),)
