"""Pronouns and possessives, and what they refer to."""

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import structs

from index.people.names import surname_of
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    NOUN,
    PREPOSITION,
    SUBORDINATOR,
    VERB,
    word_classes,
)
from service.questions.followups.grammar.inflection import bare
from service.questions.followups.grammar.rewriting import Edit, genitive
from service.questions.followups.grammar.words import INVERTING, Word, fold, is_adjective, words_of
from service.questions.followups.names.referents import FIRM_WORDS, Referent, Sort
from service.questions.followups.talk.conversation import Conversation
from service.questions.followups.talk.salience import ASKED, TITLED

_MAN = frozenset("he him his himself".split())
_WOMAN = frozenset("she her hers herself".split())
_THING = frozenset("it its itself".split())
_SEVERAL = frozenset("they them their theirs themselves".split())
_PLACE = frozenset(["there"])
PRONOUNS = _MAN | _WOMAN | _THING | _SEVERAL | _PLACE
_POSSESSIVES = frozenset("his her its their".split())
_OWNED = frozenset("hers theirs".split())
_TOGETHER = frozenset(
    """meet met marry disagree differ talk relate related married know compare contrast difference
    differences""".split()
)
"""What two people do to each other, or is done with two: "where did they meet", "compare them"."""
_LIVING = frozenset("live reside inhabit".split())
_NOT_LIVED_IN = frozenset("street road avenue river lake bridge dam park point".split())
_WEATHER = frozenset("cold hot warm windy wet dark bright foggy".split())
_UNREAL = frozenset("take takes took rain snow mean matter seem".split())
"""Verbs of an "it" that stands for nothing: "how long does it take to ..."."""
_COSTING = frozenset("cost costs take".split())
"""Verbs of the same further on: "what would it have cost to ..."."""
_ON = frozenset("on about of over".split())
_SINGULAR = {"do": "does", "are": "is", "were": "was", "have": "has"}
_UNKNOWN_GENDER, _UNKNOWN_SORT, _UNLIKELY = 0.8, 1.0, 1.5
"""What less than certain agreement takes from a referent's weight."""
_FIRMLY = 4.0
"""A thing of less weight is not where "there" is."""
_AS_LIKELY = 1.6
"""Two people of one question whose weights differ by less are equally likely."""
_NAMED_LAST = 3.7


def kind_of(low: str) -> str:
    """The pronoun's nominative: "her" and "hers" are "she"."""
    if low in _MAN or low in _WOMAN:
        return "he" if low in _MAN else "she"
    if low in _THING or low in _SEVERAL:
        return "it" if low in _THING else "they"
    return low


def pronouns_in(words: Sequence[Word]) -> Iterator[int]:
    """The places of the pronouns that stand for something."""
    for at, word in enumerate(words):
        if word.low in PRONOUNS and not _is_empty(words, at):
            yield at


def _is_empty(words: Sequence[Word], at: int) -> bool:
    """Whether the pronoun stands for nothing: "there is", "it takes", "make it"."""
    before = words[at - 1].low if at else ""
    after = words[at + 1].low if at + 1 < len(words) else ""
    if words[at].low == "there":
        return before in INVERTING or after in INVERTING
    if words[at].low != "it":
        return False
    if words[0].low == "how" and words[1].low in _WEATHER and _is_last_but_get(words, at):
        return True
    behind = {word.low for word in words[at:]}
    is_stated = after in _UNREAL or is_adjective(after) or bool(behind & _COSTING)
    is_idiom = bare(before) == "make" and at > 1 and words[at - 2].low in PRONOUNS
    return is_idiom or (is_stated and bool(behind & {"to", "that", "if"}))


def _is_last_but_get(words: Sequence[Word], at: int) -> bool:
    """Whether nothing of its own follows: "how cold was it", "how cold did it get in Arden"."""
    after = [word.low for word in words[at + 1 :] if word.low[0].isalnum()]
    return not after or after[0] in ("get", "gets", "be")


def is_possessive(words: Sequence[Word], at: int) -> bool:
    """Whether something follows that belongs to it: "her coach", but not "about her"."""
    low = words[at].low
    if low in _OWNED or (low in _POSSESSIVES and low != "her"):
        return True
    after = words[at + 1].low if at + 1 < len(words) else ""
    if low != "her" or not after[:1].isalnum():
        return False
    flags = word_classes().get(after, NOUN)
    closed = PREPOSITION | CONJUNCTION | SUBORDINATOR | ADVERB | AUXILIARY
    return not flags & closed and bool(flags & NOUN or not flags & VERB)


def edit_for(words: Sequence[Word], at: int, found: Referent) -> Edit:
    """The edit that puts a referent in a pronoun's place."""
    word, before = words[at], words[at - 1].low if at else ""
    name = found.in_sentence
    new, start = (
        genitive(name, is_person=found.sort is Sort.PERSON) if is_possessive(words, at) else name,
        word.start,
    )
    if word.low in _PLACE:
        new = f"{'in' if found.sort is Sort.PLACE or not found.is_named else 'at'} {name}"
    elif word.low == "they" and not found.is_plural and before in _SINGULAR:
        # "do they have" becomes "does Parler have".
        start, new = words[at - 1].start, f"{_SINGULAR[before]} {name}"
    return Edit(start=start, end=word.end, new=new, meaning=found.name, turn=found.turn)


def candidates(words: Sequence[Word], at: int, talk: Conversation) -> list[Referent]:
    """What a pronoun may stand for, the likeliest first, their weights with agreement in them."""
    low = words[at].low
    pair = _pair(words, talk) if low in _SEVERAL else None
    if pair:
        return [pair]
    if low in _PLACE and any(bare(word.low) in _LIVING for word in words):
        return [referent for referent in talk.referents if _is_lived_in(referent)]
    misfit = _MISFITS[kind_of(low)]
    if low == "it" and at and words[at - 1].low in _ON:
        misfit = _unlike_matter
    weighed = [
        structs.replace(referent, weight=referent.weight - less)
        for referent in talk.referents
        if (less := misfit(referent)) is not None
    ]
    return sorted(weighed, key=lambda referent: -referent.weight)


def rivals(found: Sequence[Referent], asked: str) -> list[Referent]:
    """Those of the candidates between which nothing decides: "X and Y" of the last question."""
    first = found[0]
    if first.sort is not Sort.PERSON:
        return []
    known = {word.low for word in words_of(asked)}
    people = [
        r
        for r in found
        if r.sort is Sort.PERSON and r.turn == first.turn and first.weight - r.weight < _AS_LIKELY
        and fold(surname_of(r.name)) in known
    ]  # fmt: skip
    lasts = "|".join(re.escape(fold(surname_of(r.name))) for r in people)
    joined = re.search(rf"\b({lasts}) (?:and|or|versus|vs) (?:\w+ )?({lasts})\b", fold(asked))
    return people if joined and len(people) > 1 else []


# How little a referent agrees with a pronoun: None if not at all.


def _unlike_person(gender: str, referent: Referent) -> float | None:
    if referent.sort is not Sort.PERSON:
        is_spoken_of = referent.may_be_person and referent.weight >= ASKED
        return _UNLIKELY + _UNKNOWN_SORT if is_spoken_of else None
    if not referent.gender:
        return _UNKNOWN_GENDER
    return 0.0 if referent.gender == gender else None


def _unlike_thing(referent: Referent) -> float | None:
    if referent.sort is Sort.PERSON or referent.is_plural or referent.weight < ASKED:
        return None
    is_unlikely = referent.may_be_person and not referent.takes_article
    # "Who will build the wind farm", "when will it be ready": whoever did it is no "it".
    is_unlikely = is_unlikely or (referent.is_answer and referent.sort is Sort.ORGANISATION)
    if referent.is_where and referent.sort is Sort.PLACE:
        return None
    return _UNLIKELY if is_unlikely or referent.is_where else 0.0


def _unlike_matter(referent: Referent) -> float | None:
    """As for a thing; but "it" in "how do they differ on it" may be wages."""
    if referent.is_plural and not referent.is_named and referent.weight >= ASKED:
        return _UNKNOWN_SORT
    return _unlike_thing(referent)


def _unlike_several(referent: Referent) -> float | None:
    if referent.sort is Sort.PERSON or referent.weight < ASKED:
        return None
    if referent.is_plural or referent.sort is Sort.ORGANISATION:
        return 0.0
    return _UNLIKELY if referent.is_named and referent.weight - _UNLIKELY >= ASKED else None


def _unlike_place(referent: Referent) -> float | None:
    if referent.sort is Sort.PERSON or referent.is_plural:
        return None
    if referent.sort is Sort.PLACE and referent.weight > TITLED:
        return -_UNKNOWN_SORT
    if referent.weight < _FIRMLY:
        return None
    return 0.0 if referent.sort is Sort.ORGANISATION else _UNKNOWN_SORT


_MISFITS: dict[str, Callable[[Referent], float | None]] = {
    "he": lambda referent: _unlike_person("m", referent),
    "she": lambda referent: _unlike_person("f", referent),
    "it": _unlike_thing,
    "they": _unlike_several,
    "there": _unlike_place,
}


def _is_lived_in(place: Referent) -> bool:
    if place.sort is Sort.PLACE:
        return fold(place.name.split()[-1]) not in _NOT_LIVED_IN
    is_firm = fold(place.name.split()[-1]) in FIRM_WORDS
    return place.sort is Sort.THING and place.is_named and place.weight > ASKED and not is_firm


# Two people


def both_people(talk: Conversation) -> Referent | None:
    """The two people spoken of last."""
    return _as_pair([r for r in talk.referents if r.sort is Sort.PERSON][:2])


def _pair(words: Sequence[Word], talk: Conversation) -> Referent | None:
    """The two people spoken of last, where the verb needs two or the last question named both."""
    lows = [word.low for word in words if word.low[0].isalnum()]
    # "Did they agree to it" may be asked of anybody.
    if lows[-1] == "agree" or any(bare(low) in _TOGETHER or low in _TOGETHER for low in lows):
        return both_people(talk)
    named = [
        r
        for r in talk.referents
        if r.sort is Sort.PERSON and r.turn == talk.last.number and r.weight > _NAMED_LAST
    ]
    return _as_pair(named) if len(named) == 2 else None


def _as_pair(people: Sequence[Referent]) -> Referent | None:
    if len(people) < 2:
        return None
    first, second = sorted(people, key=lambda referent: referent.turn)
    return Referent(
        name=f"{first.name} and {second.name}",
        sort=Sort.PERSON,
        turn=max(first.turn, second.turn),
        weight=first.weight,
        is_plural=True,
    )
