"""The word lists in this folder, and what they say about a word."""

from functools import cache, lru_cache
from typing import NamedTuple

from index.quotations.vocabulary.word_classes import inflected, irregular_forms, listed_verbs
from index.text.word_lists import read_lists

_PLURALS = {"people": "person", "men": "man", "women": "woman", "children": "child"}
_NOT_PLURAL = ("ss", "us", "is", "news", "'s")
_SHORTEST = 4


class Form(NamedTuple):
    """A word as its stem and its ending: "closed" is ("close", "d"), "closes" is ("close", "s").

    Words that mean the same share a stem; the ending keeps tense and number apart.
    """

    stem: str
    tag: str


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(_lists()[name].split())


@cache
def groups(name: str) -> list[list[str]]:
    """The groups of a list, in order."""
    return [group.split() for group in _lists()[name].split(";")]


@cache
def first_of_group(name: str) -> dict[str, str]:
    """Every word of a list with the first word of its group."""
    return {word: group[0] for group in groups(name) for word in group}


@cache
def guards() -> frozenset[str]:
    """Words that change what is asserted, in every language that is listed."""
    return frozenset().union(*(words(n) for n in _lists() if n.split()[0] == "guards"))


@cache
def phrases() -> dict[tuple[str, ...], str]:
    """Phrases, by the stems of their words, with the word that means the same."""
    pairs = (phrase.split("=") for phrase in _lists()["phrases"].split(";"))
    return {tuple(_form(w).stem for w in long.split()): short.strip() for long, short in pairs}


@cache
def invariable() -> frozenset[str]:
    """Verbs whose past is their base form: "cut", "hit", "beat"."""
    return frozenset(v for v, forms in _irregular().items() if len(forms) == 3 or v == forms[2])


@lru_cache(maxsize=1 << 14)
def form(word: str) -> Form:
    """The form of a word in lower case."""
    word = _spellings().get(word, word)
    stem, tag = _form(word)
    return Form(_synonyms().get(stem, stem), tag)


def _form(word: str) -> Form:
    known = _verb_forms().get(word)
    if known is not None:
        return known
    if word in _PLURALS:
        return Form(_PLURALS[word], "s")
    if len(word) >= _SHORTEST:
        if word.endswith("s") and not word.endswith(_NOT_PLURAL):
            return Form(f"{word[:-3]}y" if word.endswith("ies") else word[:-1], "s")
        if word.endswith("ed") and not word.endswith("eed"):
            return Form(word[:-2], "d")
    return Form(word, "")


@cache
def opposites() -> dict[str, frozenset[str]]:
    """For each stem, the stems that reverse it."""
    found: dict[str, set[str]] = {}
    for one, other in groups("opposites"):
        pair = form(one).stem, form(other).stem
        for word, reverse in (pair, pair[::-1]):
            found.setdefault(word, set()).add(reverse)
    return {word: frozenset(reverse) for word, reverse in found.items()}


@cache
def _irregular() -> dict[str, list[str]]:
    return irregular_forms() | {group[0]: group for group in groups("irregular")}


@cache
def _verb_forms() -> dict[str, Form]:
    found: dict[str, Form] = {}
    bases = listed_verbs() | {word for group in groups("synonyms") for word in group}
    for base in sorted(bases | {word for group in groups("opposites") for word in group}):
        if base not in _irregular():
            for written, tag in zip(inflected(base), ("", "s", "d", "g"), strict=True):
                found.setdefault(written, Form(base, tag))
    for base, forms in _irregular().items():
        tags = ["", "s", *["d"] * (len(forms) - 3), "g"]
        found |= {written: Form(base, tag) for written, tag in zip(forms, tags, strict=True)}
    return found


@cache
def _synonyms() -> dict[str, str]:
    """Every stem with the one that stands for all of its synonyms."""
    leader: dict[str, str] = {}
    for group in groups("synonyms"):
        stems = [_form(word).stem for word in group]
        known = {leader.get(stem, stem) for stem in stems}
        first = min(known)
        leader |= dict.fromkeys(stems, first)
        leader |= {stem: first for stem, old in leader.items() if old in known}
    return leader


@cache
def _spellings() -> dict[str, str]:
    return first_of_group("spellings")


def _lists() -> dict[str, str]:
    return read_lists("service.answers.claims", "vocabulary.txt")
