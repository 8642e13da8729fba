"""Names of people as words, and how they are compared."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TypeAlias

from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.name_parts import SUFFIXES, is_same_word, without_nicknames
from index.quotations.vocabulary.titles_and_given_names import title_as_surname
from index.text.matching.folding import folded

_WORD = re.compile(r"[\w’'-]+")
_ARTICLES = frozenset(("the", "a", "an"))
_JOINTS = frozenset(("of", "and", "for", "&"))
"""Words inside the names of organisations."""


@cache
def titles() -> frozenset[str]:
    """Words before or around a name that are not part of it."""
    return word_list("titles") | word_list("more titles") | _ARTICLES


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without accents, possessives and punctuation."""
    plain = folded(text).replace("’", "'")
    words = (word.removesuffix("'s").strip("'-") for word in _WORD.findall(plain))
    return [word for word in words if word]


def described_words(text: str) -> list[str]:
    """The words of a description without "the" and "a": "the mayor" gives mayor."""
    return [word for word in words_of(text) if word not in _ARTICLES]


def name_words(text: str) -> list[str]:
    """The words of a name without titles: mark and carney for "Prime Minister Mark Carney".

    Organisations keep everything but "the": "the Justice Department" is not a person.
    """
    words = words_of(text)
    if not _is_organisation(words):
        surname = _title_as_surname(text)
        return [word for at, word in enumerate(words) if at == surname or word not in titles()]
    return words[1:] if words[0] in _ARTICLES else words


def is_bare_surname(text: str) -> bool:
    """Whether it is a single word, without "the", that may be a surname or a title: "King"."""
    words = words_of(text)
    return len(words) == 1 and words[0] in word_list("titles and surnames")


def title_words(text: str) -> list[str]:
    """The titles in a name: "Prime Minister Mark Carney" gives prime and minister."""
    words = words_of(text)
    if _is_organisation(words):
        return []
    known, surname = titles() - _ARTICLES, _title_as_surname(text)
    return [word for at, word in enumerate(words) if at != surname and word in known]


def _title_as_surname(text: str) -> int | None:
    return title_as_surname(words_of(text.partition(",")[0]))


def _is_organisation(words: Sequence[str]) -> bool:
    """Whether the name is that of an organisation or office: "Bank of Canada", "White House"."""
    rest = [word for word in words if word not in _ARTICLES]
    if len(rest) < 2:
        return False
    return rest[-1] in word_list("organisations") or not _JOINTS.isdisjoint(rest)


def surname_of(name: str) -> str:
    """The last word of the surname, as written: Kennedy for "Robert Kennedy Jr. (71)"."""
    words = re.split(r",| \(", name)[0].split() or [name]
    while len(words) > 1 and folded(words[-1]).strip(".") in SUFFIXES:
        words.pop()
    return words[-1]


def agrees(asked: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the name has all words asked for, in order; an initial matches any word with it."""
    position = 0
    for word in asked:
        while position < len(name) and not is_same_word(word, name[position]):
            position += 1
        if position == len(name):
            return False
        position += 1
    return bool(asked)


Words: TypeAlias = tuple[str, ...]


@lru_cache(maxsize=1 << 18)
def name_words_of(name: str) -> Words:
    """The words that identify a person; if the name is only a title, all of its words.

    Nicknames in quotation marks do not count: robert and lang for "Robert “Bobby” Lang".
    """
    name = without_nicknames(name)
    return tuple(name_words(name)) or tuple(words_of(name))
