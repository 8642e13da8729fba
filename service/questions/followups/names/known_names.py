"""Names that a question may use, in any case."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import structs

from index.people.names import name_words_of
from index.people.records import Person
from index.people.registry import Registry
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.quotations.vocabulary.word_classes import (
    DETERMINER,
    GERUND,
    NOUN,
    NUMBER,
    PARTICIPLE,
    PREPOSITION,
    TIME,
    VERB,
    word_classes,
)
from service.questions.followups.grammar.words import (
    EMPTY,
    INVERTING,
    QUESTION_WORDS,
    Word,
    classes_of,
    fold,
    is_plural,
    words_of,
)
from service.questions.followups.names.people_words import may_be_a_person
from service.questions.followups.names.referents import FIRM_WORDS, Named, Sort

_LONGEST, _LONGEST_QUOTED = 6, 3
"""Of names, in words."""
_SHORTEST_ALONE = 3
"""In letters: a shorter word is no name by itself."""
_GIVEN_BEHIND = frozenset("king queen prince princess pope saint st emperor".split())
"""Titles of those who go by their given names: Queen Elizabeth is no Lena Elizabeth."""
_ROMAN = frozenset("ii iii iv v vi vii viii ix x".split())
_UNITED_STATES = Named(name="United States", sort=Sort.PLACE, takes_article=True)


class Found(NamedTuple):
    """A name among the words of a question."""

    last: int
    """The place of the word behind it."""
    named: Named
    is_several: bool = False
    """Whether people of several names may be meant: a surname that two share."""


class KnownNames:
    """Names that a conversation may use: those of shown articles, and of everybody quoted."""

    def __init__(
        self, names: Iterable[Named], registry: Registry, words: frozenset[str] = frozenset()
    ) -> None:
        """Take the names, and words that are no names where they are typed in lower case."""
        self._registry = registry
        self._words = words
        self._whole: dict[tuple[str, ...], Named] = {}
        self._firsts: set[str] = set()
        self._parts: dict[str, list[Named]] = {}
        for named in names:
            key = _key(named.name)
            if key and key not in self._whole:
                self._add(key, named)

    def _add(self, words: tuple[str, ...], named: Named) -> None:
        self._whole[words] = named
        self._firsts.add(words[0])
        if named.sort is Sort.PERSON and len(words) > 2:
            self._whole.setdefault((words[0], words[-1]), named)
        for part in _parts(named, words):
            self._parts.setdefault(part, []).append(named)

    def at(self, words: Sequence[Word], at: int) -> Found | None:
        """The longest name that begins at a word; none begins at a bracket or another mark."""
        if not words[at].low[0].isalnum():
            return None
        longest = _LONGEST if words[at].low in self._firsts else _LONGEST_QUOTED
        for last in range(min(at + longest, len(words)), at, -1):
            key = tuple(word.low for word in words[at:last])
            whole = self._whole.get(key)
            if whole and not _is_common(key) and not _is_plural_noun(words[at:last], whole):
                return Found(last, whole)
            if last - at == 1 and at and words[at - 1].low in _GIVEN_BEHIND:
                return None
            if last - at <= _LONGEST_QUOTED and self._registry.is_last_of_a_name(key[-1]):
                is_noun = last - at == 1 and _ends_a_phrase(words, at)
                found = None if is_noun else self._quoted(words[at:last], key)
                if found:
                    return Found(last, *found)
        return self._part(words, at) or self._new(words, at)

    def _new(self, words: Sequence[Word], at: int) -> Found | None:
        """A name that is not known, but for titles in front of one that is."""
        found = _unknown_name(words, at)
        lows = [word.low for word in words[at : found.last if found else at]]
        behind = (self._whole.get(tuple(lows[first:])) for first in range(1, len(lows)))
        is_titled = any(one is not None and one.sort is Sort.PERSON for one in behind)
        return None if is_titled else found

    def _quoted(self, words: Sequence[Word], key: tuple[str, ...]) -> tuple[Named, bool] | None:
        """Somebody quoted in the collection; a single word must be a surname and no other word."""
        if (
            self._is_a_word(words)
            or _is_common(key[-1:])
            or (len(words) == 1 and len(words[0].low) < _SHORTEST_ALONE)
        ):
            return None
        if any(word in INVERTING or classes_of(word) & (PREPOSITION | DETERMINER) for word in key):
            return None
        if len(words) == 1 and words[0].low in FIRM_WORDS:
            return None
        called = self._registry.exactly_named(" ".join(key))
        people = [person for person in called if name_words_of(person.name)[-1:] == key[-1:]]
        is_single = len(words) == 1
        if not people or (is_single and len(self._parts.get(words[0].low, [])) == 1):
            return None
        if len(people) > 1:
            name = _cased(" ".join(word.text for word in words))
            return Named(name=name, sort=Sort.PERSON), True
        return self._whole.get(_key(people[0].name)) or _quoted_person(people[0]), False

    def _is_a_word(self, words: Sequence[Word]) -> bool:
        """Whether a single word is typed as the articles have it in lower case, or says "guy"."""
        if len(words) > 1 or not words[0].text.islower():
            return False
        return words[0].low in self._words or may_be_a_person(words[0].low)

    def _part(self, words: Sequence[Word], at: int) -> Found | None:
        """A name of which one word is enough: "carney", "brightwater"."""
        word = words[at]
        named = self._parts.get(word.low, [])
        if (
            self._is_a_word(words[at : at + 1])
            or len(named) != 1
            or _is_common((word.low,))
            or len(word.low) < _SHORTEST_ALONE
        ):
            return None
        if named[0].sort is Sort.PERSON and _ends_a_phrase(words, at):
            return None
        if named[0].sort is Sort.THING and named[0].may_be_person:
            # Obadiah Swindle may have given the town of Swindle its name.
            return Found(at + 1, structs.replace(named[0], name=_cased(word.text)))
        return Found(at + 1, named[0])


def _ends_a_phrase(words: Sequence[Word], at: int) -> bool:
    """Whether a word is typed as the noun of a phrase: "the other guy" names no Samuel Guy."""
    behind, *later = [*(word.low for word in words[at + 1 :]), ""]
    flags = classes_of(behind) if behind[:1].isalnum() else 0
    # "What did the story claim", but not "what did the Ruiz report say".
    is_verb = bool(flags & VERB) and not any(classes_of(low) & VERB for low in later)
    is_last = not flags & NOUN or is_verb
    first, nearest = ["", "", *(word.low for word in words[:at])][-2:]
    is_opened = classes_of(nearest) & DETERMINER or (
        classes_of(first) & DETERMINER
        and not classes_of(nearest) & ~NOUN
        and not may_be_a_person(nearest)
    )
    return words[at].text.islower() and is_last and bool(is_opened)


def _is_plural_noun(words: Sequence[Word], named: Named) -> bool:
    """Whether a plural is typed like a noun: "Workers get a month's pay" names nobody."""
    word = words[0]
    is_alone = len(words) == 1 and word.text.islower() and named.sort is Sort.THING
    return is_alone and is_plural(word.low) and not named.may_be_person


def _quoted_person(person: Person) -> Named:
    words = name_words_of(person.name)
    titles = [fold(word) for alias in person.aliases for word in alias.split()]
    is_unsure = (len(words) == 1 and not titles) or words[0] in word_list("places")
    return Named(
        name=person.name,
        # A single word may be a country's name or a firm's.
        sort=Sort.THING if is_unsure else Sort.PERSON,
        gender=gender_of(words[0], titles),
    )


def _unknown_name(words: Sequence[Word], at: int) -> Found | None:
    """A name that no article is known to have: "aaron judge", or capitals within a question."""
    word = words[at]
    if word.low == "us" and at and words[at - 1].low == "the":
        return Found(at + 1, _UNITED_STATES)
    after = words[at + 1].low if at + 1 < len(words) else ""
    if after.isalpha() and not _is_common((word.low,)) and (gender := gender_of(word.low)):
        is_closed = classes_of(after) & ~NOUN and after not in word_list("titles")
        if not is_closed:
            name = _cased(f"{word.text} {words[at + 1].text}")
            return Found(at + 2, Named(name=name, sort=Sort.PERSON, gender=gender))
    last = at
    while at and last < len(words) and _is_capital(words[last]):
        last += 1
    if last == at:
        return None
    name = " ".join(word.text for word in words[at:last])
    parts = [word.low for word in words[at:last]]
    may_be_person = len(parts) > 1 and not name.isupper() and _ROMAN.isdisjoint(parts)
    return Found(last, Named(name=name, sort=Sort.THING, may_be_person=may_be_person))


def _is_capital(word: Word) -> bool:
    closed = classes_of(word.low) & ~(NOUN | VERB | PARTICIPLE | GERUND | TIME | NUMBER)
    is_name_like = word.text.isalpha() and word.low not in word_list("demonyms")
    return word.text[0].isupper() and is_name_like and not closed


def _cased(name: str) -> str:
    return name.title() if name.islower() else name


def _parts(named: Named, words: tuple[str, ...]) -> tuple[str, ...]:
    """The single words that may stand for a name: a surname, a firm's first word."""
    if len(words) == 1:
        return ()
    if named.sort is Sort.PERSON or named.may_be_person:
        return words[-1:]
    return words[:1] if words[-1] in FIRM_WORDS and named.sort is not Sort.PLACE else ()


def _is_common(key: tuple[str, ...]) -> bool:
    """Whether a single word is more likely a word than a name."""
    if key[0] in INVERTING or key[0] in QUESTION_WORDS:
        return True
    first, *others = key
    if others:
        return False
    if first in EMPTY or classes_of(first) & VERB:
        return True
    return first in word_classes() or first in word_list(
        "titles", "more titles", "roles", "demonyms", "organisations", "kin", "plurals"
    )


def _key(name: str) -> tuple[str, ...]:
    return tuple(word.low for word in words_of(name) if word.low not in ("the", "."))
