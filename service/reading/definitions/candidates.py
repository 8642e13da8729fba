"""Candidates for "who is X": the sentences that define the name, beside what a reader found.

Each has features of its own and a probability fitted on them, so that it competes with the other
candidates. Where both mark the same sentence, the words that define are marked if they are surer.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from index.people.names import is_same_word, words_of
from index.records import Article, Span
from index.search import Found
from service.candidates import Candidate
from service.questions.kinds.definitions import Asked, Wanted, definition_asked, role_of
from service.questions.understand import Question
from service.reading.confidence import Features, Weights
from service.reading.definitions.abbreviations import is_abbreviation, long_forms, spelt_out
from service.reading.definitions.mentions import Mention, mentions_of, names_in
from service.reading.definitions.structures import Defining, defining
from service.reading.ranking import ranked

DEFINED = "defined"
"""The feature that only these candidates have."""
WEIGHTS_FILE = Path(__file__).with_name("weights.json")
_MOST_ARTICLES = 30
_ENOUGH_LETTERS = 4
"""A country and those who live there share so many: Germany, German."""
_LONG_CHARACTERS = 100
_EARLY_SENTENCES = 8
_OWNER = re.compile(r"[A-ZÀ-Þ][\w.-]*['’](?:s\b|(?=\s))|\b(?:of|for|at)\s+(?:the\s+)?[A-ZÀ-Þ]")
_BEHIND = frozenset(("apposed", "copula", "bracket"))
_NOT_NOW = frozenset("former ex then deputy vice late assistant acting ousted".split())
_OTHER_OFFICE = frozenset("deputy vice assistant shadow honorary".split())
_OTHER_TIME = frozenset("former ex then late ousted next incoming future previous".split())
_UNTIL = re.compile(r"\b(?:until|from)\s+(?:\w+\s+)?(?:1[5-9]|20)\d\d\b", re.IGNORECASE)


class Held(NamedTuple):
    """A stretch of an article that defines something, with its sentence."""

    version_pk: int
    article: Article
    sentence: int
    marked: Span
    features: Features


def with_definitions(
    question: Question, found: Sequence[Found], candidates: Sequence[Candidate]
) -> list[Candidate]:
    """The candidates with those that define what the question asks about, best first."""
    asked = definition_asked(question.text)
    if asked is None:
        return list(candidates)
    articles = {item.located.version_pk: item.located.article for item in found[:_MOST_ARTICLES]}
    own = [
        _candidate(held, candidates)
        for version_pk, article in articles.items()
        for held in definitions_in(article, asked, version_pk)
    ]
    return ranked([*own, *candidates])


def definitions_in(article: Article, asked: Asked, version_pk: int = 0) -> Iterator[Held]:
    """Where an article defines what is asked about."""
    if not _may_hold(asked, article.text):
        return
    for number, span in enumerate(article.sentences):
        text = article.text[span.start : span.end]
        for one, features in _in_sentence(asked, text, article):
            marked = Span(span.start + one.span.start, span.start + one.span.end)
            own = _features(asked, one, number)
            yield Held(version_pk, article, number, marked, {**own, **features})


def _may_hold(asked: Asked, text: str) -> bool:
    """Whether the article has the words at all: most have not, and are not read."""
    words = set(words_of(text))
    if asked.wanted is Wanted.HOLDER:
        return any(part in words for role in asked.roles for part in role.split("-")[-1:])
    own = words_of(asked.name)
    return bool(own) and own[-1] in words


def _in_sentence(asked: Asked, text: str, article: Article) -> Iterator[tuple[Defining, Features]]:
    if asked.wanted is Wanted.HOLDER:
        yield from _holders(asked, text, article)
        return
    if is_abbreviation(asked.name):
        for one in (*long_forms(asked.name, text), *spelt_out(asked.name, text)):
            yield one, {"short": 1.0}
    if asked.wanted is Wanted.LONG_FORM:
        return
    whole = 1.0 if " " in asked.name else 0.0
    for mention in _mentions(asked, text):
        is_name = text[mention.name.start].isupper()
        if is_name or not asked.is_person:
            for one in defining(text, mention):
                # "as important as the": before a common noun stand other words.
                if is_name or one.form in _BEHIND:
                    yield one, {"whole": whole}


def _mentions(asked: Asked, text: str) -> Iterable[Mention]:
    """Where the name stands; of a person whose surname alone stands there, that."""
    found = list(mentions_of(asked.name, text))
    if found or not asked.is_person or " " not in asked.name:
        return found
    first, *_, last = words_of(asked.name)
    return [
        mention
        for mention in mentions_of(asked.name.split()[-1], text)
        if (words := words_of(text[mention.name.start : mention.name.end]))
        and words[-1] == last
        and (len(words) == 1 or is_same_word(words[0], first))
    ]


def _holders(asked: Asked, text: str, article: Article) -> Iterator[tuple[Defining, Features]]:
    """The names that the sentence gives the office."""
    sentence, own = words_of(text), set(words_of(asked.name))
    if _share(asked.whose, words_of(f"{article.title or ''} {article.text}")) < 1:
        return
    for mention in names_in(text):
        for one in defining(text, mention):
            words = words_of(text[one.span.start : one.span.end])
            if (at := _role_at(asked.roles, words)) is None or _has_other(asked, words[:at]):
                continue
            around = text[one.span.start : one.span.end + _LONG_CHARACTERS]
            if _is_past(asked, words[:at], text, one) or _is_owners(asked, around):
                continue
            behind = words_of(text[mention.name.end : mention.name.end + 60])
            name = Span(mention.name.start, mention.name.end)
            near = [*words, *(behind if one.form == "title" else ())]
            yield (
                Defining(one.form, name),
                {
                    "whose": 1.0 if asked.whose else 0.0,
                    "named_there": _share(asked.whose, near),
                    "in_sentence": _share(asked.whose, sentence),
                    "in_article": 1.0,
                    "not_now": 1.0 if _NOT_NOW & set(words[:at][-1:]) - own else 0.0,
                    "other": 1.0 if _is_of_another(asked, one, text, near) else 0.0,
                },
            )


def _has_other(asked: Asked, before: Sequence[str]) -> bool:
    """Whether it is another office: the deputy mayor is not the mayor, nor the mayor the deputy."""
    return _OTHER_OFFICE & set(before[-2:]) != _OTHER_OFFICE & set(words_of(asked.name))


def _is_past(asked: Asked, before: Sequence[str], text: str, one: Defining) -> bool:
    """Whether somebody had the office, or will have it, while its holder is asked for."""
    is_over = _UNTIL.search(text, one.span.start, one.span.end) is not None
    other = _OTHER_TIME & set(before[-3:]) - set(words_of(asked.name))
    return not asked.is_past and (is_over or bool(other))


def _is_owners(asked: Asked, description: str) -> bool:
    """Whether the office is of something that belongs to it: "president of Norland's club"."""
    return bool(asked.whose) and any(
        re.search(
            rf"\b(?:of|for|at)\s+(?:the\s+)?{re.escape(word)}['’]s?\s+[a-z]", description, re.I
        )
        for word in asked.whose[-1:]
    )


def _role_at(roles: frozenset[str], words: list[str]) -> int | None:
    """The place of the office in a description; "vice president" is not "president"."""
    for at in range(len(words)):
        for size in (2, 1):
            role = role_of(words[at : at + size])
            # "deputy mayor" is no office of two words that ends with "mayor".
            is_whole = role is not None and (size == 2) is ("-" in role)
            if role in roles and is_whole and (size == 2 or not _is_part(words, at)):
                return at
    return None


def _is_part(words: Sequence[str], at: int) -> bool:
    """Whether the word is part of an office of two words: "vice president"."""
    pairs = (words[max(0, at - 1) : at + 1], words[at : at + 2])
    return any(len(pair) > 1 and "-" in (role_of(list(pair)) or "") for pair in pairs)


def _is_of_another(asked: Asked, one: Defining, text: str, near: Sequence[str]) -> bool:
    """Whether a description names its own place, and the question another."""
    has_place = _OWNER.search(text, one.span.start, one.span.end) is not None
    return bool(asked.whose) and has_place and not _share(asked.whose, near)


def _share(wanted: Sequence[str], words: Sequence[str]) -> float:
    """How many of the wanted words are there: itself, or that of the same country."""
    if not wanted:
        return 1.0
    there = set(words)
    return sum(any(_is_alike(one, other) for other in there) for one in wanted) / len(wanted)


def _is_alike(one: str, other: str) -> bool:
    n = _ENOUGH_LETTERS
    return one == other or (len(one) > n and len(other) > n and one[: n + 1] == other[: n + 1])


def _features(asked: Asked, one: Defining, number: int) -> Features:
    """What the words themselves, and their place, say about a definition."""
    return {
        DEFINED: 1.0,
        one.form: 1.0,
        asked.wanted: 1.0,
        "early": 1.0 / (1 + number / _EARLY_SENTENCES),
        "long": min(1.0, (one.span.end - one.span.start) / _LONG_CHARACTERS),
        "person": 1.0 if asked.is_person else 0.0,
    }


def _candidate(held: Held, candidates: Sequence[Candidate]) -> Candidate:
    quote = held.article.sentences[held.sentence]
    read = [c for c in candidates if c.version_pk == held.version_pk and c.quote == quote]
    marked = [c for c in read if c.highlight and _overlap(c.highlight, held.marked)]
    features = {
        **held.features,
        "read": max((c.confidence for c in read), default=0.0),
        "same": 1.0 if marked else 0.0,
    }
    return Candidate(
        article=held.article,
        version_pk=held.version_pk,
        quote=quote,
        highlight=held.marked,
        confidence=_model().probability(features),
        features=features,
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


class Model(Weights, frozen=True, kw_only=True):
    """The contents of `weights.json`."""

    fitted_on: str


@cache
def _model() -> Model:
    return msgspec.json.decode(WEIGHTS_FILE.read_bytes(), type=Model)
