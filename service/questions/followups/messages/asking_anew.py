"""Repeats the last question with other words: "Where did they meet?" gives "When did ...?"."""

import re

from index.quotations.vocabulary.word_classes import VERB
from service.questions.followups.grammar.clauses import Clause, counted_subject
from service.questions.followups.grammar.inflection import bare, do_for
from service.questions.followups.grammar.words import BEING, classes_of, words_of
from service.questions.followups.names.noun_phrases import main_verb
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.talk.conversation import Conversation
from service.questions.followups.talk.salience import asks_for_a_name

_COUNTED = re.compile(r"^(?:how many|how much|what|which)\s+(?P<what>\S.*)$", re.IGNORECASE)
_PLURAL = {"is": "are", "was": "were", "has": "have", "does": "do"}
_DOING = frozenset("did does do".split())
_SAYING = frozenset("say said announce promise claim find do".split())
_WISHING = frozenset("want plan hope".split())
"""Verbs with another verb behind them, which has the object."""
_SHORT = 6
_SHORT_OBJECT = 3


def focus_of(talk: Conversation) -> Referent | None:
    """What the last answer named, if its question asked for a name."""
    if talk.last.status != "answered" or not asks_for_a_name(talk.last.searched):
        return None
    return next((r for r in talk.referents if r.is_answer and r.turn == talk.last.number), None)


def asked_anew(asking: str, talk: Conversation, much: str = "") -> str | None:
    """The last question with other words that ask; None if it cannot be put so.

    `much` takes the place of how much was asked: "so little".
    """
    last = talk.last_clause
    if last is None:
        return None
    if asking == "since when" and last.auxiliary.lower() == "did":
        asking = "when"
    if last.is_subject and not last.auxiliary:
        return asked_of_who_did_it(asking, talk)
    if last.is_subject:
        subject = focus_of(talk) or _counted(last)
        if subject is None:
            return None
        return f"{asking} {_agreeing(last.auxiliary, subject)} {subject.name} {last.rest}?"
    answer = next((q.highlight or "" for q in talk.last.quotes), "")
    is_identity = last.asking.lower() == "what" and last.auxiliary.lower() in BEING
    is_noun = answer[:1].isupper() or answer.lower().startswith(("the ", "a ", "an "))
    if asking == "why" and is_identity and is_noun and len(answer.split()) <= _SHORT:
        # "What was her worst day", "why": why was the flood of 2021 her worst day.
        return f"{asking} {last.auxiliary} {answer} {last.rest}?"
    given = answer if talk.last.status == "answered" else ""
    return f"{asking} {last.auxiliary.lower()} {_with_object(last, much, given)}?"


def _counted(last: Clause) -> Referent | None:
    """Those whose number was asked for: "jobs" of "how many jobs were cut"."""
    counted = counted_subject(last)
    if counted is None:
        return None
    return Referent(name=counted, sort=Sort.THING, turn=0, weight=0.0, is_plural=True)


def _agreeing(auxiliary: str, subject: Referent) -> str:
    """The auxiliary for a subject: who is striking, when are crane operators striking."""
    return _PLURAL.get(auxiliary.lower(), auxiliary) if subject.is_plural else auxiliary


def asked_of_who_did_it(asking: str, talk: Conversation) -> str | None:
    """For "why" after "who voted no": why did whoever answered vote no."""
    last = talk.last_clause
    subject = focus_of(talk) or (_counted(last) if last else None)
    if subject is None or last is None or not last.rest:
        return None
    verb, _, behind = last.rest.partition(" ")
    do = _agreeing(do_for(verb), subject)
    return f"{asking} {do} {subject.name} {bare(verb)} {behind}".strip() + "?"


def _with_object(last: Clause, much: str, given: str) -> str:
    """The rest of a question, with what its asking words were the object of.

    `given` is what answered: "talks", where "what did Bell offer" is asked anew.
    """
    counted = _COUNTED.match(last.asking)
    if counted:
        return _with_counted(last, f"{much} {counted['what']}".strip())
    if much:
        return f"{last.rest} {much}"
    words = last.rest.split()
    if last.asking.lower() == "what" and last.auxiliary.lower() in _DOING:
        for at, word in enumerate(words):
            if word.lower() in _SAYING:
                return " ".join([*words[: at + 1], "that", *words[at + 1 :]])
        is_object = bool(words) and bool(classes_of(words[-1].lower()) & VERB)
        if (
            is_object
            and 0 < len(given.split()) <= _SHORT_OBJECT
            and given.replace(" ", "").isalpha()
        ):
            return f"{last.rest} {given}"
    return last.rest


def _with_counted(last: Clause, counted: str) -> str:
    """For "how much land does Australia want to protect": "Australia want to protect land"."""
    whole = f"{last.auxiliary} {last.rest}"
    words = words_of(whole)
    at = main_verb(words)
    if at < 0 or counted.split()[0] in ("of", "is"):
        return last.rest
    end = len(whole) if words[at].low in _WISHING else words[at].end
    return f"{whole[:end]} {counted}{whole[end:]}".removeprefix(last.auxiliary).strip()
