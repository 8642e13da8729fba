"""The topic of a question: "kelp" in "what did Ruiz say about kelp", "the Ashford mill"."""

import re

from msgspec import structs

from index.quotations.vocabulary.word_classes import CONJUNCTION, PREPOSITION
from service.questions.followups.grammar.clauses import clause_of
from service.questions.followups.grammar.words import (
    QUESTION_WORDS,
    classes_of,
    is_plural,
    words_of,
)
from service.questions.followups.names.phrases import named_referent
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.talk.memory import BRACKETS, NAME_ON_TOPIC, Memory
from service.questions.followups.talk.salience import (
    QUESTION,
    in_question,
    is_carried,
    is_where,
    word_before,
)
from service.questions.followups.turns import Turn
from service.questions.kinds.speech_forms import speech_request

_REQUEST = re.compile(
    r"^(?:please\s+)?(?:timeline of|tell me (?:more )?about|summari[sz]e|show me|compare"
    r"|what(?:['’]?s| is) new (?:on|with|about)"
    r"|(?:everyone|everybody|who is|who was) quoted (?:on|about))\s+(?P<topic>.+)$",
    re.IGNORECASE,
)
_PUT_BEHIND = re.compile(
    r"\s+(?:of|on|about|for|against)\s+(?P<topic>.+?)(?:\s+(?:is|are|was|were)\s.+)?$",
    re.IGNORECASE,
)
_ABOUT = frozenset("on about for over against".split())
_ASKED_ABOUT, _NAMED, _A_WORD = 1.0, 0.5, 0.1
"""What counts for a topic, beside its weight as something mentioned."""
_OWNED = frozenset("his her its their".split())
_EMPTY = frozenset("the a of in".split())


def topic_of(turn: Turn, memory: Memory) -> Referent | None:
    """What a turn was about; None if it does not say so itself."""
    given = _given(turn, memory)
    if given:
        return _as_topic(given, turn, memory)
    text = turn.searched
    things = [
        one
        for one in in_question(turn, 0.0, memory)
        if one.sort is not Sort.PERSON and not is_carried(one.name, turn)
    ]
    # "What happened in Arden?" is about the place, but for nothing else.
    found = [one for one in things if not is_where(text, one)] or things
    firm = [one for one in found if is_firm(one)]
    definite = [one for one in found if one.name.startswith("the ") or _is_asked_about(text, one)]
    best = max(firm or definite or found, key=lambda one: _rank(text, one), default=None)
    return structs.replace(best, is_given=True) if best and _is_asked_about(text, best) else best


def _given(turn: Turn, memory: Memory) -> str | None:
    """The topic that a question itself names: in brackets, behind "about", of a request.

    Also what was put behind what was typed: the jackpot, in "what are the odds of the jackpot".
    """
    text = turn.searched.rstrip("?!. ")
    if found := BRACKETS.search(text):
        return found["topic"].split(", ")[0]
    typed = turn.question.strip(" ?!.")
    if text.lower().startswith(typed.lower()) and (put := _PUT_BEHIND.match(text[len(typed) :])):
        return put["topic"]
    if found := _REQUEST.match(text):
        return found["topic"]
    asked = speech_request(text)
    if asked and asked.topic:
        return asked.topic
    on = NAME_ON_TOPIC.match(text) if clause_of(text) is None else None
    return on["topic"] if on and memory.begins_with_person(on["who"]) else None


def _as_topic(given: str, turn: Turn, memory: Memory) -> Referent | None:
    words, spots = words_of(given), memory.spotted(given)
    bare = len(given) - len("the ") * given.lower().startswith("the ")
    whole = next((s.named for s in spots if s.named and s.end - s.start == bare), None)
    if whole:
        return named_referent(whole, turn.number, QUESTION)
    opens = words[0].low if words else "it"
    is_clause = classes_of(opens) & (PREPOSITION | CONJUNCTION) or opens in QUESTION_WORDS
    if is_clause or opens in ("it", "that", "this", "them"):
        return None
    return Referent(
        name=given,
        sort=Sort.THING,
        turn=turn.number,
        weight=QUESTION,
        described=frozenset(word.low for word in words),
        is_plural=bool(spots) and is_plural(spots[0].head),
        is_named=False,
        is_given=True,
    )


def is_firm(topic: Referent) -> bool:
    """Whether something is named or described well enough to remain the topic."""
    if topic.sort is Sort.PERSON or topic.may_be_person or "'s" in topic.name:
        return False
    if not _OWNED.isdisjoint(topic.described):
        return False
    # "About kelp" and "about the strike" are topics; "about jobs" is a side of one.
    is_matter = topic.is_given and not topic.is_plural
    return topic.is_named or is_matter or len(topic.described - _EMPTY) > 1


def _rank(text: str, one: Referent) -> float:
    about = _ASKED_ABOUT if _is_asked_about(text, one) else 0.0
    return one.weight + about + _NAMED * one.is_named + _A_WORD * len(one.name.split())


def _is_asked_about(text: str, one: Referent) -> bool:
    return word_before(text, one.name) in _ABOUT
