"""The words of a typed question: lower case, without apostrophes or punctuation."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    GERUND,
    NOUN,
    PARTICIPLE,
    TIME,
    VERB,
    classify_unlisted,
    word_classes,
)
from index.text.matching.folding import folded

_WORD = re.compile(
    r"['’](?:s|re|ve|ll|d|m)\b|(?<=s)['’](?=\s|$)|\b[A-Z]\.(?=\s?[A-Z])|[^\W_]+(?:(?:[-–.&]|['’](?!s\b))[^\W_]+)*"
    r"|[^\w\s]|_"
)
QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
INVERTING = frozenset(
    """is are was were am do does did has have had can could will would shall should may might must
    isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't
    wouldn't shouldn't""".split()
)
"""What may stand between the word that asks and the subject."""
BEING = frozenset("is are was were".split())
EMPTY = frozenset(
    """'s say said says tell told anything something people many much one ones else get got still
    yet ever thing things i you me my your we our us do""".split()
)
"""Words that say nothing about a topic, whatever their class."""
_ENDS_OF_ADJECTIVES = ("ous", "ful", "able", "ible", "less", "ive")
_CLITIC = re.compile(
    r"\b(who|what|where|when|how|why|that|he|she|it|there)['’](s|re)\b(?!\s*$)", re.IGNORECASE
)
_PLURALS = frozenset("men women children kids geese mice feet teeth oxen cattle".split())


_SHORT = 200
"""Texts of more characters are not kept: they are not asked about again and again."""


class Word(NamedTuple):
    """One word or mark of a text."""

    text: str
    low: str
    """In lower case, without accents, with straight apostrophes."""
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """The words and marks of a text, in order; "'s" is a word of its own."""
    return _remembered(text) if len(text) <= _SHORT else _split(text)


@lru_cache(maxsize=1 << 10)
def _remembered(text: str) -> tuple[Word, ...]:
    return _split(text)


def _split(text: str) -> tuple[Word, ...]:
    return tuple(
        Word(m.group(), fold(m.group()) or m.group(), m.start(), m.end())
        for m in _WORD.finditer(text)
    )


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """A word in lower case, without accents, with straight apostrophes."""
    return folded(word).replace("’", "'")


def plain_words(text: str) -> str:
    """A text's words alone, folded, one space between them."""
    return " ".join("".join(c if c.isalnum() or c in "'-" else " " for c in fold(text)).split())


def mended(text: str) -> str:
    """The same with its contractions written out: "whos" and "who's" become "who is"."""
    written: dict[str, str] = _listed()["mended"]
    text = _to_mend().sub(lambda m: written[m.group().lower()], text)
    return _CLITIC.sub(lambda m: m[1] + (" are" if m[2].lower() == "re" else " is"), text)


@cache
def _to_mend() -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(_listed()["mended"]) + r")\b", re.IGNORECASE)


@cache
def _listed() -> dict[str, Any]:
    """The words of `words.toml`."""
    return tomllib.loads(
        files("service.questions.followups.grammar").joinpath("words.toml").read_text("utf-8")
    )


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_listed()[name].split())


@lru_cache(maxsize=1 << 14)
def classes_of(low: str) -> int:
    """The flags of a word, as `word_classes` has them, with the verbs that questions use."""
    flags = word_classes().get(low) or classify_unlisted(low)
    if low in _words("participles"):
        return PARTICIPLE
    if low in _words("gerunds"):
        return GERUND
    if low in _words("verbs") or base_of(low) in _words("verbs"):
        flags |= VERB
    if low in _words("nouns"):
        flags |= NOUN
    return flags


def is_adjective(low: str) -> bool:
    """Whether a word says how something is, rather than what it is."""
    return low in _words("adjectives") or low.endswith(_ENDS_OF_ADJECTIVES)


def content_nouns(text: str) -> list[Word]:
    """The words of a text that say what it is about, without verbs and adjectives."""
    content = (word for word in words_of(text) if is_content(word))
    return [word for word in content if not _is_verb(word) and not is_adjective(word.low)]


def _is_verb(word: Word) -> bool:
    return word.low.endswith("ed") or bool(classes_of(word.low) & VERB)


def is_content(word: Word) -> bool:
    """Whether a word says something about a topic."""
    if not word.low[:1].isalnum() or word.low in QUESTION_WORDS | INVERTING:
        return False
    flags = word_classes().get(word.low, NOUN)
    return word.low not in EMPTY and bool(flags & (NOUN | VERB | PARTICIPLE | GERUND | TIME))


def base_of(low: str) -> str:
    """The base form of a regular verb's form that is not listed: "scored" gives score."""
    if low.endswith("ied") and len(low) > 4:
        return low[:-3] + "y"
    for ending in ("ed", "ing", "es", "s"):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            stem = low[: -len(ending)]
            if stem + "e" in _words("verbs"):
                return stem + "e"
            return stem[:-1] if stem[-1] == stem[-2] and stem[:-1] in _words("verbs") else stem
    return low


def is_plural(head: str) -> bool:
    """Whether a noun stands for several, by its form."""
    if head in word_list("plurals") or head in _PLURALS:
        return True
    if head.endswith("men") and head not in ("specimen", "omen", "abdomen"):
        return True
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "news"))
