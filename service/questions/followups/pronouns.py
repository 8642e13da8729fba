"""Pronouns and possessives: whom or what they stand for."""

import re
from collections.abc import Iterator, Sequence

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
from service.questions.followups.conversation import ASKED, TITLED, Conversation
from service.questions.followups.inflection import bare
from service.questions.followups.referents import Referent, Sort
from service.questions.followups.rewriting import Edit, genitive
from service.questions.followups.words import (
    INVERTING,
    Word,
    classes_of,
    fold,
    is_adjective,
    words_of,
)

_MAN = frozenset("he him his himself".split())
_WOMAN = frozenset("she her hers herself".split())
_ONE_THING = frozenset("it its itself".split())
_SEVERAL = frozenset("they them their theirs themselves".split())
_PLACE = frozenset("there".split())
PRONOUNS = _MAN | _WOMAN | _ONE_THING | _SEVERAL | _PLACE
_POSSESSIVES = frozenset("his her its their".split())
_OWNED = frozenset("hers theirs".split())
_TOGETHER = frozenset(
    "meet met marry agree disagree differ talk relate related married know".split()
)
"""What two people do to each other: "where did they meet", "are they related"."""
_LIVING = frozenset("live reside inhabit".split())
_NOT_LIVED_IN = frozenset("street road avenue river lake bridge dam park point".split())
_UNREAL = frozenset("take takes took rain snow mean matter seem".split())
"""Verbs of an "it" that stands for nothing: "how long does it take to ..."."""
_IDIOMS = frozenset("make made makes".split())
_UNKNOWN_GENDER = 0.8
_UNKNOWN_SORT = 1.0
_NOT_QUITE = 1.5
"""What a mismatch takes from a referent's weight."""
_SINGULAR = {"do": "does", "are": "is", "were": "was", "have": "has"}
_AS_LIKELY = 1.6
"""Referents whose weights differ by less are equally likely."""


def pronouns_in(words: Sequence[Word]) -> Iterator[int]:
    """The places of the pronouns that stand for something."""
    for at, word in enumerate(words):
        if word.low in PRONOUNS and not _is_empty(words, at):
            yield at


def _is_empty(words: Sequence[Word], at: int) -> bool:
    """Whether the pronoun stands for nothing: "there is", "it takes", "make it"."""
    before = words[at - 1].low if at else ""
    after = words[at + 1].low if at + 1 < len(words) else ""
    low = words[at].low
    if low == "there":
        return before in INVERTING or after in INVERTING
    if low == "it":
        behind = {w.low for w in words[at:]}
        is_stated = after in _UNREAL or is_adjective(after)
        return (is_stated and bool(behind & {"to", "that", "if"})) or before in _IDIOMS
    return False


def edit_for(words: Sequence[Word], at: int, found: Referent) -> Edit:
    """The edit that puts a referent in a pronoun's place."""
    word = words[at]
    name = found.in_sentence
    new = genitive(name) if is_possessive(words, at) else name
    start = word.start
    if word.low in _PLACE:
        new = f"{_preposition(found)} {name}"
    elif word.low == "they" and not found.is_plural and at and words[at - 1].low in _SINGULAR:
        # "do they have" becomes "does Parler have".
        start, new = words[at - 1].start, f"{_SINGULAR[words[at - 1].low]} {new}"
    return Edit(start=start, end=word.end, new=new, meaning=found.name, turn=found.turn)


def is_possessive(words: Sequence[Word], at: int) -> bool:
    """Whether something follows that belongs to it: "her coach", but not "about her"."""
    low = words[at].low
    if low in _OWNED:
        return True
    if low not in _POSSESSIVES:
        return False
    if low != "her":
        return True
    after = words[at + 1].low if at + 1 < len(words) else ""
    if not after[:1].isalnum():
        return False
    flags = word_classes().get(after, 0)
    if flags & VERB and not flags & NOUN:
        return False
    return not flags & (PREPOSITION | CONJUNCTION | SUBORDINATOR | ADVERB | AUXILIARY)


def candidates(words: Sequence[Word], at: int, talk: Conversation) -> list[Referent]:
    """What a pronoun may stand for, the likeliest first, their weights with agreement in them."""
    low = words[at].low
    if low in _SEVERAL:
        pair = _pair(words, talk)
        if pair:
            return [pair]
    if low in _PLACE and any(bare(word.low) in _LIVING for word in words):
        return [r for r in talk.referents if _is_lived_in(r)]
    fits = _FITS[next(n for n, known in enumerate(_CLASSES) if low in known)]
    weighed = [(fit, r) for r in talk.referents if (fit := fits(r)) is not None]
    weighed.sort(key=lambda pair: -(pair[1].weight - pair[0]))
    return [_less(r, fit) for fit, r in weighed]


def rivals(found: Sequence[Referent], asked: str) -> list[Referent]:
    """Those of the candidates between which nothing decides: "X and Y" of the last question."""
    first = found[0]
    if first.sort is not Sort.PERSON:
        return []
    close = [r for r in found if r.turn == first.turn and first.weight - r.weight < _AS_LIKELY]
    people = [r for r in close if r.sort is Sort.PERSON and _is_in(r.name, asked)]
    lasts = "|".join(re.escape(fold(r.name.split()[-1])) for r in people)
    joined = re.search(rf"\b({lasts}) (?:and|or|versus|vs) (?:\w+ )?({lasts})\b", fold(asked))
    return people if joined and len(people) > 1 else []


def _is_in(name: str, asked: str) -> bool:
    return fold(name.split()[-1]) in {word.low for word in words_of(asked)}


def _less(referent: Referent, fit: float) -> Referent:
    return Referent(
        **{
            **{f: getattr(referent, f) for f in referent.__struct_fields__},
            "weight": referent.weight - fit,
        }
    )


def _fits_person(gender: str, referent: Referent) -> float | None:
    if referent.sort is Sort.PERSON:
        if not referent.gender:
            return _UNKNOWN_GENDER
        return 0.0 if referent.gender == gender else None
    return _NOT_QUITE if referent.may_be_person else None


def _fits_man(referent: Referent) -> float | None:
    return _fits_person("m", referent)


def _fits_woman(referent: Referent) -> float | None:
    return _fits_person("f", referent)


def _fits_thing(referent: Referent) -> float | None:
    if referent.sort is Sort.PERSON:
        return None
    if referent.is_plural or referent.weight < ASKED:
        return None
    unlikely = (referent.may_be_person and not referent.takes_article) or referent.is_where
    return _NOT_QUITE if unlikely else 0.0


def _fits_several(referent: Referent) -> float | None:
    if referent.sort is Sort.PERSON or referent.weight < ASKED:
        return None
    if referent.is_plural or referent.sort is Sort.ORGANISATION:
        return 0.0
    is_likely = referent.is_named and referent.weight - _NOT_QUITE >= ASKED
    return _NOT_QUITE if is_likely else None


def _fits_place(referent: Referent) -> float | None:
    if referent.sort is Sort.PERSON or referent.is_plural:
        return None
    if referent.sort is Sort.PLACE and referent.weight > TITLED:
        return -_UNKNOWN_SORT
    if referent.weight < ASKED:
        return None
    return 0.0 if referent.sort is Sort.ORGANISATION else _UNKNOWN_SORT


_CLASSES = (_MAN, _WOMAN, _ONE_THING, _SEVERAL, _PLACE)
_FITS = (_fits_man, _fits_woman, _fits_thing, _fits_several, _fits_place)


def _pair(words: Sequence[Word], talk: Conversation) -> Referent | None:
    """The two people spoken of last, where the verb needs two, or the last question named both."""
    people = [r for r in talk.referents if r.sort is Sort.PERSON]
    together = any(bare(w.low) in _TOGETHER or w.low in _TOGETHER for w in words)
    named = [r for r in people if r.turn == talk.last.number and r.weight > 4 - 0.7]
    if not (together and len(people) > 1) and len(named) != 2:
        return None
    first, second = sorted(people[:2] if together else named, key=lambda r: r.turn)
    return Referent(
        name=f"{first.name} and {second.name}", sort=Sort.PERSON, turn=max(first.turn, second.turn),
        weight=first.weight, is_plural=True,
    )  # fmt: skip


def both_people(talk: Conversation) -> Referent | None:
    """The two people spoken of last."""
    people = [r for r in talk.referents if r.sort is Sort.PERSON][:2]
    if len(people) < 2:
        return None
    first, second = sorted(people, key=lambda r: r.turn)
    return Referent(
        name=f"{first.name} and {second.name}", sort=Sort.PERSON, turn=max(first.turn, second.turn),
        weight=first.weight, is_plural=True,
    )  # fmt: skip


def _preposition(place: Referent) -> str:
    return "in" if place.sort is Sort.PLACE or not place.is_named else "at"


def _is_lived_in(place: Referent) -> bool:
    if place.sort is Sort.PLACE:
        return place.name.split()[-1].lower() not in _NOT_LIVED_IN
    return place.sort is Sort.THING and place.is_named and place.weight > ASKED


def is_noun_behind(words: Sequence[Word], at: int) -> bool:
    """Whether "that" or "this" at a place belongs to a noun behind it."""
    if at + 1 >= len(words) or not words[at + 1].low[0].isalnum():
        return False
    after = words[at + 1].low
    flags = classes_of(after)
    return after not in INVERTING and not flags & (
        PREPOSITION | AUXILIARY | ADVERB | CONJUNCTION | VERB
    )
