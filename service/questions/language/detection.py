"""Detects a text's language by function words and letters, or not at all.

Names and titles are words of any language ("La Niña", "Die Hard"). So only words in small letters
and the first one count, articles and prepositions that stand in names are not enough, and a text
with English function words is foreign only if the others are far more.
"""

import re
from functools import cache

from msgspec import Struct

from index.quotations.vocabulary.word_classes import CLOSED, VERB, word_classes
from index.records import Article
from service.questions.language.lists import lists_of, tags

ENGLISH = "en"

_SCRIPTS = {
    "el": "\u0370-\u03ff",
    "und-Cyrl": "\u0400-\u04ff",
    "he": "\u0590-\u05ff",
    "und-Arab": "\u0600-\u06ff",
    "und-Deva": "\u0900-\u097f",
    "th": "\u0e00-\u0e7f",
    "ko": "\uac00-\ud7af",
    "ja": "\u3040-\u30ff",
    "zh": "\u4e00-\u9fff",
}
"""Japanese comes before Chinese, whose characters it uses too."""
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"|(?<!\w)['‘][^'’]{3,}['’](?!\w)")
_TOKEN = re.compile(r"qu'est-ce|(?:dov|cos)'è|[^\W\d_]+")
_ALSO_ENGLISH = (
    "who whom whose what which when where why how co com contra den der door era gold ha hat hay"
    " hoe lo men met per sera sin son ten till van war wo"
)
_HAS_TWO_WORDS = re.compile(r"[^\W\d_]\W+[^\W\d_]")
_FEWEST = 2
_FAR_MORE = 2
_ENOUGH = 2_000
"""Characters of a long text that are looked at."""


class _Evidence(Struct, frozen=True):
    """What speaks for a language."""

    tag: str
    own: int
    """Its words, those that ask twice, and its letters; words that are English too count little."""
    english: int
    """English words that it does not have itself."""
    is_distinct: bool
    """Whether any of its words can be no English word and hardly a part of a name."""

    @property
    def is_enough(self) -> bool:
        """Whether a text with it is surely not English."""
        return self.is_distinct and self.own >= max(_FEWEST, _FAR_MORE * self.english + 1)


def language_of(text: str) -> str | None:
    """The tag of the language that a text is surely in; None if that is not sure.

    A script that several languages share has a tag of its own: "und-Cyrl".
    """
    plain = _QUOTED.sub(" ", text[:_ENOUGH])
    script = _script(plain)
    if script is not None:
        return script
    if not _HAS_TWO_WORDS.search(plain):
        return None
    words = _words(plain)
    found = sorted((_evidence(tag, words, plain) for tag in tags()), key=lambda one: -one.own)
    foreign = [one for one in found if one.is_enough]
    if not foreign:
        is_english = len(words & _english()) >= _FEWEST and all(one.english for one in found)
        return ENGLISH if is_english else None
    return None if len(foreign) > 1 and foreign[0].own == foreign[1].own else foreign[0].tag


def without_function_words(text: str) -> str:
    """A question in another language without the words that tell nothing of what is asked.

    English ones are known to the index; those of other languages would find whatever is in theirs.
    """
    tag = language_of(text)
    if tag not in tags():
        return text
    empty = frozenset().union(*_lists(tag))
    rest = _TOKEN.sub(lambda word: "" if word[0].lower() in empty else word[0], text)
    return " ".join(rest.split()) if _TOKEN.search(rest) else text


def language_of_article(article: Article) -> str | None:
    """The language of an article: what it says of itself, else what its text shows."""
    if article.language:
        return article.language.strip().lower().replace("_", "-").split("-")[0]
    return language_of(article.text)


def _script(text: str) -> str | None:
    """The script of most letters, unless that is Latin."""
    letters = [sign for sign in text if sign.isalpha()]
    for tag, signs in _SCRIPTS.items():
        if 2 * len(re.findall(f"[{signs}]", text)) > len(letters):
            return tag
    return None


def _words(text: str) -> set[str]:
    """The first word, and all those in small letters."""
    words = _TOKEN.findall(text.replace("’", "'"))
    return {word.lower() for at, word in enumerate(words) if not at or word.islower()}


def _evidence(tag: str, words: set[str], text: str) -> _Evidence:
    asking, own, in_names = _lists(tag)
    mine = words & (asking | own | in_names)
    distinct = mine - _english()
    shared = len(mine) - len(distinct)
    signs = lists_of(tag).letters
    letters = 2 * bool(signs and re.search(signs, text))
    return _Evidence(
        tag=tag,
        # "is" and "of" are Dutch as well, but only where there is Dutch.
        own=len(distinct) + len(distinct & asking) + min(shared, len(distinct)) + letters,
        english=len((words & _english()) - mine),
        is_distinct=bool(distinct - in_names or letters or (distinct and shared >= _FEWEST)),
    )


@cache
def _lists(tag: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    lists = lists_of(tag)
    asking, own = frozenset(lists.asking.split()), frozenset(lists.function_words.split())
    return asking, own - asking, frozenset(lists.in_names.split()) - own


@cache
def _english() -> frozenset[str]:
    closed = (word for word, classes in word_classes().items() if classes & (CLOSED | VERB))
    return frozenset(closed) | frozenset(_ALSO_ENGLISH.split())
