"""The people quoted in a collection, and who a name refers to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from heapq import nsmallest
from itertools import takewhile

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.people.name_words import NameWords
from index.people.names import (
    Words,
    agrees,
    described_words,
    name_words,
    name_words_of,
    title_words,
    words_of,
)
from index.people.postings import Key, Postings, changed
from index.people.records import Person, PersonRecord, by_rank
from index.quotations.vocabulary.name_parts import (
    NameParts,
    is_same_word,
    may_be_called,
    take_apart,
)
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.text.matching.folding import spelled_out

_LETTERS_A_MISTAKE = 4
"""One wrong letter is accepted in this many: 0 in "Lee", 1 in "Carny", 2 in "Shienbaum"."""
_FAR = 0.4
_ONLY_LAST = 0.1
_WHERE = ("at", "in", "on", "from", "during", "after", "before", "who", "which", "when")
_TOLD_BEHIND = re.compile(
    r"(?P<name>[^()]{1,80}?)\s+(?:\((?P<age>[^()]{1,40})\)|of\s+(?P<place>[^()]{1,60}))"
)
"""One of several people of a name: "Ann Lee (34)", "Ann Lee of Leeds"."""
_INDEXES = (
    *("_by_id", "_by_speaker", "_by_form", "_by_word", "_by_last"),
    *("_by_called", "_parts"),  # only if somebody has asked for them
)
_PRONOUNS = frozenset(("he", "she", "they", "who", "i", "we", "it", "you", "one"))


class Match(Struct, frozen=True):
    """The people a name may refer to."""

    people: tuple[Person, ...]
    is_guess: bool = False
    """Whether the name was treated as a misspelling."""


class Registry:
    """The people of a collection, by id, name and description.

    Person objects are built on first use.
    """

    def __init__(self, people: Iterable[PersonRecord]) -> None:
        self._ranked = sorted(people, key=by_rank)
        self._people: dict[PersonRecord, Person] = {}
        self._by_id = Postings(lambda one: (one.id,), self._ranked)
        self._by_speaker = Postings(lambda one: one.spellings, self._ranked)
        self._by_form = Postings(_forms, self._ranked)
        self._by_word = Postings(_words, self._ranked)
        self._by_last = Postings(lambda one: one.lasts, self._ranked)
        self._by_called: Postings[Words] | None = None
        self._parts: NameWords | None = None

    def changed(self, dropped: Iterable[PersonRecord], added: Iterable[PersonRecord]) -> "Registry":
        """The same people without some and with others; this registry stays as it is."""
        gone, new = set(dropped), list(added)
        other = copy(self)
        other._ranked = changed(self._ranked, gone, new)
        # Copied in one step: others go on adding to it meanwhile.
        other._people = dict(self._people)
        for one in gone:
            other._people.pop(one, None)
        for name in _INDEXES:
            if (index := getattr(self, name)) is not None:
                setattr(other, name, index.changed(gone, new))
        return other

    def __len__(self) -> int:
        """The number of people."""
        return len(self._ranked)

    @property
    def people(self) -> list[Person]:
        """All people, the most quoted first."""
        return self.page(0, len(self))

    @property
    def records(self) -> Sequence[PersonRecord]:
        """All that is counted about them, in the same order."""
        return self._ranked

    def page(self, first: int, count: int) -> list[Person]:
        """Return `count` people from number `first`, in the same order."""
        return [self._person(one) for one in self._ranked[first : first + count]]

    def get(self, id: str) -> Person | None:
        """Return the person with that id."""
        return next(map(self._person, self._by_id.get(id)), None)

    def sharing(self, lasts: set[str]) -> list[PersonRecord]:
        """Everyone whose names end with one of the words, or with those of somebody found so.

        Nobody else can be joined with any of them.
        """
        found: dict[PersonRecord, None] = {}
        left, seen = list(lasts), set(lasts)
        while left:
            for one in self._by_last.get(left.pop()):
                found[one] = None
                left += set(one.lasts) - seen
                seen.update(one.lasts)
        return list(found)

    def speaking(self, speaker: str, article_id: str | None = None) -> Person | None:
        """Return the person that an article's `Quote.speaker` names.

        Of several people of one full name the one whom that article quotes; without it, the most
        quoted one.
        """
        people = [self._person(one) for one in self._by_speaker.get(speaker)]
        first = people[0] if people else None
        if first is None or article_id is None:
            return first
        return next((one for one in people if one.says(speaker, article_id)), first)

    def named(self, asked: str) -> Match:
        """Return who a name may refer to: one person, several who share it, or nobody.

        Titles distinguish people with one surname if quotations use them ("Judge Lindqvist"). An
        unknown name is treated as a misspelling if exactly one known name is close to it.
        """
        found = self.exactly_named(asked)
        if found:
            return Match(found)
        words = tuple(name_words(asked))
        if not words:
            return Match(())
        close = self._with_misspelt_name(words)
        return Match((self._person(close[0]),), is_guess=True) if len(close) == 1 else Match(())

    def exactly_named(self, asked: str) -> tuple[Person, ...]:
        """The same without misspellings, and so in a fraction of the time."""
        if behind := _TOLD_BEHIND.fullmatch(asked.strip()):
            told = (behind["age"] or behind["place"]).casefold()
            people = self.exactly_named(behind["name"])
            if chosen := tuple(one for one in people if one.told == told):
                return chosen
        words = name_words_of(asked) if name_words(asked) else ()
        records = self._with_name(words) or self._with_name(name_words_of(spelled_out(asked)))
        found = [self._person(one) for one in records] if words else []
        titles = title_words(asked)
        if len(found) > 1 and titles:
            found = [person for person in found if _may_be_called(person, titles)] or found
            found = [person for person in found if _is_called(person, titles)] or found
        return tuple(found)

    def is_last_of_a_name(self, word: str) -> bool:
        """Whether anybody's name ends with a word, in lower case and without accents."""
        return take_apart([word]).last in self._by_last

    def called(self, description: str) -> tuple[Person, ...]:
        """Return the people whom articles call exactly this when quoting: "the Canadian leader"."""
        if self._by_called is None:
            self._by_called = Postings(_descriptions, self._ranked)
        asked = tuple(described_words(description))
        if not _PRONOUNS.issuperset(asked):
            return tuple(map(self._person, self._by_called.get(asked)))
        return ()

    def beginning(self, words: Sequence[str], k: int, *, is_open: bool) -> list[Person]:
        """Return people whose names have these words in a row, the most quoted first.

        Args:
            words: folded.
            k: at most so many.
            is_open: whether the last word may go on: "mark car" begins "Mark Carney".
        """
        parts = self._parts or self.prepare_to_complete()
        return [self._person(one) for one in parts.beginning(words, k, is_open=is_open)]

    @property
    def is_completing(self) -> bool:
        """Whether somebody has asked what names begin with."""
        return self._parts is not None

    def prepare_to_complete(self) -> NameWords:
        """Sort the words of all names."""
        self._parts = NameWords(self._ranked)
        return self._parts

    def nearest(self, asked: str, k: int = 3) -> list[Person]:
        """Return people with the most similar names, closest first; distant matches are dropped."""
        words = name_words_of(asked)
        if not words:
            return []
        best: dict[PersonRecord, float] = {}
        wholes = {form: " ".join(form) for form in self._by_form}
        for distance, people in _alike(" ".join(words), wholes, _FAR, self._by_form, k):
            for one in people:
                best[one] = min(distance, best.get(one, 1.0))
        lasts = {word: word for word in self._by_last}
        last = take_apart(words).last
        for distance, people in _alike(last, lasts, _FAR - _ONLY_LAST, self._by_last, k):
            for one in people:
                best[one] = min(distance + _ONLY_LAST, best.get(one, 1.0))
        ranked = sorted(best, key=lambda one: (best[one], one.rank))
        return [self._person(one) for one in ranked[:k]]

    def _person(self, record: PersonRecord) -> Person:
        person = self._people.get(record)
        if person is None:
            person = self._people[record] = record.person()
        return person

    def _with_name(self, words: Words) -> Sequence[PersonRecord]:
        """The people whose names contain the words in order; a single word is first a surname."""
        if not words:
            return []
        if not take_apart(words).given and (bearers := self._with_surname(words)):
            return bearers
        if exact := self._by_form.get(words):
            return exact
        having = (self._by_word.get(word) for word in words if len(word) > 1)
        rarest = min(having, key=len, default=())
        return [one for one in rarest if any(agrees(words, form) for form in one.all_forms)]

    def _with_surname(self, words: Words) -> list[PersonRecord]:
        """The people of this very surname; if none has a given name, those with more particles."""
        asked = take_apart(words)
        sharing = [one for one in self._by_last.get(asked.last) if _may_be_called_so(one, asked)]
        found = [(one, take_apart(one.words)) for one in sharing]
        same = [(one, parts) for one, parts in found if parts.surname == asked.surname]
        is_whole = any(parts.given for _, parts in same)
        return [one for one, _ in (same if is_whole else found)]

    def _with_misspelt_name(self, words: Words) -> list[PersonRecord]:
        """The people whose names differ from the words by a few letters."""
        surname = take_apart(words).last
        mistakes = len(surname) // _LETTERS_A_MISTAKE
        lasts = process.extract(
            surname, list(self._by_last), scorer=OSA.distance, score_cutoff=mistakes, limit=None
        )
        return [
            one
            for last, _, _ in lasts
            if last[:1] == surname[:1]
            for one in self._by_last.get(last)
            if len(words) == 1 or any(_are_alike(words, form) for form in one.forms)
        ]


def _forms(record: PersonRecord) -> set[Words]:
    return record.all_forms


def _words(record: PersonRecord) -> set[str]:
    return {word for form in record.all_forms for word in form}


def _descriptions(record: PersonRecord) -> set[Words]:
    whole = {tuple(described_words(called)) for called in record.called}
    # "the Canadian leader at the National Palace"
    return whole | {tuple(takewhile(lambda word: word not in _WHERE, words)) for words in whole}


def _may_be_called_so(record: PersonRecord, asked: NameParts) -> bool:
    return any(may_be_called(take_apart(form), asked) for form in record.all_forms)


def _alike(
    asked: str, names: Mapping[Key, str], far: float, having: Postings[Key], k: int
) -> list[tuple[float, Sequence[PersonRecord]]]:
    """Who has the most similar names, with distances between 0 and 1; of equals the most quoted."""
    close = process.extract(
        asked, names, scorer=OSA.normalized_distance, score_cutoff=far, limit=None
    )
    found = [(distance, having.get(key)) for _, distance, key in close]
    return nsmallest(k, found, key=lambda pair: (pair[0], pair[1][0].rank))


def _may_be_called(person: Person, titles: Iterable[str]) -> bool:
    """Whether nothing is against "Mr" or "Mrs" before the name."""
    asked = gender_of("", tuple(titles))
    words = name_words_of(person.name)
    return not asked or gender_of(words[0] if len(words) > 1 else "") in ("", asked)


def _is_called(person: Person, titles: Iterable[str]) -> bool:
    known = {word for alias in (*person.aliases, *person.names) for word in words_of(alias)}
    return known.issuperset(titles)


def _are_alike(asked: Words, name: Words) -> bool:
    return len(asked) == len(name) and all(map(_is_alike, asked, name))


def _is_alike(asked: str, word: str) -> bool:
    if is_same_word(asked, word):
        return True
    return asked[0] == word[0] and OSA.distance(asked, word) <= len(asked) // _LETTERS_A_MISTAKE
