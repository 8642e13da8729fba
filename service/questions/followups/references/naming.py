"""What a few words name or describe: "mayor ruiz", "the engineer"."""

import re

from index.quotations.vocabulary.lists import word_list
from service.questions.followups.grammar.words import fold, words_of
from service.questions.followups.names.phrases import named_referent
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.names.spotting import Spotted
from service.questions.followups.references.definites import Definite, meant
from service.questions.followups.talk.conversation import Conversation
from service.questions.followups.talk.salience import TITLED

OTHER = re.compile(r"^(?:the )?other (?P<name>[\w'’-]+)$", re.IGNORECASE)
_ANYBODY = frozenset("guy man woman lady person player candidate".split())
_TURNS_BACK = 3
_OPENING = frozenset("the that this".split())


def who_is(words: str, talk: Conversation) -> Referent | None:
    """The person or thing that a few words name or describe; None if nothing known."""
    for spotted in talk.spotted(words):
        if spotted.named and not spotted.is_several and _is_all_but_titles(spotted, words):
            return named_referent(spotted.named, talk.last.number, 0.0)
    opens, *kept = (word.low for word in words_of(words))
    if opens not in _OPENING or not kept:
        return None
    definite = Definite(
        start=0, end=len(words), text=words, words=tuple(kept), is_demonstrative=False
    )
    return meant(definite, talk)


def other_of_the_name(name: str, talk: Conversation) -> Referent | None:
    """Who else bears a name, of two, and was not asked about last; of a man, who else was named."""
    if fold(name) in _ANYBODY:
        return _other_person(talk)
    asked = " ".join(turn.searched for turn in talk.turns[-_TURNS_BACK:])
    people = talk.opened.people.registry().exactly_named(name)
    left = [p for p in people if len(p.name.split()) > 1 and p.name not in asked]
    if len(left) != 1 or len(people) < 2:
        return None
    return Referent(name=left[0].name, sort=Sort.PERSON, turn=talk.last.number, weight=0.0)


def _other_person(talk: Conversation) -> Referent | None:
    """The likeliest person of those named so far whom the last question was not about."""
    people = (r for r in talk.referents if r.sort is Sort.PERSON and r.is_named)
    others = (r for r in people if r.weight > TITLED and r.name not in talk.base)
    return next(others, None)


def _is_all_but_titles(spotted: Spotted, words: str) -> bool:
    """Whether a name is all of the words but for titles: "mayor ruiz", not "the ford guy"."""
    if "'s" in words or "’s" in words:
        return False
    others = words_of(words[: spotted.start] + " " + words[spotted.end :])
    known = word_list("titles", "more titles", "roles") | {"the", "a", ","}
    return all(word.low in known for word in others)
