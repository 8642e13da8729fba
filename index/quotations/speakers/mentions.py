"""Mentions: runs of capitalised words that may name somebody, as titles and a name."""

import re
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
from index.quotations.vocabulary.titles_and_given_names import (
    gender_of,
    is_office,
    is_title,
    title_as_surname,
)
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
_OFFICE_OF = frozenset(("of", "for", "to"))
_WORDS_OF_OFFICE = 2
"""An office and "of"."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}[^\W\d_]?")


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
    # A link: "Ann Lee Read more".
    return end - (end > at + 1 and unit.words[end - 1 : end + 1] == ["read", "more"])


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
    begin = _name_start(words, of_office=_is_of_office(unit, first))
    end_of_name = _before_repeat(unit, first + begin, last)
    places = [at for at in range(first + begin, end_of_name) if unit.words[at] != "."]
    parts = [unit.words[at] for at in places if not _is_nickname(unit, at)]
    nicknames = tuple(unit.words[at] for at in places if _is_nickname(unit, at))
    suffix = ""
    while parts and parts[-1] in SUFFIXES:
        suffix = parts.pop()
    if not parts or parts[0] == "of":
        return None
    titles = tuple(word for word in words[:begin] if word != ".")
    start, end = unit.starts[first + begin], unit.ends[end_of_name - 1]
    return Mention(first, last, titles, tuple(parts), start, end, suffix, nicknames)


def _before_repeat(unit: Unit, first: int, last: int) -> int:
    """Where a name ends that a page gives twice: "Bob Lee Robert (Bob) James LeeNext headline"."""
    words = unit.words[first:last]
    for at in range(2, len(words)):
        if words[at] == words[0]:
            return first + at - _is_nickname(unit, first + at)
        is_glued = words[at].startswith(words[0]) and len(words[at]) > len(words[0]) + 2
        if is_glued and at > 2 and not gender_of(words[0]):
            return first + 1
    return last


def _is_nickname(unit: Unit, at: int) -> bool:
    """Whether the word stands in marks or brackets, which are no part of it."""
    return unit.ends[at] - unit.starts[at] == len(unit.words[at]) + 2


def _name_start(words: Sequence[str], *, of_office: bool) -> int:
    """Return where the name begins, after titles and offices: "House Speaker Paul Ryan"."""
    if words[-1] in word_list("organisations") or list(words[:2]) == ["house", "of"]:
        return 0
    begin = 0
    for at, word in enumerate(words[: title_as_surname(words)]):
        if is_title(word) or (word == "." and begin == at):
            begin = at + 1
    begin = _behind_field(words, begin, of_office=of_office)
    return begin + _behind_occupation(words[begin:])


def _is_of_office(unit: Unit, first: int) -> bool:
    """Whether word `first` follows "secretary of" or "envoy to the", but not "lawyer for"."""
    first -= first > 0 and unit.words[first - 1] == "the"
    if first < _WORDS_OF_OFFICE or unit.words[first - 1] not in _OFFICE_OF:
        return False
    office = unit.words[first - 2]
    return is_office(office) and office not in word_list("offices for people")


def _behind_field(words: Sequence[str], begin: int, *, of_office: bool) -> int:
    """Skip what an office is for: "of Staff" of "Chief of Staff Bo Lee", "Ohio" of "for Ohio"."""
    if begin < len(words) and words[begin] == "of":
        begin, of_office = begin + 1, True
    if not of_office:
        return begin
    while begin < len(words) and words[begin] in word_list("fields of offices"):
        begin += 1
    given = (at for at in range(begin, len(words) - 1) if gender_of(words[at]))
    return next(given, len(words) if words[begin - 1 : begin] == ["of"] else begin)


def _behind_occupation(words: Sequence[str]) -> int:
    """Skip what somebody does: "Farmer Lois Berg", "Ode County Clerk Ann Lee"; no Hunter Berg."""
    if len(words) < _FEWEST_WITH_OCCUPATION or words[-1] in SUFFIXES or gender_of(words[0]):
        return 0
    for at in range(len(words) - 2, 0, -1):
        # "Baker S. Lee" has a middle initial.
        if words[at + 1] == "." or not _may_be_named(words[at], words[-1]):
            continue
        if is_office(words[at - 1]) or _is_of_organisation(words, at):
            return at
    return 0


def _is_of_organisation(words: Sequence[str], at: int) -> bool:
    """Whether a name begins behind that of an organisation: "Ode County Ann Lee"."""
    return bool(gender_of(words[at])) and words[at - 1] in word_list("organisations")


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
    if any("/" in word for word in name):
        return False  # whose picture it is: "Ann Lee/AP"
    # So that "Bill" is not taken for a law, nor "Jean-Luc" for an adjective.
    first, hyphen, _ = name[0].partition("-")
    given = bool(gender_of(first)) or bool(hyphen and first in word_list("hyphenated"))
    if not word_list("organisations").isdisjoint(name[given:]):
        return False
    if mention.titles or given:
        return True
    is_word = name[0].isalpha() or _is_initials(name[0])
    return is_word and word_classes().keys().isdisjoint((name[0], name[-1]))


def _is_initials(word: str) -> bool:
    """Whether a word is "H.R.", which begins a name, not "U.S.", which begins a place."""
    return bool(_INITIALS.fullmatch(word)) and word.strip(".") not in word_list(
        "initials of places"
    )
