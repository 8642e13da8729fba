"""Whether a message depends on earlier turns, and how their content is added."""

import re

from index.quotations.vocabulary.word_classes import PARTICIPLE, VERB
from service.questions.followups.grammar.clauses import clause_of
from service.questions.followups.grammar.rewriting import Reading
from service.questions.followups.grammar.words import (
    BEING,
    classes_of,
    content_nouns,
    is_content,
    words_of,
)
from service.questions.followups.names.people_words import may_be_a_person
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.references.pronouns import kind_of, pronouns_in
from service.questions.followups.resolution import Replaced
from service.questions.followups.talk.conversation import Conversation
from service.questions.kinds.speech_forms import speech_request

_FEW_WORDS = 3
_ASKS_FOR_PART = re.compile(
    r"^(?:and |so )?(?:what|who|when|where|how much) (?:is|are|was|were) the (?:\w+ ){0,2}\w+"
    r"[?.! ]*$",
    re.IGNORECASE,
)
"""What asks for something's part: "when is the final", "what are the symptoms"."""
_ANY = frozenset("any anyone anybody".split())
_VOTING = frozenset("vote votes voted voting".split())
_VOTED = re.compile(r"\bvot(?:e|ed|es|ing)\s+(?P<how>no|yes)$", re.IGNORECASE)
_SIDES = {"no": "against", "yes": "for"}
"""Who voted no on a plan voted against it."""
_OPEN = frozenset("about against at behind between by for from in near of on to with".split())
"""Prepositions that lack their noun at the end of a question: "who was against"."""
_IN_FAVOUR = re.compile(r"\bin (?:favou?r|support)$", re.IGNORECASE)
_TAKING_SIDES = re.compile(
    r"\b(?:against|for|opposed to|in favou?r of|opposes?|supports?)\s+(?P<what>the\s.+)$",
    re.IGNORECASE,
)
_NOT_ONE = frozenset("it they there".split())
_DIFFERING = frozenset("differ disagree agree".split())
_COMPARING = frozenset("compare contrast difference differences".split())
_LONGEST_OF = 5
_TURNS_BACK = 2


def stands_alone(text: str, talk: Conversation) -> bool:
    """Whether a message can be asked as it is: it names something, or says enough."""
    if any(spotted.named for spotted in talk.spotted(text)):
        return True
    return sum(map(is_content, words_of(text))) > _FEW_WORDS


def leans_on(text: str, talk: Conversation) -> bool:
    """Whether a message that names nothing speaks of what was shown: "what did it all cost"."""
    if stands_alone(text, talk):
        return False
    words = words_of(text)
    content = [word for word in words if is_content(word)]
    if _IN_FAVOUR.search(text.strip(" ?!.")):
        return True
    asks_for_part = len(content) == 1 and _ASKS_FOR_PART.match(text.strip())
    if words[0].low in _ANY or asks_for_part:
        return True
    if not talk.shown:
        return len(content) <= _FEW_WORDS - 1
    return all(talk.has_word(word.low) for word in content_nouns(text))


def _opposed(talk: Conversation) -> Referent | None:
    """What the last question said that somebody is for or against."""
    found = _TAKING_SIDES.search(talk.base)
    if found is None:
        return None
    return Referent(
        name=found["what"], sort=Sort.THING, turn=talk.last.number, weight=0.0, is_named=False
    )


def attached(text: str, talk: Conversation) -> Reading | None:
    """The message with the topic behind it; None if there is no topic, or it is there already."""
    words = words_of(text)
    points = any(kind_of(words[at].low) in _NOT_ONE for at in pronouns_in(words))
    topic = talk.matter_called(text) or (talk.matter if points else talk.topic)
    if _IN_FAVOUR.search(text.strip(" ?!.")):
        topic = _opposed(talk) or topic
    if topic is None or topic.name.lower() in text.lower():
        return None
    plain = text.strip(" ?!.")
    joint = _joint(plain)
    is_who = topic.sort in (Sort.PERSON, Sort.ORGANISATION)
    is_whose = joint == "of" and may_be_a_person(words_of(plain)[-1].low)
    if (joint in ("of", "on") and is_who) or (is_whose and topic.sort is not Sort.PLACE):
        joint = None
    votes = _VOTED.search(plain)
    if votes and joint == "on":
        plain, joint = plain[: votes.start("how")].strip(), _SIDES[votes["how"].lower()]
    behind = f"({talk.with_names(topic)})" if joint is None else f"{joint} {topic.in_sentence}"
    return Reading(
        text=f"{plain} {behind.strip()}?",
        replaced=(Replaced(words="", meaning=topic.name, turn=topic.turn),),
    )


def _joint(plain: str) -> str | None:
    """What joins a topic to the end of a question; None if it can stand in brackets only."""
    words = words_of(plain)
    last = words[-1].low
    clause = clause_of(plain)
    # "What was it based on" asks for what stands behind "on".
    is_asked_for = clause is not None and bool(clause.asking) and not clause.is_subject
    if last in _OPEN and len(words) > 1 and not is_asked_for:
        return ""
    if _IN_FAVOUR.search(plain):
        return "of"
    if speech_request(plain):
        return "about"
    if last in _DIFFERING or any(word.low in _VOTING | _COMPARING for word in words):
        return "on"
    if clause is None or clause.auxiliary.lower() not in BEING:
        return None
    is_short = len(words) <= _LONGEST_OF and not classes_of(last) & (PARTICIPLE | VERB)
    return (
        "of"
        if is_short and clause.asking and clause.rest.lower().startswith(("the ", "a "))
        else None
    )


def in_context(message: str, talk: Conversation) -> str:
    """The message with the content words of the last questions in front of it, the latest first."""
    said = {word.low for word in words_of(message)}
    found: dict[str, str] = {}
    for turn in reversed(talk.turns[-_TURNS_BACK:]):
        for word in words_of(turn.searched):
            if is_content(word) and word.low not in said:
                found.setdefault(word.low, word.text)
    return f"{' '.join(found.values())} {message}" if found else ""
