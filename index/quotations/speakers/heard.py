"""Who has spoken so far in an article."""

from collections.abc import Sequence
from typing import NamedTuple

from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import RELATIVE
from index.records import Span

NO_PERSON = ""
"""The source is a group, a thing, or a pronoun that does not stand for a single person."""
UNKNOWN_PERSON = "?"
"""The source is one person, but the article does not say who."""
ONE_OF_SEVERAL = "??"
"""The source is one of several people of a surname, and only what follows may tell which."""
GENDERS = {"he": "m", "she": "f"}


class Spoke(NamedTuple):
    """Somebody who spoke in a sentence."""

    source: Phrase
    name: str
    content: tuple[Span, ...]


class Heard:
    """The speakers so far."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._by_unit: dict[int, list[Spoke]] = {}

    def add(self, unit: Unit, source: Phrase, name: str, content: Sequence[Span]) -> None:
        """Remember who spoke in a sentence."""
        self.names.add(name)
        # "Rubio refrained from attacking Bush, who said": the subject is Rubio, not Bush.
        if not unit.kinds[source.first] & RELATIVE:
            spoke = self._by_unit.setdefault(id(unit), [])
            spoke.append(Spoke(source, name, tuple(content)))

    def in_unit(self, unit: Unit) -> Sequence[Spoke]:
        """Return who spoke in a sentence and was no "who" there, in order."""
        return self._by_unit.get(id(unit), ())
