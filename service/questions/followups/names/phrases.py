"""Names and noun phrases in a question that the next one may refer to."""

from collections.abc import Iterable

from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.quotations.vocabulary.word_classes import (
    DETERMINER,
    NUMBER,
    POSSESSIVE,
    PREPOSITION,
    TIME,
)
from index.records import reshape
from service.questions.followups.grammar.words import (
    BEING,
    classes_of,
    is_adjective,
    is_plural,
    words_of,
)
from service.questions.followups.names.people_words import BODIES, may_be_a_person
from service.questions.followups.names.referents import Named, Referent, Sort
from service.questions.followups.names.spotting import Spotted

GENERAL = frozenset(
    """people person time year years day days date month week number way thing things name one ones
    place part lot kind sort age reason anything anyone everyone question answer minute home else
    end cause source article articles rest timeline kilos reaction opinion view two both job work
    others record""".split()
)
"""Heads of phrases that no pronoun stands for."""
_EMPTY_OPENINGS = frozenset("no every some other such".split())
_INDEFINITE = frozenset("a an any".split())
_TO_THE = _INDEFINITE | frozenset("this that many these those which".split())
_JOINING = frozenset("of near between behind against in at".split())
_STATES = frozenset("at in on under".split())
"""What makes a bare noun a state rather than a thing: "who is on board", "was in charge"."""
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_LESS = 1.0
"""What an indefinite phrase weighs less than others."""


def chains(text: str, spots: Iterable[Spotted]) -> list[Spotted]:
    """Noun phrases with what prepositions join to them: "the bus crash near Ross Coulee"."""
    found: list[Spotted] = []
    for one in spots:
        before = found[-1] if found else None
        if before is None or not _joins(text, before, one):
            found.append(one)
            continue
        found[-1] = Spotted(
            start=before.start, end=one.end, text=text[before.start : one.end], head=before.head
        )
        if one.named:
            found.append(one)
    return found


def _joins(text: str, before: Spotted, one: Spotted) -> bool:
    between = text[before.end : one.start].split()
    if len(between) != 1 or between[0].lower() not in _JOINING or before.named:
        return False
    return before.head not in GENERAL and not is_adjective(before.head)


def referent(text: str, spotted: Spotted, turn: int, weight: float) -> Referent | None:
    """A name or noun phrase of a question as something to speak of; None if it is too general."""
    if spotted.named:
        return named_referent(spotted.named, turn, weight)
    words = [word.low for word in words_of(spotted.text)]
    several = is_plural(spotted.head) or words[0] == "many"
    if _is_too_general(spotted, words) or not _is_phrase(text, spotted, words, several=several):
        return None
    is_person = may_be_a_person(spotted.head) and not several
    return Referent(
        name=_definite(spotted.text),
        sort=Sort.PERSON if is_person else _sort_of(spotted.head),
        gender=gender_of("", words) if is_person else "",
        turn=turn,
        weight=weight - (_LESS if words[0] in _INDEFINITE else 0),
        is_plural=several,
        described=frozenset(words),
        is_named=False,
    )


def _sort_of(head: str) -> Sort:
    return Sort.ORGANISATION if head in BODIES else Sort.THING


def _is_too_general(spotted: Spotted, words: list[str]) -> bool:
    if spotted.head in GENERAL or words[0] in _EMPTY_OPENINGS:
        return True
    return all(
        classes_of(word) & (NUMBER | TIME) or word.isdigit() or word in _MONTHS for word in words
    )


def _is_phrase(text: str, spotted: Spotted, words: list[str], *, several: bool) -> bool:
    """Whether words are surely a noun phrase, rather than a verb that no list has."""
    *_, verb, place = ["", "", *text[: spotted.start].lower().split()]
    is_state = place in _STATES and verb in BEING
    is_behind = bool(classes_of(place) & PREPOSITION) and not is_state
    is_opened = bool(classes_of(words[0]) & (DETERMINER | POSSESSIVE))
    return is_opened or several or is_behind or len(words) > 1


def _definite(phrase: str) -> str:
    """What was mentioned as "a strike" is "the strike" from then on."""
    first, _, rest = phrase.partition(" ")
    return f"the {rest}" if first.lower() in _TO_THE and rest else phrase


def named_referent(named: Named, turn: int, weight: float) -> Referent:
    """A name as something to speak of."""
    described = named.described | {word.low for word in words_of(named.name)}
    return reshape(named, Referent, turn=turn, weight=weight, described=described)
