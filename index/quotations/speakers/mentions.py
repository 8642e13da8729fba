"""Mentions: runs of capitalised words that may name somebody, as titles and a name."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.quotations.sentences.units import Unit
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import gender_of
from index.quotations.vocabulary.word_classes import NAME, POINT, word_classes

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_MOST_NAMES = 5


class Mention(NamedTuple):
    """A run of capitalised words in a sentence."""

    first: int
    last: int
    """The mention is the words `first` up to `last` of the unit, `last` excluded, with titles."""
    titles: tuple[str, ...]
    """In lower case: "president"; "canadian", "prime", "minister"."""
    name: tuple[str, ...]
    """In lower case, without titles, full stops and "Jr."."""
    start: int
    end: int
    """Offsets of the name in the text, without its titles."""

    def as_written(self, text: str) -> str:
        """Return the name as the text spells it, with single spaces."""
        return " ".join(text[self.start : self.end].split())


def mentions_in(unit: Unit, at: int = 0) -> Iterator[Mention]:
    """Yield the mentions of a sentence outside its quotations, in order, from word `at`."""
    while at < len(unit.words):
        if unit.kinds[at] & NAME:
            last = _run_end(unit, at)
            mention = parse_mention(unit, at, last)
            if mention:
                yield mention
            at = last
        at += 1


def _run_end(unit: Unit, at: int) -> int:
    end = at + 1
    while end < len(unit.words) and (unit.kinds[end] & NAME or _bridges(unit, end)):
        end += 1
    return end


def _bridges(unit: Unit, at: int) -> bool:
    """Whether the word is "." or "de" inside a name: "J. Lee", "Bill de Blasio"."""
    if at + 1 >= len(unit.words) or not unit.kinds[at + 1] & NAME:
        return False
    known = word_list("abbreviations", "initials")
    point = unit.kinds[at] & POINT and unit.words[at - 1] in known
    return bool(point) or unit.words[at] in word_list("particles")


def parse_mention(unit: Unit, first: int, last: int) -> Mention | None:
    """Split a run of words into titles and a name; None if there are only titles."""
    words = unit.words[first:last]
    begin = _name_start(words)
    parts = [word for word in words[begin:] if word != "."]
    while parts and parts[-1] in _SUFFIXES:
        parts.pop()
    if not parts:
        return None
    titles = tuple(word for word in words[:begin] if word != ".")
    start, end = unit.starts[first + begin], unit.ends[last - 1]
    return Mention(first, last, titles, tuple(parts), start, end)


def _name_start(words: Sequence[str]) -> int:
    """Return where the name begins, after the last title: "House Speaker Paul Ryan"."""
    if words[-1] in word_list("organisations"):
        return 0
    known = word_list("titles", "demonyms")
    begin = 0
    for at, word in enumerate(words):
        if word in known or (word == "." and begin == at):
            begin = at + 1
    return begin


def is_full_name(mention: Mention) -> bool:
    """Whether the mention is a given name and a surname, not "Trump Tower" or "Never Trump"."""
    name = mention.name
    if not 1 < len(name) <= _MOST_NAMES or name[0] in word_list("places"):
        return False
    given = bool(gender_of(name[0]))  # so that "Bill" is not taken for a law
    if not word_list("organisations").isdisjoint(name[given:]):
        return False
    if mention.titles or given:
        return True
    return name[0].isalpha() and word_classes().keys().isdisjoint((name[0], name[-1]))
