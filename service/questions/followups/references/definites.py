"""Descriptions with "the" and "that": the mayor, the company, that island, the plan."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from service.questions.followups.grammar.rewriting import Edit
from service.questions.followups.grammar.words import fold, words_of
from service.questions.followups.names.people_words import ANYBODY, BODIES, FIRMS, may_be_a_person
from service.questions.followups.names.phrases import GENERAL
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.names.spotting import Spotted
from service.questions.followups.references.described import (
    extent,
    firm_called,
    firm_described,
    is_modified,
    person_described,
)
from service.questions.followups.talk.conversation import Conversation
from service.questions.followups.talk.salience import ASKED

_OPENING = frozenset("the that this those these".split())
_OWNING = frozenset("his her its their".split())
"""What may stand before somebody's office, or kin: "its founder", "her sister"."""
_MODIFYING = frozenset("from of who whose that which with behind".split())
"""What says more about a description than its noun does: "the senator from Utah"."""
_PLACES = frozenset(
    """island city town village country state county province river lake road street highway
    neighborhood region mountain volcano place site station port harbor""".split()
)
_NAMED_AS_SUCH = frozenset("river lake road street highway mountain station port harbor".split())
"""Places whose names say what they are: no city is "the lake"."""
_OTHERS = frozenset("bureau department river bridge dam park point tower".split())
"""Last words of names that are no company's, and no town's."""
_AGENTS = ("er", "or", "ist", "ian", "ant")
"""Endings of people's nouns, and of others: enough where an article describes somebody so."""
_UNKNOWN_SORT = 0.5
_NAMED_ONLY = -3.0
_QUESTION_WEIGHT = 0.9
"""Below it a referent was mentioned too long ago, or too far from the question, for a mere noun."""


class Definite(Struct, frozen=True, kw_only=True):
    """A description in a question."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    """Without "the" or "that", in lower case."""
    is_demonstrative: bool
    is_somebodys: bool = False
    """Whether a possessive stands before it: "its founder"."""


def definites_in(text: str, spots: Sequence[Spotted]) -> Iterator[Definite]:
    """The descriptions of a question, in order."""
    lows = {word.start: word for word in words_of(text)}
    for spotted in spots:
        if spotted.named:
            continue
        words = words_of(spotted.text)
        behind = text[spotted.end :].split()[:1]
        goes_on = bool(behind) and behind[0].lower() in _MODIFYING
        is_somebodys = words[0].low in _OWNING and may_be_a_person(words[-1].low)
        if len(words) < 2 or not (words[0].low in _OPENING or is_somebodys):
            continue
        end = extent(text, spotted.start, spotted.end)
        if end > spotted.end or not goes_on:
            yield Definite(
                start=spotted.start,
                end=end,
                text=text[spotted.start : end],
                words=tuple(word.low for word in words[1:]),
                is_demonstrative=lows[spotted.start].low != "the",
                is_somebodys=is_somebodys,
            )


def meant(definite: Definite, talk: Conversation) -> Referent | None:
    """The referent of a description, if exactly one thing fits best."""
    head = definite.words[-1]
    if definite.is_somebodys or is_modified(definite.text):
        return described(definite, talk)
    if head in GENERAL and not definite.is_demonstrative:
        return None
    wanted = frozenset(definite.words)
    fitting = [
        r for r in talk.referents if wanted <= _by_name(r) and fold(r.name) != fold(definite.text)
    ]
    named = [r for r in fitting if r.is_named and _suits(r, head)]
    if named:
        return _only(named)
    if head in ANYBODY and len(wanted) > 1:
        return _only([r for r in talk.referents if _is_called(r, wanted - {head})])
    if head in FIRMS and len(wanted) == 1:
        return _of_sort(talk, Sort.ORGANISATION, head) or firm_called(head, talk)
    if head in _PLACES and len(wanted) == 1:
        return _of_sort(talk, Sort.PLACE, head)
    if may_be_a_person(head) and not definite.is_demonstrative:
        called = talk.opened.people.registry().called(definite.text)
        if len(called) == 1:
            return Referent(
                name=called[0].name, sort=Sort.PERSON, turn=talk.last.number, weight=0.0
            )
    longer = [r for r in fitting if len(r.name) > len(definite.text) and _head(r) == head]
    return described(definite, talk) or next(iter(longer), None)


def described(definite: Definite, talk: Conversation) -> Referent | None:
    """People with this description in a shown article; none for "that", which is anaphoric."""
    if definite.is_demonstrative and not definite.is_somebodys:
        return None
    if definite.words[-1] in FIRMS and not is_modified(definite.text):
        return firm_described(definite.text, talk)
    return person_described(definite.text, talk, _owner(definite, talk))


def _owner(definite: Definite, talk: Conversation) -> str:
    """Whose brother "his brother" is, most likely; "" if the words are of nobody."""
    if not definite.is_somebodys:
        return ""
    people = [referent for referent in talk.referents if referent.sort is Sort.PERSON]
    return max(people, key=lambda one: one.weight).name if people else ""


def edit_of(definite: Definite, found: Referent) -> Edit:
    """The edit that puts a name in a description's place."""
    return Edit(
        start=definite.start, end=definite.end, new=found.in_sentence, meaning=found.name,
        turn=found.turn,
    )  # fmt: skip


def _is_called(referent: Referent, words: frozenset[str]) -> bool:
    """Whether somebody is described with these words: "the ford guy"."""
    return referent.sort is Sort.PERSON and words <= referent.described


def _suits(referent: Referent, head: str) -> bool:
    """Whether a noun may stand for it: a person's by office, a thing's by its name."""
    if referent.sort is Sort.PERSON:
        return may_be_a_person(head) or head.endswith(_AGENTS)
    return referent.weight > _NAMED_ONLY and fold(referent.name).split()[-1] == head


def _by_name(referent: Referent) -> frozenset[str]:
    described = referent.described
    if "minister" in described and "prime" in described:
        described |= {"premier"}
    return described - {"the", "a", "'s"}


def _head(referent: Referent) -> str:
    words = [w.low for w in words_of(referent.name)]
    cut = next(
        (n for n, w in enumerate(words) if n and w in ("of", "in", "near", "for", "on", "at")),
        len(words),
    )
    return words[cut - 1]


def _only(found: Sequence[Referent]) -> Referent | None:
    """The likeliest, unless another of the same turn is about as likely."""
    if not found:
        return None
    best = found[0]
    close = [r for r in found[1:] if best.weight - r.weight < 0.35 and r.sort is best.sort]
    return None if close else best


def _of_sort(talk: Conversation, sort: Sort, head: str) -> Referent | None:
    """The likeliest name of that sort; one of no known sort if it is much likelier."""
    found = [
        (r.weight - (0.0 if r.sort is sort else _UNKNOWN_SORT), r)
        for r in talk.referents
        if r.is_named
        and r.sort in (sort, Sort.THING)
        and r.weight > (_QUESTION_WEIGHT if r.sort is sort else ASKED)
        and not _is_another(r, head)
    ]
    return max(found, key=lambda pair: pair[0], default=(0.0, None))[1]


def _is_another(referent: Referent, head: str) -> bool:
    """Whether the name itself says that it is something else: no union is "the company"."""
    words = fold(referent.name).split()
    if head in _NAMED_AS_SUCH and head not in words:
        return True
    return words[-1] != head and words[-1] in BODIES | _PLACES | _OTHERS
