"""English word classes, as far as rules need them to find subjects and clauses.

There is no part-of-speech tagger: closed classes and common verbs are listed, the rest is decided
by a word's ending. A word's classes are bit flags, so that a rule is one bit test.
"""

from collections.abc import Iterable
from functools import cache

from index.quotations.vocabulary.lists import word_groups, word_list

DETERMINER = 1
PREPOSITION = 1 << 1
CONJUNCTION = 1 << 2
SUBORDINATOR = 1 << 3
RELATIVE = 1 << 4
AUXILIARY = 1 << 5
ADVERB = 1 << 6
SUBJECT = 1 << 7
"""Subject pronouns: he, she, they, I, we, you, it."""
OBJECT = 1 << 8
POSSESSIVE = 1 << 9
TIME = 1 << 10
NUMBER = 1 << 11
COMMA = 1 << 12
STOP = 1 << 13
"""Punctuation that ends a clause: ; : ( ) and dashes."""
QUOTED = 1 << 14
"""A whole quoted stretch, treated as one word."""
NAME = 1 << 15
VERB = 1 << 16
GENITIVE = 1 << 17
GERUND = 1 << 18
PARTICIPLE = 1 << 19
"""A word in -ed: a verb or an adjective."""
NOUN = 1 << 20
"""A verb form that is also a noun, or any word without another class."""
POINT = 1 << 21
"""A full stop inside a sentence, after an abbreviation."""
CLOSED = (
    ADVERB
    | AUXILIARY
    | CONJUNCTION
    | DETERMINER
    | OBJECT
    | POSSESSIVE
    | PREPOSITION
    | RELATIVE
    | SUBJECT
    | SUBORDINATOR
    | TIME
)
"""The classes whose words say nothing about a topic."""

_CLASSES = {
    "determiners": DETERMINER,
    "prepositions": PREPOSITION,
    "conjunctions": CONJUNCTION,
    "subordinators": SUBORDINATOR,
    "relatives": RELATIVE,
    "auxiliaries": AUXILIARY,
    "adverbs": ADVERB,
    "subjects": SUBJECT,
    "objects": OBJECT,
    "possessives": POSSESSIVE,
    "times": TIME,
    "numbers": NUMBER,
}
_SHORTEST_GERUND = 6
"""So that "king" and "sing" are not gerunds."""
_SHORTEST_PARTICIPLE = 5
"""So that "need" and "seed" are not participles."""


def inflected(base: str) -> list[str]:
    """Return a regular verb's four forms: base, -s, -ed, -ing ("deny", "denies", ...)."""
    if base.endswith("e"):
        return [base, base + "s", base + "d", base[:-1] + "ing"]
    if base.endswith("y") and base[-2:-1] not in "aeou":
        return [base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"]
    stem = base + base[-1] if base in word_list("verbs that double") else base
    ending = "es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return [base, base + ending, stem + "ed", stem + "ing"]


@cache
def irregular_forms() -> dict[str, list[str]]:
    """Return all forms of each irregular verb, by its base form."""
    return {forms[0]: forms for forms in word_groups("irregular verbs")}


def verb_forms(base: str) -> list[str]:
    """Return a verb's forms, the base form first."""
    return irregular_forms().get(base) or inflected(base)


def listed_verbs() -> frozenset[str]:
    """Return the base forms of all listed verbs."""
    return word_list("regular verbs") | frozenset(irregular_forms())


@cache
def word_classes() -> dict[str, int]:
    """Return the flags of every listed word, in lower case."""
    classes: dict[str, int] = {}
    for name, flag in _CLASSES.items():
        _flag(classes, word_list(name), flag)
    for base in listed_verbs():
        _flag_verb(classes, verb_forms(base))
    return classes


def _flag(classes: dict[str, int], words: Iterable[str], flag: int) -> None:
    for word in words:
        classes[word] = classes.get(word, 0) | flag


def _flag_verb(classes: dict[str, int], forms: list[str]) -> None:
    for form in forms:
        flag = GERUND if form.endswith("ing") and form != forms[0] else VERB
        flag |= PARTICIPLE if form.endswith("ed") else 0
        _flag(classes, [form], flag | (NOUN if form in word_list("verbs that are nouns") else 0))


def classify_unlisted(word: str) -> int:
    """Return the flags of an unlisted lower-case word, by its ending."""
    if "-" in word:
        return NOUN
    if word.endswith("ly") and word not in word_list("not adverbs"):
        return ADVERB
    if word.endswith("ing") and len(word) >= _SHORTEST_GERUND:
        return GERUND | NOUN
    if word.endswith("ed") and len(word) >= _SHORTEST_PARTICIPLE:
        return PARTICIPLE
    return NOUN
