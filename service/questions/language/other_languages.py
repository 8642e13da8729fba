"""Questions in other languages with their question word in English: the reader knows no other.

    "¿Cuánto ha costado el remolcador?"  ->  "how much ha costado el remolcador?"
    "Was sagte Carney zur Brücke?"       ->  "What did Carney say about Brücke?"

Nothing else is translated: names and numbers are found in any language, and articles in that of the
question hold its words.
"""

import re
from functools import cache

from service.questions.language.detection import language_of

_QUESTION_WORDS = {
    "de": {
        "how many": "wie viele[rn]?|wieviele",
        "how much": "wie viel|wieviel",
        "how long": "wie lange",
        "how old": "wie alt",
        "how often": "wie oft",
        "how far": "wie weit",
        "how high": "wie hoch",
        "how big": "wie gro(?:ß|ss)",
        "whose": "wessen",
        "who": "wer|wem|wen",
        "when": "wann",
        "why": "warum|wieso|weshalb",
        "where": "wohin|woher|wo",
        "which": "welche[rsmn]?",
        "what": "was",
        "how": "wie",
    },
    "fr": {
        "how many": r"combien de\b|combien d['’]",
        "how much": "combien",
        "why": "pourquoi",
        "who": "qui est-ce qui|qui",
        "when": "quand",
        "where": "où",
        "which": "quel(?:le)?s?",
        "what": r"qu['’]est-ce qu(?:e|i)\b|qu['’]est-ce qu['’]|que|qu['’]|quoi",
        "how": "comment",
    },
    "es": {
        "how many": "cu[aá]nt[oa]s",
        "how much": "cu[aá]nt[oa]",
        "who": "qui[eé]n(?:es)?",
        "when": "cu[aá]ndo",
        "why": "por qu[eé]",
        "where": "d[oó]nde",
        "which": "cu[aá]l(?:es)?",
        "what": "qu[eé]",
        "how": "c[oó]mo",
    },
    "it": {
        "how many": "quant[ie]",
        "how much": "quant[oa]",
        "who": "chi",
        "when": "quando",
        "why": "perché",
        "where is": r"dov['’]è",
        "where": "dove",
        "which": "qual[ei]?",
        "what": "che cosa|cosa|che",
        "how": "come",
    },
    "pt": {
        "how many": "quant[oa]s",
        "how much": "quant[oa]",
        "who": "quem",
        "when": "quando",
        "why": "por que|por quê|porquê|porque",
        "where": "onde",
        "which": "qua(?:l|is)",
        "what": "o que|que",
        "how": "como",
    },
    "nl": {
        "how much": "hoeveel",
        "who": "wie",
        "when": "wanneer",
        "why": "waarom",
        "where": "waar",
        "which": "welke?",
        "what": "wat",
        "how": "hoe",
    },
}
"""The first that stands at the beginning is taken; the longer ones come first."""
_BEING = {
    "de": "ist|sind|war|waren",
    "fr": "est|sont|était|étaient",
    "es": "es|son|era|fue",
    "it": "è|sono|era",
    "pt": "é|são|era|foi",
    "nl": "is|zijn|was",
}
"""What follows "who" and "what" where something is to be defined: "wer ist Lee"."""
_DEFINED = frozenset(("who", "what"))
_SPEECH = {
    "de": (
        r"was (?:sagte?|meinte?|erklärte?) (?P<who>.+?)"
        r"(?: (?:über|zu[mr]?|von|vom) (?P<topic>.+?))?",
        r"was hat(?:te)? (?P<who>.+?)(?: (?:über|zu[mr]?|von|vom) (?P<topic>.+?))? "
        r"(?:gesagt|gemeint|erklärt)",
    ),
    "fr": (
        r"(?:qu['’]a (?:dit|déclaré)|que dit|qu['’]est-ce qu['’]a dit) (?P<who>.+?)"
        r"(?: (?:sur|de|du|des|à propos de|au sujet de) (?P<topic>.+?)| d['’](?P<topic_2>.+?))?",
        r"qu['’]est-ce que (?P<who>.+?) a (?:dit|déclaré)"
        r"(?: (?:sur|de|du|des|à propos de|au sujet de) (?P<topic>.+?)| d['’](?P<topic_2>.+?))?",
    ),
    "es": (
        r"qu[eé] (?:dijo|dice|ha dicho|declar[oó]) (?P<who>.+?)"
        r"(?: (?:sobre|acerca de|de|del) (?P<topic>.+?))?",
    ),
    "it": (
        r"(?:che )?cosa (?:ha detto|dice|disse) (?P<who>.+?)"
        r"(?: (?:su|sul|sulla|sui|di|del|della|dei) (?P<topic>.+?))?",
    ),
}
"""Requests for somebody's words."""
_BEFORE_NAME = re.compile(r"^(?:[^\W\d_A-ZÀ-Þ][\w'’-]*[ '’])+(?=[A-ZÀ-Þ])")
"""Articles and offices before a name: "la mairesse"."""
_OPENING = r"^[\s¿¡]*"


def in_english_form(text: str) -> str | None:
    """The question with its question word in English; None if it is English, or nothing is sure."""
    tag = language_of(text)
    if tag not in _QUESTION_WORDS:
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
    return re.compile(rf"(?:{_BEING[tag]})\s+(?=[A-ZÀ-Þ])")


@cache
def _speech(tag: str) -> list[re.Pattern[str]]:
    patterns = _SPEECH.get(tag, ())
    return [re.compile(rf"{_OPENING}(?:{one})[\s?!.]*$", re.IGNORECASE) for one in patterns]


@cache
def _words(tag: str) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (english, re.compile(rf"{_OPENING}(?:{words})(?:(?<=['’])|(?!\w))", re.IGNORECASE))
        for english, words in _QUESTION_WORDS[tag].items()
    ]
