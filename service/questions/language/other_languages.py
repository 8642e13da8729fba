"""Questions in other languages, with an English question word for the reader.

    "¿Cuánto ha costado el remolcador?"  ->  "how much ha costado el remolcador?"
    "Was sagte Carney zur Brücke?"       ->  "What did Carney say about Brücke?"

Nothing else is translated: names and numbers are found in any language, and articles in that of the
question hold its words.
"""

import re
from functools import cache

from service.questions.language.detection import language_of
from service.questions.language.lists import lists_of, tags

_DEFINED = frozenset(("who", "what"))
_BEFORE_NAME = re.compile(
    r"^(?:[^\W\d_A-ZÀ-Þ][\w'’-]*+ )*(?:[^\W\d_A-ZÀ-Þ][\w'’-]*['’]|(?<= ))(?=[A-ZÀ-Þ])"
)
"""Articles and offices before a name: "la mairesse"."""
_OPENING = r"^[\s¿¡]*"


def in_english_form(text: str) -> str | None:
    """The question with its question word in English; None if it is English, or nothing is sure."""
    tag = language_of(text)
    if tag not in tags():
        return None
    return _as_speech(text, tag) or _with_question_word(text, tag)


def _as_speech(text: str, tag: str) -> str | None:
    for pattern in _speech(tag):
        asked = pattern.match(text)
        if asked is None:
            continue
        named = _BEFORE_NAME.sub("", asked["who"])
        if named[:1].isupper():
            topic = asked["topic"] or asked.groupdict().get("topic_2")
            return f"What did {named} say{f' about {topic}' if topic else ''}?"
    return None


def _with_question_word(text: str, tag: str) -> str | None:
    for english, pattern in _words(tag):
        asked = pattern.match(text)
        if asked is not None:
            rest = text[asked.end() :].lstrip()
            being = _being(tag).match(rest) if english in _DEFINED else None
            return f"{english} is {rest[being.end() :]}" if being else f"{english} {rest}"
    return None


@cache
def _being(tag: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{lists_of(tag).being})\s+(?=[A-ZÀ-Þ])")


@cache
def _speech(tag: str) -> list[re.Pattern[str]]:
    return [
        re.compile(rf"{_OPENING}(?:{one})[\s?!.]*$", re.IGNORECASE) for one in lists_of(tag).speech
    ]


@cache
def _words(tag: str) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (english, re.compile(rf"{_OPENING}(?:{words})(?:(?<=['’])|(?!\w))", re.IGNORECASE))
        for english, words in lists_of(tag).question_words.items()
    ]
