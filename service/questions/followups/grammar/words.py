"""The words of a question as it is typed in a chat: lower case, without apostrophes or marks."""

import re
from functools import lru_cache
from typing import NamedTuple

from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    AUXILIARY,
    DETERMINER,
    GERUND,
    NOUN,
    PARTICIPLE,
    TIME,
    VERB,
    classify_unlisted,
    word_classes,
)
from index.text.folding import folded

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
_VERBS = frozenset(
    """appeal attend bake belong boil born cancel catch climb coach cook crash defend donate drill
    drink eat erupt fail finance fine fund grade hate heal hurt injure invent land marry measure
    owe own pass pitch plant protest rescue resign score scream sink sleep sponsor strand swim
    threaten undergo urge vote weigh win worry differ disagree survive recover spread react
    evacuate investigate compensate employ export import install inspect renew repair restore
    restrict review sail scrap seize settle spill suspend tour upgrade vaccinate volunteer yield
    qualify host design fit happen inject lend borrow burn collide damage dig dive float freeze
    guard hunt insure jail kidnap landfill melt migrate nominate patrol pilot poison pollute
    print rebuild reopen resume rob search shrink smell smoke sponsor starve strand sweep test
    hang hide bite blow burst cling creep flee freeze lean ride ring shake shine shut slide spin
    split spring stick sting swing tear wake weave arrange attach behave bounce breathe calculate
    connect consist crawl decay disappear drag drain drown explode fade fetch fill flow fold glow
    grab greet guarantee harm impress inform interfere interrupt knock lock match mourn observe
    offend paint pause permit phone pray pretend pump punish reflect regret rely remind request
    rinse roll rot rush satisfy scatter scrape separate shelter shiver sigh smile soak squeeze
    stare steer stir stretch succeed suck suit suspect taste tempt tie trace trap tremble trick
    wander waste whisper wipe wrap yell
    translate wreck accuse admit allege approve arrest assault ban bid bless""".split()
)
"""Verbs of questions about news that are not in the lists of those that quote."""
_PARTICIPLES = frozenset(
    "born hung swept sunk struck stuck shut spent torn worn sworn woken".split()
)
_ADJECTIVES = frozenset(
    """able accurate afraid alive angry available bad big bigger biggest black certain cheap clear
    close closed cold dead deep different difficult dry early easy empty expensive fair famous far
    fast final free friendly full good great guilty happy hard healthy heavy high hot hungry hurt
    ill important late legal likely long low many married missing most much necessary new next old
    open other pregnant quick radioactive ready real responsible rich safe same serious short sick
    similar slow small strong successful sure tall true warm weak well wet wide worst wrong
    young""".split()
)
EMPTY = frozenset(
    """'s say said says tell told anything something people many much one ones else get got still
    yet ever thing things i you me my your we our us do""".split()
)
"""Words that say nothing about a topic, whatever their class."""
_ENDS_OF_ADJECTIVES = ("ous", "ful", "able", "ible", "less", "ive")
_MENDED = {
    "whos": "who is", "whats": "what is", "wheres": "where is", "whens": "when is",
    "hows": "how is", "whys": "why is", "thats": "that is", "theres": "there is",
    "hes": "he is", "shes": "she is", "theyre": "they are", "theyve": "they have",
    "whod": "who did", "whatd": "what did", "im": "i am", "dont": "don't",
    "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "arent": "aren't",
    "wasnt": "wasn't", "werent": "weren't", "cant": "can't", "couldnt": "couldn't",
    "wont": "won't", "wouldnt": "wouldn't", "hasnt": "hasn't", "havent": "haven't",
    "abt": "about", "wat": "what", "wich": "which", "u": "you", "r": "are", "pls": "please",
}  # fmt: skip
_CLITIC = re.compile(
    r"\b(who|what|where|when|how|why|that|he|she|it|there)['’](s|re)\b(?!\s*$)", re.IGNORECASE
)
_TO_MEND = re.compile(r"\b(" + "|".join(_MENDED) + r")\b", re.IGNORECASE)


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
    text = _TO_MEND.sub(lambda m: _MENDED[m.group().lower()], text)
    return _CLITIC.sub(lambda m: m[1] + (" are" if m[2].lower() == "re" else " is"), text)


@lru_cache(maxsize=1 << 14)
def classes_of(low: str) -> int:
    """The flags of a word, as `word_classes` has them, with the verbs that questions use."""
    flags = word_classes().get(low) or classify_unlisted(low)
    if low in _PARTICIPLES:
        return PARTICIPLE
    if low in _VERBS or base_of(low) in _VERBS:
        flags |= VERB
    return flags


def is_verb(low: str) -> bool:
    """Whether a word may be a verb's form."""
    return bool(classes_of(low) & (VERB | PARTICIPLE | GERUND))


def is_adjective(low: str) -> bool:
    """Whether a word says how something is, rather than what it is."""
    return low in _ADJECTIVES or low.endswith(_ENDS_OF_ADJECTIVES)


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
            if stem + "e" in _VERBS:
                return stem + "e"
            return stem[:-1] if stem[-1] == stem[-2] and stem[:-1] in _VERBS else stem
    return low


def is_plural(head: str) -> bool:
    """Whether a noun stands for several, by its form."""
    if head in word_list("plurals") or head in ("men", "women", "children", "kids"):
        return True
    if head.endswith("men") and head not in ("specimen", "omen", "abdomen"):
        return True
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "news"))


def is_open(low: str) -> bool:
    """Whether a word is none of the closed classes: a noun, a name, an adjective or a verb."""
    return not classes_of(low) & (DETERMINER | AUXILIARY | ADVERB) and low not in QUESTION_WORDS
