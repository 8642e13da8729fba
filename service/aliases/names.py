"""Groups of names for the same thing: built in, and the operator's own."""

import re
from collections.abc import Iterator
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta, Struct

from index.errors import SettingsError
from index.quotations.vocabulary.word_classes import word_classes
from index.text.matching.folding import folded, folded_words

FILE = "aliases.toml"
_Name = Annotated[str, Meta(min_length=2, max_length=100)]
_Group = Annotated[list[_Name], Meta(min_length=2, max_length=20)]
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s.\-–&/]{0,2}")
_MOST_WORDS = 12


class Named(NamedTuple):
    """A name in a text, and its alternatives."""

    start: int
    end: int
    others: list[str]


class Aliases(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The contents of `aliases.toml`: lists of names for the same thing."""

    same: Annotated[list[_Group], Meta(max_length=10_000)] = []

    def named_in(self, text: str) -> Iterator[Named]:
        """The names that a text uses, however typed: "E.U." and "eu" for EU, "covid19"."""
        words = list(_WORD.finditer(text))
        for first in range(len(words)):
            key = ""
            for last in range(first, min(first + _MOST_WORDS, len(words))):
                between = text[words[last - 1].end() : words[last].start()] if last > first else ""
                if not _BETWEEN.fullmatch(between):
                    break
                key += folded(words[last][0])
                yield from self._called(key, text, words[first].start(), words[last].end())

    def _called(self, key: str, text: str, start: int, end: int) -> Iterator[Named]:
        for name, others in self._by_key.get(key, ()):
            # "us" and "who" are words, "US" and "WHO" are not.
            if name.lower() not in word_classes() or text[start:end].isupper():
                is_dotted = "." in text[start:end] and text[end : end + 1] == "."
                yield Named(start, end + is_dotted, others)

    @cached_property
    def _by_key(self) -> dict[str, list[tuple[str, list[str]]]]:
        found: dict[str, list[tuple[str, list[str]]]] = {}
        for group in self.same:
            for name in group:
                others = [other for other in group if other != name]
                found.setdefault("".join(folded_words(name)), []).append((name, others))
        return found


def load(folder: Path) -> Aliases:
    """The built-in names, and those of the folder's `aliases.toml`.

    Raises:
        SettingsError: the file is invalid; the message says where.
    """
    shipped = files("service.aliases").joinpath("known.toml").read_bytes()
    known = msgspec.toml.decode(shipped, type=Aliases)
    path = folder / FILE
    try:
        own = msgspec.toml.decode(path.read_bytes(), type=Aliases)
    except FileNotFoundError:
        return known
    except (OSError, msgspec.DecodeError) as exc:
        raise SettingsError(
            f'{path}: {exc}; write names of one thing as same = [["RTA", "Riverton Transit"]]'
        ) from exc
    return Aliases([*own.same, *known.same])
