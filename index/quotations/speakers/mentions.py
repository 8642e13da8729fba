"""Mentions: runs of capitalised words that may name somebody, as titles and a name."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.quotations.sentences.units import Unit
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.name_parts import (
    SUFFIXES,
    NameParts,
    particles,
    take_apart,
)
from index.quotations.vocabulary.titles_and_given_names import gender_of, title_as_surname
from index.quotations.vocabulary.word_classes import (
    DETERMINER,
    GENITIVE,
    NAME,
    POINT,
    POSSESSIVE,
    word_classes,
)
from index.text.matching.folding import folded

_MOST_NAMES = 5
_FEWEST_WITH_OCCUPATION = 3
"""What somebody does, a given name and a surname."""


class Mention(NamedTuple):
    """A run of capitalised words in a sentence."""

    first: int
    last: int
    """The mention is the words `first` up to `last` of the unit, `last` excluded, with titles."""
    titles: tuple[str, ...]
    """In lower case: "president"; "canadian", "prime", "minister"."""
    name: tuple[str, ...]
    """In lower case, without titles, full stops, nicknames in marks and "Jr."."""
    start: int
    end: int
    """Offsets of the name in the text, without its titles."""
    suffix: str = ""
    """ "jr" of "Robert Kennedy Jr."."""
    nicknames: tuple[str, ...] = ()
    """ "bobby" of "Robert “Bobby” Lang"."""

    @property
    def parts(self) -> NameParts:
        """The name taken apart."""
        nicknames = frozenset(map(folded, self.nicknames))
        return take_apart(self.name)._replace(suffix=self.suffix, nicknames=nicknames)

    def as_written(self, text: str) -> str:
        """Return the name as the text spells it, with single spaces."""
        return " ".join(text[self.start : self.end].split())


def mentions_in(unit: Unit, at: int = 0) -> Iterator[Mention]:
    """Yield the mentions of a sentence outside its quotations, in order, from word `at`."""
    floor = at
    while at < len(unit.words):
        if unit.kinds[at] & NAME:
            last = _run_end(unit, at)
            mention = parse_mention(unit, with_particles(unit, at, floor), last)
            if mention:
                yield mention
            at = floor = last
        at += 1


def with_particles(unit: Unit, at: int, floor: int) -> int:
    """Where the name at word `at` begins with its particles: "de la Cruz", not "the van Cruz"."""
    first = at
    while first > floor and unit.words[first - 1] in particles():
        first -= 1
    owned = first and unit.kinds[first - 1] & (DETERMINER | POSSESSIVE | GENITIVE)
    return at if owned else first


def _run_end(unit: Unit, at: int) -> int:
    end = at + 1
    while end < len(unit.words) and (unit.kinds[end] & NAME or _bridges(unit, end)):
        end += 1
    return end


def _bridges(unit: Unit, at: int) -> bool:
    """Whether the word is "." or "de" inside a name: "J. Lee", "Ana de la Cruz"."""
    behind = at + 1
    if unit.words[at] in word_list("particles"):
        while behind < len(unit.words) and unit.words[behind] in particles():
            behind += 1
    elif not (unit.kinds[at] & POINT and unit.words[at - 1] in _abbreviated()):
        return False
    return behind < len(unit.words) and bool(unit.kinds[behind] & NAME)


def _abbreviated() -> frozenset[str]:
    return word_list("abbreviations", "initials")


def parse_mention(unit: Unit, first: int, last: int) -> Mention | None:
    """Split a run of words into titles and a name; None if there are only titles."""
    words = unit.words[first:last]
    begin = _name_start(words)
    places = [at for at in range(first + begin, last) if unit.words[at] != "."]
    parts = [unit.words[at] for at in places if not _is_nickname(unit, at)]
    nicknames = tuple(unit.words[at] for at in places if _is_nickname(unit, at))
    suffix = ""
    while parts and parts[-1] in SUFFIXES:
        suffix = parts.pop()
    if not parts:
        return None
    titles = tuple(word for word in words[:begin] if word != ".")
    start, end = unit.starts[first + begin], unit.ends[last - 1]
    return Mention(first, last, titles, tuple(parts), start, end, suffix, nicknames)


def _is_nickname(unit: Unit, at: int) -> bool:
    """Whether the word stands in marks or brackets, which are no part of it."""
    return unit.ends[at] - unit.starts[at] == len(unit.words[at]) + 2


def _name_start(words: Sequence[str]) -> int:
    """Return where the name begins, after the last title: "House Speaker Paul Ryan"."""
    if words[-1] in word_list("organisations"):
        return 0
    known = word_list("titles", "demonyms")
    begin = 0
    for at, word in enumerate(words[: title_as_surname(words)]):
        if word in known or (word == "." and begin == at):
            begin = at + 1
    return begin + _is_occupation(words[begin:])


def _is_occupation(words: Sequence[str]) -> bool:
    """Whether a sentence begins with what somebody does: "Farmer Lois Berg", not "Hunter Berg"."""
    has_name = len(words) >= _FEWEST_WITH_OCCUPATION and words[-1] not in SUFFIXES
    if not has_name or words[0] not in word_list("roles", "occupations"):
        return False
    # "Baker S. Lee" has a middle initial.
    return not gender_of(words[0]) and words[2] != "." and _may_be_named(words[1], words[-1])


def _may_be_named(given: str, surname: str) -> bool:
    """Whether words are a person's name, unlike those of "Teacher Retirement System"."""
    if gender_of(given):
        return True
    is_firm = surname in word_list("organisations", "abbreviations")
    return not is_firm and word_classes().keys().isdisjoint((given, surname))


def is_full_name(mention: Mention) -> bool:
    """Whether the mention is a given name and a surname, not "Trump Tower" or "Never Trump"."""
    name = mention.name
    most = _MOST_NAMES + len(mention.parts.surname) - 1
    if not 1 < len(name) <= most or name[0] in word_list("places") or not mention.parts.given:
        return False
    # So that "Bill" is not taken for a law, nor "Jean-Luc" for an adjective.
    first, hyphen, _ = name[0].partition("-")
    given = bool(gender_of(first)) or bool(hyphen and first in word_list("hyphenated"))
    if not word_list("organisations").isdisjoint(name[given:]):
        return False
    if mention.titles or given:
        return True
    return name[0].isalpha() and word_classes().keys().isdisjoint((name[0], name[-1]))
