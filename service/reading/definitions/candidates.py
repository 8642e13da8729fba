"""Candidates for "who is X": sentences that define the name, besides the reader's.

Each has features of its own and a probability fitted on them, so that it competes with the other
candidates. Where both mark the same sentence, the words that define are marked if they are surer.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from index.people.names import words_of
from index.quotations.vocabulary.name_parts import is_same_word, take_apart
from index.records import Article, Span
from index.search import Found
from service.candidates import Candidate
from service.questions.kinds.definitions import Asked, Wanted, definition_asked
from service.questions.understand import Question
from service.reading.confidence import Features, Weights
from service.reading.definitions.abbreviations import is_abbreviation, long_forms, spelt_out
from service.reading.definitions.holders import holders, without_other_offices
from service.reading.definitions.mentions import Mention, mentions_of
from service.reading.definitions.structures import Defining, defining
from service.reading.ranking import ranked

DEFINED = "defined"
"""The feature that only these candidates have."""
WEIGHTS_FILE = Path(__file__).with_name("weights.json")
_MOST_ARTICLES = 30
_LONG_CHARACTERS = 100
_PARTICLES = 24
"""Number of characters before a surname searched for its particles."""
_EARLY_SENTENCES = 8
_BEHIND = frozenset(("apposed", "copula", "bracket"))


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
    return ranked([*own, *without_other_offices(asked, candidates)])


def definitions_in(article: Article, asked: Asked, version_pk: int = 0) -> Iterator[Held]:
    """Where an article defines what is asked about."""
    if not _may_hold(asked, article.text):
        return
    for number, span in enumerate(article.sentences):
        text = article.text[span.start : span.end]
        for one, features in _in_sentence(asked, text, article):
            marked = one.span.moved(span.start)
            own = {
                DEFINED: 1.0,
                one.form: 1.0,
                asked.wanted: 1.0,
                "early": 1.0 / (1 + number / _EARLY_SENTENCES),
                "long": min(1.0, (one.span.end - one.span.start) / _LONG_CHARACTERS),
                "person": 1.0 if asked.is_person else 0.0,
            }
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
        yield from holders(asked, text, article)
        return
    if is_abbreviation(asked.name):
        for one in (*long_forms(asked.name, text), *spelt_out(asked.name, text)):
            yield one, {"short": 1.0}
    if asked.wanted is Wanted.LONG_FORM:
        return
    whole = 1.0 if " " in asked.name else 0.0
    for mention in _mentions(asked, text, article):
        is_name = text[mention.name.start].isupper()
        if is_name or not asked.is_person:
            for one in defining(text, mention):
                # "as important as the": a common noun is preceded by other words.
                if is_name or one.form in _BEHIND:
                    yield one, {"whole": whole}


def _mentions(asked: Asked, text: str, article: Article) -> Iterable[Mention]:
    """Where the name stands; of a person whose surname alone stands there, that."""
    found = list(mentions_of(asked.name, text))
    if found or not asked.is_person or " " not in asked.name:
        return found
    bare = [one for one in _of_surname(asked.name, text) if _may_be(asked.name, _named(text, one))]
    return [] if bare and _is_of_another(asked.name, article.text) else bare


def _of_surname(name: str, text: str) -> Iterator[Mention]:
    """Where the last word of a name stands, with all of its particles and no others."""
    surname = take_apart(words_of(name)).surname
    for mention in mentions_of(name.split()[-1], text):
        before = words_of(text[max(0, mention.name.start - _PARTICLES) : mention.name.start])
        whole = take_apart([*before[-len(surname) - 1 :], *_named(text, mention)])
        if whole.surname in (surname, surname[-1:]):
            yield mention


def _named(text: str, mention: Mention) -> list[str]:
    return words_of(text[mention.name.start : mention.name.end])


def _may_be(name: str, words: Sequence[str]) -> bool:
    """Whether a name, or a bare surname, may be the one asked about."""
    first, *_, last = words_of(name)
    is_alike = bool(words) and words[-1] == last
    return is_alike and (len(words) == 1 or is_same_word(words[0], first))


def _is_of_another(name: str, text: str) -> bool:
    """Whether a text names somebody else of the surname in full, and not whom is asked about."""
    named = [_named(text, mention) for mention in _of_surname(name, text)]
    full = [words for words in named if len(words) > 1]
    return bool(full) and not any(_may_be(name, words) for words in full)


def _candidate(held: Held, candidates: Sequence[Candidate]) -> Candidate:
    quote = held.article.sentences[held.sentence]
    read = [c for c in candidates if c.version_pk == held.version_pk and c.quote == quote]
    marked = [c for c in read if c.highlight and c.highlight.overlaps(held.marked)]
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


class Model(Weights, frozen=True, kw_only=True):
    """The contents of `weights.json`."""

    fitted_on: str


@cache
def _model() -> Model:
    return msgspec.json.decode(WEIGHTS_FILE.read_bytes(), type=Model)
