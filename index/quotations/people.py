"""The people an article names: their fullest names, how it describes them, who shares a surname."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from index.quotations.names import gender_of, roles_in, word_list
from index.quotations.units import Unit
from index.quotations.words import (
    ABBREVIATIONS,
    AUXILIARY,
    COMMA,
    DETERMINER,
    GENITIVE,
    NAME,
    NOUN,
    POINT,
    PREPOSITION,
    RELATIVE,
    VERB,
    word_classes,
)

_PARTICLES = frozenset("de del della da dos du van von der den bin ibn al el la le y".split())
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_MOST_DESCRIBING = 8


class Mention(NamedTuple):
    """A run of capitalised words that may name somebody."""

    unit: int
    first: int
    last: int
    """Words of the unit, `last` excluded, titles included."""
    titles: tuple[str, ...]
    """In lower case: "president", "canadian prime minister"."""
    name: tuple[str, ...]
    """In lower case, without titles, points and "Jr."."""
    start: int
    end: int
    """Where the name stands in the text, without its titles."""


@dataclass(slots=True)
class Person:
    """Somebody with a full name in this article."""

    name: str
    first: str
    last: str
    gender: str
    met_at: int = 0
    """Offset of the first mention."""
    described: set[str] = field(default_factory=set)
    """Words of titles and descriptions, in lower case."""
    roles: set[str] = field(default_factory=set)
    is_relative: bool = False
    """Introduced as somebody's daughter, wife, brother."""


class People:
    """Who is who in one article."""

    def __init__(self, text: str, units: Sequence[Unit]) -> None:
        self.full: dict[tuple[str, str], Person] = {}
        self.capitals: set[str] = set()
        """Words that are capitalised within sentences, or in a run of capitals."""
        self.mentions: dict[int, list[Mention]] = {}
        """By unit."""
        self._by_last: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}
        for index, unit in enumerate(units):
            if not unit.is_title:
                for mention in mentions_in(text, unit, index):
                    self.mentions.setdefault(index, []).append(mention)
                    self._meet(text, unit, mention)
        for person in self.full.values():
            self._by_last.setdefault(person.last, []).append(person)
            self._by_first.setdefault(person.first, []).append(person)
        self._meet_titled(text, units)

    def _meet(self, text: str, unit: Unit, mention: Mention) -> None:
        opens = mention.first == 0 and not mention.titles and not is_full_name(mention)
        self.capitals.update(mention.name[opens:])
        if not is_full_name(mention):
            return
        key = mention.name[0], mention.name[-1]
        written = " ".join(text[mention.start : mention.end].split())
        person = self.full.get(key)
        if person is None:
            gender = gender_of(mention.name[0], mention.titles)
            person = self.full[key] = Person(written, *key, gender, mention.start)
            person.is_relative = _before(unit, mention) in word_list("kin")
        elif len(written) > len(person.name) or (person.name.isupper() and not written.isupper()):
            person.name = written
        self._describe(person, unit, mention)

    def _meet_titled(self, text: str, units: Sequence[Unit]) -> None:
        """Add whom the article only calls "President Obama", and what titles tell of the others."""
        for index, mentions in self.mentions.items():
            for mention in mentions:
                if mention.titles and len(mention.name) == 1:
                    self._meet_surname(text, units[index], mention)

    def _meet_surname(self, text: str, unit: Unit, mention: Mention) -> None:
        last = mention.name[0]
        people = self.named(mention.name, mention.titles)
        if not people and last not in self._by_last:
            person = Person(
                text[mention.start : mention.end],
                "",
                last,
                gender_of("", mention.titles),
                mention.start,
            )
            self.full["", last] = person
            self._by_last[last] = people = [person]
        if len(people) == 1:
            self._describe(people[0], unit, mention)

    def _describe(self, person: Person, unit: Unit, mention: Mention) -> None:
        words = _description(unit, mention)
        person.described.update(words)
        person.roles.update(roles_in(words))
        person.gender = person.gender or gender_of("", words)

    def named(self, name: Sequence[str], titles: Sequence[str] = ()) -> list[Person]:
        """Return whom a name may mean: a full name one, a surname or given name all who bear it."""
        if len(name) > 1:
            person = self.full.get((name[0], name[-1]))
            return [person] if person else []
        found = self._by_last.get(name[0]) or self._by_first.get(name[0], [])
        gender = gender_of("", titles)
        return [person for person in found if not gender or person.gender in ("", gender)]

    def only_one_before(self, end: int) -> str | None:
        """Return the one person with a full name whom the text names before an offset."""
        early = [person for person in self.full.values() if person.first and person.met_at < end]
        return early[0].name if len(early) == 1 else None

    def called(self, name: str) -> Person | None:
        """Return who has that fullest name."""
        return next((person for person in self.full.values() if person.name == name), None)

    def everybody(self) -> list[Person]:
        """Return all who have a full name, in the order of their first mention."""
        return list(self.full.values())


def mentions_in(text: str, unit: Unit, index: int, at: int = 0) -> Iterator[Mention]:
    """Yield the capitalised runs of a sentence outside quotations, in order, from word `at`."""
    count = len(unit.words)
    while at < count:
        if unit.kinds[at] & NAME:
            last = _run_end(unit, at)
            mention = read_mention(text, unit, at, last, index)
            if mention:
                yield mention
            at = last
        at += 1


def _run_end(unit: Unit, at: int) -> int:
    end = at + 1
    while end < len(unit.words):
        ahead = end + 1 < len(unit.words) and bool(unit.kinds[end + 1] & NAME)
        point = unit.kinds[end] & POINT and unit.words[end - 1] in ABBREVIATIONS | _INITIALS
        if unit.kinds[end] & NAME or (ahead and (point or unit.words[end] in _PARTICLES)):
            end += 1
        else:
            break
    return end


_INITIALS = frozenset("abcdefghijklmnopqrstuvwxyz")


def read_mention(text: str, unit: Unit, first: int, last: int, index: int) -> Mention | None:
    """Return the run of words as titles and a name; None where nothing but titles is left."""
    words = unit.words[first:last]
    begin = _name_start(words)
    parts = [word for word in words[begin:] if word != "."]
    while parts and parts[-1] in _SUFFIXES:
        parts.pop()
    if not parts:
        return None
    titles = tuple(word for word in words[:begin] if word != ".")
    start, end = unit.starts[first + begin], unit.ends[last - 1]
    return Mention(index, first, last, titles, tuple(parts), start, end)


def _name_start(words: Sequence[str]) -> int:
    """Return where the name begins, behind the last title: "House Speaker Paul Ryan"."""
    if words[-1] in word_list("organisations"):
        return 0
    known = word_list("before names")
    begin = 0
    for at, word in enumerate(words):
        if word in known:
            begin = at + 1
        elif word == "." and begin == at:
            begin = at + 1
    return begin


def is_full_name(mention: Mention) -> bool:
    """Whether the mention is a given name and a surname, not "Trump Tower" or "Never Trump"."""
    name = mention.name
    if not 2 <= len(name) <= _MOST_NAMES or any(
        word in word_list("organisations") for word in name
    ):
        return False
    given = name[0]
    if given in word_list("places"):
        return False
    if given in word_list("men") or given in word_list("women") or mention.titles:
        return True
    return given not in word_classes() and given.isalpha() and name[-1] not in word_classes()


_MOST_NAMES = 5


def _before(unit: Unit, mention: Mention) -> str:
    return unit.words[mention.first - 1] if mention.first else ""


def _description(unit: Unit, mention: Mention) -> list[str]:
    """Return the words around a name that describe its bearer: before it, and behind a comma."""
    words = list(mention.titles[::-1])
    at = mention.first - 1
    while at >= 0 and len(words) < _MOST_DESCRIBING and _describes(unit.kinds[at]):
        words.append(unit.words[at])
        at -= 1
    words.reverse()
    if at >= 0 and unit.kinds[at] & COMMA and mention.first - 1 == at:
        words += _apposition_before(unit, at)
    return words + _apposition_after(unit, mention.last)


def _describes(kind: int) -> bool:
    return bool(kind & (NOUN | NAME)) and not kind & (VERB | GENITIVE)


def _apposition_before(unit: Unit, comma: int) -> list[str]:
    """Return "Mexican president" of "The Mexican president, Claudia Sheinbaum,"."""
    words: list[str] = []
    at = comma - 1
    while at >= 0 and len(words) < _MOST_DESCRIBING and unit.kinds[at] & (NOUN | NAME):
        words.append(unit.words[at])
        at -= 1
    if at >= 0 and unit.kinds[at] & DETERMINER and (at == 0 or unit.kinds[at - 1] & COMMA):
        return words[::-1]
    return []


def _apposition_after(unit: Unit, comma: int) -> list[str]:
    """Return "city 's deputy manager" of "Lee, the city's deputy manager for parks,"."""
    if comma + 1 >= len(unit.words) or not unit.kinds[comma] & COMMA:
        return []
    words: list[str] = []
    for at in range(comma + 1, min(comma + 1 + _MOST_DESCRIBING, len(unit.words))):
        if unit.kinds[at] & (COMMA | PREPOSITION | RELATIVE):
            break
        if unit.kinds[at] & (VERB | AUXILIARY) and not unit.kinds[at] & NOUN:
            return []  # no apposition but a subject: "..., Lee, the candidate said"
        words.append(unit.words[at])
    return words if unit.kinds[comma + 1] & (DETERMINER | NOUN | NAME) else []
