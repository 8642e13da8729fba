"""Elliptical questions: "why?", "when was that", "how many jobs", "how old"."""

import re

from index.quotations.vocabulary.word_classes import PARTICIPLE, PREPOSITION
from service.questions.followups.grammar.clauses import (
    Clause,
    clause_of,
    counted,
    counted_subject,
    negated,
    subject_and_predicate,
)
from service.questions.followups.grammar.inflection import bare
from service.questions.followups.grammar.rewriting import Reading
from service.questions.followups.grammar.words import BEING, classes_of, words_of
from service.questions.followups.messages.asking_anew import (
    asked_anew,
    asked_of_who_did_it,
    focus_of,
)
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.references.pronouns import PRONOUNS
from service.questions.followups.resolution import Replaced
from service.questions.followups.talk.conversation import Conversation
from service.questions.followups.talk.salience import ASKED, SAID

_ADVERBIAL = re.compile(
    r"^(?P<asking>why|how come|how so|what for|(?:by|since|until|till|from) when|when|where"
    r"|from where|where to|how|how long|for how long|how often|how soon|by how much)"
    r"(?:\s+(?:is|was|did|does|will|were|are)\s+(?:that|this|it)(?:\s+(?:be|happen|exactly))?"
    r"|\s+(?:exactly|though|then|so|not|that|again))?$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^(?:and|but|so|then)\s+(?=\S)", re.IGNORECASE)
_WHY_NOT = re.compile(r"^why not$", re.IGNORECASE)
_HAPPENING = re.compile(
    r"^(?:(?P<asking>when|where|why|how long|since when|until when)\s+(?:did|does|has|is|was)"
    r"\s+(?:it|that|this|it all)\s+(?:happen|occur|begin|start|last|end|stop|take place|go on"
    r"|happening|going on|lasting)|what\s+(?:has\s+)?caused\s+(?:it|that|this))$",
    re.IGNORECASE,
)
"""What is asked of something that happened: "how long did it last", "what caused it"."""
_SO_MUCH = re.compile(
    r"^why\s+(?P<much>so\s+(?:much|little|many|few|long|late|early|expensive|cheap|high|low)"
    r"(?:\s+more|\s+less)?)$",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"^how\s+(?:old|tall|big|large|fast|heavy|far|deep|high|long|wide|cold|hot|expensive|rich"
    r"|strong|bad|serious|full)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^(?:how many|how much|what|which)\s+\S", re.IGNORECASE)
_AMOUNT = re.compile(
    r"^(?P<asking>(?:for |by )?how (?:much|many))(?: (?:is|was|were) (?:that|it))?$", re.IGNORECASE
)
_ANY = re.compile(
    r"^(?:anyone|anybody|someone|somebody|any (?!of\b)(?P<things>\S+)) (?P<rest>.+)$", re.IGNORECASE
)
_PLURALS = {"was": "were", "is": "are", "has": "have", "does": "do"}
_WHO = re.compile(
    r"^(?P<asking>(?:by |with |to |for |from |against )?(?:who|whom|whose))"
    r"(?: (?:is|was|did) (?:that|it))?$",
    re.IGNORECASE,
)
_ONES = re.compile(
    r"^(?P<which>which|what|how many)\s+(?:ones?|of (?:them|those|these))(?P<where>\s.+)?$",
    re.IGNORECASE,
)
_COUNTING = re.compile(r"^(?:how many|which|what)\s+", re.IGNORECASE)
_PLAINER = {"how come": "why", "how so": "why", "what for": "why", "till when": "until when"}
_PAYING = frozenset(
    "buy sell pay acquire purchase spend invest earn cost raise owe sue fine rent".split()
)
_PEOPLE_ENDINGS = ("people", "men", "women", "ers", "ors", "ists", "ans", "ents", "crats", "ees")
_EVENTS = frozenset(
    """crash fire storm final match game war strike debate election vote race attack accident flood
    eruption quake earthquake collapse search raid walkout march ban blaze siege spill leak merger
    closure landslide drought outbreak riot shooting robbery murder derailment rescue festival
    closing opening protest meeting summit hearing trial cup championship outage blackout bill act
    launch case""".split()
)


def completed(message: str, talk: Conversation) -> Reading | None:
    """The complete question for an elliptical one; None if it is not elliptical."""
    text = _JOINED.sub("", message.strip(" ?!."))
    talk = _before_ellipses(talk)
    if found := _SO_MUCH.match(text):
        return _reading(asked_anew("why", talk, found["much"]), text, talk)
    if _MEASURED.match(text):
        return _measured(text, talk)
    if found := _ADVERBIAL.match(text):
        asking = found["asking"].lower()
        denied = _why_not(talk) if _WHY_NOT.match(text) else None
        return _reading(denied or asked_anew(_PLAINER.get(asking, asking), talk), text, talk)
    if (found := _HAPPENING.match(text)) and not _is_event_named(talk):
        asked = asked_anew((found["asking"] or "why").lower(), talk)
        return _reading(asked, text, talk) if asked else None
    if found := _WHO.match(text):
        return _reading(_who(found["asking"], talk), text, talk)
    if found := _AMOUNT.match(text):
        return _reading(_amount(found["asking"].lower(), talk), text, talk)
    if found := _ONES.match(text):
        return _ones(found["which"], found["where"] or "", text, talk)
    clause = clause_of(text)
    if _COUNTED.match(text) and clause and not clause.auxiliary and not clause.rest:
        return _reading(_counted(text, talk), text, talk)
    return None


def _why_not(talk: Conversation) -> str | None:
    """Why what a yes/no question asked is not so; None after other questions."""
    last = talk.last_clause
    return f"why {negated(last)}?" if last and last.auxiliary and not last.asking else None


def _is_event_named(talk: Conversation) -> bool:
    """Whether the last question names an event, of which such things can be asked."""
    return any(
        r.sort is Sort.THING and any(word.low in _EVENTS for word in words_of(r.name))
        for r in talk.referents
        if r.turn == talk.last.number and r.weight >= ASKED
    )


def _before_ellipses(talk: Conversation) -> Conversation:
    """The conversation up to its last question that was a whole one."""
    before = talk.before_last()
    return _before_ellipses(before) if talk.is_elliptic and before else talk


def _reading(text: str | None, words: str, talk: Conversation) -> Reading:
    """The completed question; else the words with what they are about in brackets."""
    kept = Replaced(words="", meaning=talk.base, turn=talk.last.number)
    if text is None:
        return Reading(text=in_brackets(words, talk), replaced=(kept,))
    return Reading(text=f"{text.rstrip('? ')}{talk.brackets}?", replaced=(kept,))


def in_brackets(words: str, talk: Conversation) -> str:
    """What is asked, with whom and what the last turn was about behind it."""
    focus, topic = focus_of(talk), talk.topic
    about = [talk.topic_and_names] if topic else []
    about += [focus.name] if focus and (topic is None or focus.name != topic.name) else []
    return f"{words} ({', '.join(about) or talk.base})?"


def _who(asking: str, talk: Conversation) -> str | None:
    """Who did it, where the last question asked how many or when."""
    last = talk.last_clause
    if " " in asking and last is not None and (not last.is_subject or counted_subject(last)):
        return asked_anew(asking, talk)  # "by whom"
    if last is None or last.wh == "who" or not last.is_subject:
        return None
    return f"{asking} {last.auxiliary} {last.rest}?"


def _amount(asking: str, talk: Conversation) -> str | None:
    """For how much, if the last question was about a payment; how much, if it was a yes/no one."""
    last = talk.last_clause
    if last is None:
        return None
    auxiliary = last.auxiliary.lower()
    if not last.asking and asking == "how many" and (found := _ANY.match(last.rest)):
        things = found["things"] or "people"
        return f"how many {things} {_PLURALS.get(auxiliary, auxiliary)} {found['rest']}?"
    pays = any(bare(word.low.removesuffix("ing")) in _PAYING for word in words_of(last.text))
    if pays and last.is_subject:
        put = f"for {asking.removeprefix('for ')}"
        return asked_of_who_did_it(put, talk) if not last.auxiliary else asked_anew(put, talk)
    is_plain = pays or not last.asking
    return f"{asking} {auxiliary} {last.rest}?" if is_plain else None


def _ones(which: str, behind: str, text: str, talk: Conversation) -> Reading | None:
    if _says_more(behind):
        return _which_of_them(which, behind, talk)
    return _reading(_which_ones(which, behind, talk), text, talk)


def _says_more(behind: str) -> bool:
    """Whether "how many of them" goes on with a verb: "went back", "were on the bus"."""
    first = next((word.low for word in words_of(behind)), "")
    return bool(first) and not classes_of(first) & PREPOSITION


def _which_of_them(which: str, behind: str, talk: Conversation) -> Reading | None:
    """For "how many of them went back" after "how many residents left"; the topic behind it."""
    last = talk.last_clause
    those = counted(last) if last else None
    if those is None:
        return None
    about = f" ({talk.with_names(talk.matter)})" if talk.matter else ""
    kept = Replaced(words="of them", meaning=those, turn=talk.last.number)
    return Reading(text=f"{which} {those}{behind}{about}?", replaced=(kept,))


def _which_ones(which: str, where: str, talk: Conversation) -> str | None:
    """For "which ones in Mexico" after "how many cities will host it"."""
    last = talk.last_clause
    if last is None or not (last.is_subject or last.auxiliary):
        return None
    noun = _COUNTING.sub("", last.asking)
    return f"{which} {noun}{where} {last.auxiliary} {last.rest}?" if noun != last.asking else None


def _measured(text: str, talk: Conversation) -> Reading:
    """For "how old": the age of whom or what the last turn was about."""
    last = talk.last_clause
    if last and _MEASURED.match(last.asking):
        return _reading(f"{text} {last.auxiliary} {last.rest}?", text, talk)
    focus = focus_of(talk) or _spoken_of(talk)
    if focus is None:
        return _reading(None, text, talk)
    return Reading(
        text=f"{text} {'are' if focus.is_plural else 'is'} {focus.in_sentence}?",
        replaced=(Replaced(words="", meaning=focus.name, turn=focus.turn),),
    )


def _spoken_of(talk: Conversation) -> Referent | None:
    """The first thing or person that the last question spoke of; of a place what is in it."""
    asked = [r for r in talk.referents if r.turn == talk.last.number and r.weight > SAID]
    others = [r for r in asked if r.sort is not Sort.PLACE]
    return next(iter(others or asked or talk.referents), None)


def _counted(text: str, talk: Conversation) -> str | None:
    """For "how many cities": in place of the words that asked, if those were the subject."""
    last, topic = talk.last_clause, talk.topic
    is_subject = last is not None and last.is_subject and last.wh in ("which", "who", "how")
    if last and is_subject and last.asking.lower() != "how":
        if last.wh == "who" and not text.lower().startswith("how many"):
            return asked_anew(f"in {text}", talk)
        if last.wh == "who" and not text.lower().endswith(_PEOPLE_ENDINGS):
            return None
        return f"{text} {last.auxiliary} {last.rest}?"
    if last and (of_subject := _of_the_subject(text, last)):
        return of_subject
    if topic is None or not _has_parts(topic):
        return None
    return f"{text} in {topic.in_sentence}?"


def _of_the_subject(text: str, last: Clause) -> str | None:
    """For "which models" after "why is the watch banned": which models of it are."""
    subject, done = subject_and_predicate(last)
    verb = done.split(" ", 1)[0].lower()
    is_done = last.auxiliary.lower() in BEING and bool(classes_of(verb) & PARTICIPLE)
    if last.is_subject or not is_done or subject.lower() in PRONOUNS:
        return None
    return f"{text} of {subject} {_PLURALS.get(last.auxiliary.lower(), last.auxiliary)} {done}?"


def _has_parts(topic: Referent) -> bool:
    """Whether things are "in" it: a place or an event."""
    return topic.sort is Sort.PLACE or any(w.low in _EVENTS for w in words_of(topic.name))
