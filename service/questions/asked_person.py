"""Whose words a question asks for: the person it names, found among those that articles quote.

A name that several people bear is a question back, unless only one of them is quoted on what is
asked, or the articles nearly always mean one of them by it. A name that nobody bears is left to the
articles themselves ("the mayor").
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from index.followers.catalogue import OpenCollection
from index.people.joining import Person
from index.people.names import name_words, title_words, words_of
from index.people.registry import Match, Registry
from service.candidates import Candidate
from service.questions.speaker_matching import is_introduced
from service.questions.speech_forms import according_to
from service.questions.understand import Kind, Question, who_said

_FAR_MORE = 10
"""So many times the quotations of the next make a shared surname mean this person."""
_ARTICLES_LOOKED_AT = 20
_ON = re.compile(
    r"^(?P<name>[^?]{2,80}?)(?:\s+(?:quotes?|quoted|words|statements?|comments?|remarks?))?"
    r"\s+(?:on|about)\s+(?P<topic>[^?]+)$",
    re.IGNORECASE,
)
_LIKELIER = 5
"""So many times the confidence of another's words decides whose were meant."""
_MOST_KEYWORDS = 5
_LONGEST_NAME = 3


class Whose(Struct, frozen=True):
    """The people whose words answer."""

    people: tuple[Person, ...] = ()
    others: tuple[Person, ...] = ()
    """Who bears that name too."""

    @property
    def is_open(self) -> bool:
        """Whether the question must first say whom it means."""
        return not self.people and bool(self.others)

    @property
    def speakers(self) -> frozenset[str]:
        """Their names as `Quote.speaker` has them."""
        return frozenset(name for person in self.people for name in person.names)

    @property
    def all_speakers(self) -> frozenset[str]:
        """The names of everybody whom the question may mean."""
        return frozenset(n for person in (*self.people, *self.others) for n in person.names)


def whose_words(speaker: str, opened: OpenCollection) -> Whose:
    """Find whom a question means by `speaker`; nobody where articles quote nobody of that name."""
    registry = opened.people.registry()
    match = registry.named(speaker)
    description = title_words(speaker)
    if not match.people:
        match, described = _named_behind_words(speaker, registry)
        description = description + described
    if not match.people or (match.is_guess and is_in_articles(speaker, opened)):
        # Nobody's name: where articles call one person so, that person's words are meant.
        called = registry.called(speaker)
        return Whose(called) if len(called) == 1 else Whose()
    return _chosen(match.people, description, opened)


def told_apart(whose: Whose, candidates: Sequence[Candidate]) -> Whose:
    """Choose the one of several people of a name whose words are on the topic.

    As long as another's words might answer nearly as well, the question stays open.
    """
    best = {
        person.id: max(
            (c.confidence for c in candidates if c.said and c.said.speaker in person.names),
            default=0.0,
        )
        for person in whose.others
    }
    first, second = sorted(whose.others, key=lambda person: -best[person.id])[:2]
    if best[first.id] < _LIKELIER * best[second.id] or not best[first.id]:
        return whose
    return Whose((first,), tuple(person for person in whose.others if person is not first))


def narrower(question: Question, opened: OpenCollection) -> Iterator[Question]:
    """The question as one for somebody's words, where it may be meant so.

    "What will it cost, according to Strand?", "Who said the treaty works?", "Strand on rural
    wards", "carney usmca". Where no quotation answers it so, it is to be read as it stands.
    """
    if question.kind is Kind.STATEMENT:
        return
    asked = according_to(question.text)
    pairs = [(asked.speaker, asked.topic or "")] if asked else []
    if question.kind is Kind.WHO:
        said = who_said(question.text)
        if said is not None:
            yield said
    if question.kind is Kind.OTHER:
        pairs += _names_and_topics(question.text)
    registry = opened.people.registry()
    for name, topic in pairs:
        match = registry.named(name)
        if match.people and not match.is_guess:
            yield Question(text=question.text, kind=Kind.STATEMENT, speaker=name, topic=topic)
            return


def _names_and_topics(text: str) -> Iterator[tuple[str, str]]:
    """What may be a name and what is asked about it: "X on Y", or a few words without a verb."""
    found = _ON.match(text)
    if found and len(found["name"].split()) <= _LONGEST_NAME + 1:
        yield found["name"], found["topic"].strip(" .!")
    words = text.strip(" .!").split()
    if "?" in text or not 1 < len(words) <= _MOST_KEYWORDS:
        return
    for length in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        yield " ".join(words[:length]), " ".join(words[length:])
    for length in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        yield " ".join(words[-length:]), " ".join(words[:-length])


def _named_behind_words(speaker: str, registry: Registry) -> tuple[Match, list[str]]:
    """Read "the skier Lindqvist" from its end: the longest name that somebody bears."""
    words = name_words(speaker)
    for first in range(1, len(words)):
        match = registry.named(" ".join(words[first:]))
        if match.people and not match.is_guess:
            return match, words[:first]
    return Match(()), []


def _chosen(people: tuple[Person, ...], description: list[str], opened: OpenCollection) -> Whose:
    """Tell several people of one name apart: by what they are called, then by who is quoted most.

    A bare surname among them is whoever bears it: it is no further person to choose.
    """
    whole = [person for person in people if len(name_words(person.name)) > 1]
    if len(whole) < 2:
        return Whose(people)
    if description:
        called = [person for person in whole if _is_described(person, description, opened)]
        if len(called) == 1:
            return Whose((called[0],))
    first, second = sorted(whole, key=lambda person: -person.quotes)[:2]
    if first.quotes >= _FAR_MORE * second.quotes:
        return Whose((first,), tuple(person for person in whole if person is not first))
    return Whose((), tuple(whole))


def _is_described(person: Person, words: list[str], opened: OpenCollection) -> bool:
    """Whether an article calls the person so: "Lindqvist, a skier", "Judge Ann Lindqvist"."""
    known = {word for alias in person.aliases for word in words_of(alias)}
    if known.issuperset(words):
        return True
    articles = opened.library.quoting(opened.collection, person.names, limit=_ARTICLES_LOOKED_AT)
    return any(
        is_introduced(article.text, name, [word])
        for article in articles
        for name in person.names
        for word in words
    )


def is_in_articles(speaker: str, opened: OpenCollection) -> bool:
    """Whether the last part of the name occurs anywhere in the articles."""
    terms = opened.lexical.terms(speaker)
    return bool(terms) and opened.lexical.document_frequency(terms[-1]) > 0
