"""Antecedents of pronouns in French, German and Spanish messages.

Names come first that answered a question for a name; then what the last questions named, with an
article or a capital; then people of the articles shown.
"""

import re
from collections.abc import Iterator

from msgspec import Struct, structs

from index.people.names import name_words_of
from index.quotations.vocabulary.name_parts import take_apart
from index.quotations.vocabulary.titles_and_given_names import gender_of
from service.questions.followups.languages.grammar import Grammar, Kind
from service.questions.followups.names.referents import Sort
from service.questions.followups.talk.conversation import Conversation

_TURNS_BACK, _LONGEST_NAME = 3, 5
_KINDS = {"m": Kind.HE, "f": Kind.SHE}
_NAME = r"(?P<name>[A-ZÀ-Þ][\w'-]*(?:\s[A-ZÀ-Þ][\w'-]*)+)"
_PEOPLE = (Kind.HE, Kind.SHE)


class Antecedent(Struct, frozen=True):
    """Words that a pronoun may stand for."""

    text: str
    turn: int
    kinds: frozenset[Kind]
    """The pronouns that agree with it."""


def antecedent(kind: Kind, talk: Conversation, grammar: Grammar) -> Antecedent | None:
    """The likeliest that agrees; None if nothing does."""
    found = _mentioned(talk, grammar)
    if kind is Kind.OWNER:
        return next(found, None)
    return next((one for one in found if kind in one.kinds), None)


def last_named(talk: Conversation, grammar: Grammar) -> Antecedent | None:
    """What the last question is about, or who answered it."""
    return next(_mentioned(talk, grammar), None)


def named_in(text: str, turn: int, talk: Conversation, grammar: Grammar) -> list[Antecedent]:
    """What a question names, in the order in which it stands there."""
    found = [
        (noun.start(), Antecedent(noun[0], turn, _kinds_behind(noun["article"], grammar)))
        for noun in _nouns(grammar).finditer(text)
    ]
    covered = [range(start, start + len(one.text)) for start, one in found]
    for spotted in talk.spotted(text):
        is_name = spotted.named and spotted.start and text[spotted.start].isupper()
        if spotted.named and is_name and not any(spotted.start in span for span in covered):
            kinds = _agreeing(spotted.named.gender, spotted.named.sort)
            found.append((spotted.start, Antecedent(spotted.text, turn, kinds)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _kinds_behind(article: str, grammar: Grammar) -> frozenset[Kind]:
    kinds = grammar.articles[article.strip().lower().replace("’", "'")]
    return frozenset(map(Kind, kinds.split()))


def name_of(description: str, talk: Conversation) -> str | None:
    """Whom a shown article calls so: "la mairesse, Solène Kervran"."""
    behind = re.compile(rf"(?<!\w)(?i:{re.escape(description)}),?\s+{_NAME}")
    for quote in talk.shown:
        text = talk.text_of(quote).replace("’", "'")
        if found := behind.search(text):
            return found["name"].strip()
    return None


def _mentioned(talk: Conversation, grammar: Grammar) -> Iterator[Antecedent]:
    if answer := answered(talk, grammar):
        yield answer
    for turn in reversed(talk.turns[-_TURNS_BACK:]):
        for one in named_in(turn.searched.strip(" ?!.¿"), turn.number, talk, grammar):
            yield _as_referred(one, turn.question, grammar)
    for referent in talk.referents:
        if referent.sort is Sort.PERSON or referent.may_be_person:
            given = take_apart(name_words_of(referent.name)).given
            gender = referent.gender or gender_of(given[0] if given else "")
            kinds = _agreeing(gender, Sort.PERSON)
            yield Antecedent(referent.name, referent.turn, kinds)
        elif referent.is_named and referent.sort is Sort.PLACE:
            yield Antecedent(referent.name, referent.turn, frozenset([Kind.THERE]))


def _as_referred(one: Antecedent, typed: str, grammar: Grammar) -> Antecedent:
    """The same with what the pronoun says that was typed for it."""
    if one.kinds < frozenset(_PEOPLE) or one.text in typed:
        return one
    said = {p.kind for p in grammar.pronouns if p.kind in _PEOPLE and p.pattern.search(typed)}
    return structs.replace(one, kinds=frozenset(said)) if len(said) == 1 else one


def answered(talk: Conversation, grammar: Grammar) -> Antecedent | None:
    """The name that answered the last question, if it asked for one."""
    last = talk.last
    if last.status != "answered" or not grammar.who.match(last.searched.strip(" ?¿")):
        return None
    light = (last.quotes[0].highlight or "").strip() if last.quotes else ""
    words = light.split()
    is_name = 0 < len(words) <= _LONGEST_NAME and all(word[0].isupper() for word in words)
    return Antecedent(light, last.number, frozenset(_PEOPLE)) if is_name else None


def _agreeing(gender: str, sort: Sort) -> frozenset[Kind]:
    if sort is Sort.PLACE:
        return frozenset([Kind.THERE, Kind.IT])
    if sort is Sort.PERSON or gender:
        return frozenset([_KINDS[gender]] if gender else _PEOPLE)
    return frozenset(Kind)


def _nouns(grammar: Grammar) -> re.Pattern[str]:
    articles = "|".join(sorted(grammar.articles, key=len, reverse=True)).replace("'", "['’]")
    return re.compile(
        rf"(?<![\w’'-])(?P<article>(?i:{articles}))\s*(?<=[\s’'])(?P<noun>{grammar.noun.pattern})"
    )
