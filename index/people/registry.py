"""The people quoted in a collection, and who a name refers to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, takewhile

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.people.keys import rows_of
from index.people.names import (
    Words,
    agrees,
    described_words,
    is_bare_surname,
    name_words,
    name_words_of,
    title_words,
    words_of,
)
from index.people.records import Person, PersonRecord
from index.people.roll import Roll
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
_TOLD_BEHIND = re.compile(
    r"(?P<name>[^()]{1,80}?)\s+(?:\((?P<age>[^()]{1,40})\)|of\s+(?P<place>[^()]{1,60}))"
)
"""One of several people of a name: "Ann Lee (34)", "Ann Lee of Leeds"."""
_READY = 4_096
"""Maximum number of people cached as objects."""
_PRONOUNS = frozenset(("he", "she", "they", "who", "i", "we", "it", "you", "one"))


class Match(Struct, frozen=True):
    """The people a name may refer to."""

    people: tuple[Person, ...]
    is_guess: bool = False
    """Whether the name was treated as a misspelling."""

    @property
    def certain(self) -> tuple[Person, ...]:
        """The people, unless the name was treated as a misspelling."""
        return () if self.is_guess else self.people


class Registry:
    """The people of a collection, by id, name and description.

    Person objects are built on first use.
    """

    def __init__(self, people: Iterable[PersonRecord] | Roll) -> None:
        self.roll = people if isinstance(people, Roll) else Roll.of(people)
        self._person = lru_cache(_READY)(PersonRecord.person)

    def changed(self, dropped: Iterable[PersonRecord], added: Iterable[PersonRecord]) -> "Registry":
        """A copy with some people removed and others added."""
        return Registry(self.roll.changed(dropped, added))

    def __len__(self) -> int:
        """The number of people."""
        return len(self.roll)

    @property
    def people(self) -> list[Person]:
        """All people, the most quoted first."""
        return self.page(0, len(self))

    def page(self, first: int, count: int) -> list[Person]:
        """Return `count` people from number `first`, in the same order."""
        return list(map(self._person, self.roll.page(first, count)))

    def get(self, id: str) -> Person | None:
        """Return the person with that id."""
        return next(map(self._person, self.roll.get("id", id)), None)

    def sharing(self, lasts: set[str]) -> list[PersonRecord]:
        """Everyone whose names end in one of the words, transitively.

        Nobody else can be merged with any of them.
        """
        found: dict[PersonRecord, None] = {}
        left, seen = list(lasts), set(lasts)
        while left:
            for one in self.roll.get("last", left.pop()):
                found[one] = None
                left += set(one.lasts) - seen
                seen.update(one.lasts)
        return list(found)

    def speaking(self, speaker: str, article_id: str | None = None) -> Person | None:
        """Return the person that an article's `Quote.speaker` names.

        Of several people of one full name the one whom that article quotes; without it, the most
        quoted one.
        """
        people = [self._person(one) for one in self.roll.get("speaker", speaker)]
        first = people[0] if people else None
        if first is None or article_id is None:
            return first
        return next((one for one in people if one.says(speaker, article_id)), first)

    def named(self, asked: str) -> Match:
        """The people a name may refer to: one, several who share it, or nobody.

        Titles distinguish people with the same surname if quotations use them ("Judge Lindqvist").
        An unknown name is treated as a misspelling if exactly one known name is similar.
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
        words = name_words_of(asked) if name_words(asked) or is_bare_surname(asked) else ()
        records = self._with_name(words) or self._with_name(name_words_of(spelled_out(asked)))
        found = [self._person(one) for one in records] if words else []
        titles = title_words(asked)
        if len(found) > 1 and titles:
            found = [person for person in found if _may_be_called(person, titles)] or found
            found = [person for person in found if _is_called(person, titles)] or found
        return tuple(found)

    def is_last_of_a_name(self, word: str) -> bool:
        """Whether any name ends in a word, in lower case and without accents."""
        return bool(self.roll.having("last", take_apart([word]).last))

    def called(self, description: str) -> tuple[Person, ...]:
        """Return the people whom articles call exactly this when quoting: "the Canadian leader"."""
        asked = tuple(described_words(description))
        if not _PRONOUNS.issuperset(asked):
            return tuple(map(self._person, self.roll.get("called", " ".join(asked))))
        return ()

    def beginning(self, words: Sequence[str], k: int, *, is_open: bool) -> list[Person]:
        """People whose names contain these words in sequence, most quoted first.

        Args:
            words: folded.
            k: maximum number of people.
            is_open: whether the last word may be incomplete: "mark car" matches "Mark Carney".
        """
        *before, last = words
        found = self.roll.having("part", last, is_open=is_open)
        if not before:
            return list(map(self._person, islice(self.roll.records(found), k)))
        found &= self.roll.having("part", before[0])
        row = f" {' '.join(words)}" + ("" if is_open else " ")
        rows = (one for one in self.roll.records(found) if row in rows_of(one))
        return list(map(self._person, islice(rows, k)))

    def nearest(self, asked: str, k: int = 3) -> list[Person]:
        """Return people with the most similar names, closest first; distant matches are dropped."""
        words = name_words_of(asked)
        if not words:
            return []
        best: dict[PersonRecord, float] = {}
        for distance, one in self._alike("form", " ".join(words), _FAR, k):
            best[one] = min(distance, best.get(one, 1.0))
        last = take_apart(words).last
        for distance, one in self._alike("last", last, _FAR - _ONLY_LAST, k):
            best[one] = min(distance + _ONLY_LAST, best.get(one, 1.0))
        ranked = sorted(best, key=lambda one: (best[one], one.rank))
        return [self._person(one) for one in ranked[:k]]

    def _alike(
        self, name: str, asked: str, far: float, k: int
    ) -> Iterator[tuple[float, PersonRecord]]:
        """Who has the most similar names, with distances from 0 to 1; of equals the most quoted."""
        close = process.extract(
            asked,
            self.roll.keys(name),
            scorer=OSA.normalized_distance,
            score_cutoff=far,
            limit=None,
        )
        # Nobody beyond the last of these is looked up.
        until = close[:k][-1][1] if close else 0.0
        near = takewhile(lambda match: match[1] <= until, close)
        found = [(distance, self.roll.get(name, key)) for key, distance, _ in near]
        for distance, people in sorted(found, key=lambda pair: (pair[0], pair[1][0].rank))[:k]:
            yield from ((distance, one) for one in people)

    def _with_name(self, words: Words) -> Sequence[PersonRecord]:
        """The people whose names contain the words in order; a single word is first a surname."""
        if not words:
            return []
        if not take_apart(words).given and (bearers := self._with_surname(words)):
            return bearers
        if exact := self.roll.get("form", " ".join(words)):
            return exact
        having = (self.roll.having("word", word) for word in words if len(word) > 1)
        rarest = min(having, key=len, default=None)
        people = self.roll.records(rarest) if rarest else ()
        return [one for one in people if any(agrees(words, form) for form in one.all_forms)]

    def _with_surname(self, words: Words) -> list[PersonRecord]:
        """The people of this very surname; if none has a given name, those with more particles."""
        asked = take_apart(words)
        sharing = [
            one for one in self.roll.get("last", asked.last) if _may_be_called_so(one, asked)
        ]
        found = [(one, take_apart(one.words)) for one in sharing]
        same = [(one, parts) for one, parts in found if parts.surname == asked.surname]
        is_whole = any(parts.given for _, parts in same)
        return [one for one, _ in (same if is_whole else found)]

    def _with_misspelt_name(self, words: Words) -> list[PersonRecord]:
        """The people whose names differ from the words by a few letters."""
        surname = take_apart(words).last
        mistakes = len(surname) // _LETTERS_A_MISTAKE
        lasts = process.extract(
            surname, self.roll.keys("last"), scorer=OSA.distance, score_cutoff=mistakes, limit=None
        )
        return [
            one
            for last, _, _ in lasts
            if last[:1] == surname[:1]
            for one in self.roll.get("last", last)
            if len(words) == 1 or any(_are_alike(words, form) for form in one.forms)
        ]


def _may_be_called_so(record: PersonRecord, asked: NameParts) -> bool:
    return any(may_be_called(take_apart(form), asked) for form in record.all_forms)


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
