"""Finds names and noun phrases in a question, in any case."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from index.quotations.vocabulary.word_classes import DETERMINER
from service.questions.followups.grammar.words import Word, classes_of, words_of
from service.questions.followups.names.known_names import Found, KnownNames
from service.questions.followups.names.noun_phrases import main_verb, phrase_end
from service.questions.followups.names.referents import Named


class Spotted(Struct, frozen=True, kw_only=True):
    """A name, or a noun phrase, at its place in a question."""

    start: int
    end: int
    text: str
    """As the question has it."""
    named: Named | None = None
    """What it names; None of a noun phrase."""
    head: str = ""
    """The last noun of a phrase, in lower case."""
    is_several: bool = False
    """Whether people of several names may be meant: a surname that two share."""


def spot(text: str, known: KnownNames) -> list[Spotted]:
    """The names and noun phrases of a question, in order; names inside phrases as well."""
    words = words_of(text)
    names: dict[int, Found] = {}
    at = 0
    while at < len(words):
        found = known.at(words, at)
        if found:
            names[at] = found
        at = found.last if found else at + 1
    spots = [*_names(text, words, names), *_phrases(text, words, names)]
    return sorted(spots, key=lambda spotted: (spotted.start, -spotted.end))


def _names(text: str, words: Sequence[Word], names: dict[int, Found]) -> Iterator[Spotted]:
    for at, found in names.items():
        start, end = words[at].start, words[found.last - 1].end
        yield Spotted(
            start=start,
            end=end,
            text=text[start:end],
            named=found.named,
            head=words[found.last - 1].low,
            is_several=found.is_several,
        )


def _phrases(text: str, words: Sequence[Word], names: dict[int, Found]) -> Iterator[Spotted]:
    """Noun phrases that are more than a name."""
    main = main_verb(words)
    at = 0
    while at < len(words):
        last = phrase_end(words, at, names, main)
        if last == at:
            at += 1
            continue
        # "the Heron Bridge" is the name alone.
        begins = at + bool(classes_of(words[at].low) & DETERMINER)
        if begins not in names or names[begins].last != last:
            start, end = words[at].start, words[last - 1].end
            yield Spotted(start=start, end=end, text=text[start:end], head=words[last - 1].low)
        at = last
