"""Whose words a quotation is: matching the person of a question with the speakers of articles."""

import re
import unicodedata

from index.records import Article, Quote

_WORD = re.compile(r"[\w’'-]+")
# Words that stand before or around a name without being part of it.
_TITLES = frozenset(
    [
        "the",
        "a",
        "an",
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "president",
        "vice",
        "prime",
        "minister",
        "premier",
        "chancellor",
        "senator",
        "sen",
        "representative",
        "rep",
        "congressman",
        "congresswoman",
        "governor",
        "gov",
        "mayor",
        "secretary",
        "chief",
        "officer",
        "commissioner",
        "judge",
        "justice",
        "general",
        "gen",
        "colonel",
        "col",
        "captain",
        "capt",
        "lieutenant",
        "lt",
        "sergeant",
        "sgt",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "father",
        "sister",
        "brother",
        "rev",
        "reverend",
        "bishop",
        "coach",
        "director",
        "chairman",
        "chairwoman",
        "chairperson",
        "chair",
        "ceo",
        "executive",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "foreign",
        "finance",
        "defence",
        "defense",
        "first",
        "deputy",
        "former",
        "acting",
        "interim",
        "attorney",
        "police",
        "fire",
    ]
)
_AROUND = 80
_TITLE_WORDS = 4
_BREAK = re.compile(r"[.,;:!?\n“”\"()—]")


def is_spoken_by(article: Article, quote: Quote, person: str) -> bool:
    """Whether this quotation is certainly that person's.

    A name must agree with the speaker's name ("Carney" with "Mark Carney", never "Mark Carney" with
    "Bob Carney"). A description without a name ("the mayor") must be how the article itself
    names the speaker here or introduces the speaker by name.
    """
    asked = [word for word in _words(person) if word not in ("the", "a", "an")]
    names = [word for word in asked if word not in _TITLES]
    if _same_name(names, _names(quote.speaker or "")):
        return True
    return bool(asked) and _is_described(article, quote, asked)


def is_same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's: "Carney" and "Mark Carney", whatever the titles."""
    first, second = _names(one), _names(other)
    return _same_name(first, second) or _same_name(second, first)


def mentions(text: str, person: str) -> bool:
    """Whether a text holds all of the person's name, or its last part."""
    names = [word for word in _words(person) if word not in _TITLES] or _words(person)
    return bool(names) and names[-1] in set(_words(text))


def _same_name(asked: list[str], speaker: list[str]) -> bool:
    """All asked words in the speaker's name, in order; initials stand for names."""
    position = 0
    for word in asked:
        while position < len(speaker) and not _agrees(word, speaker[position]):
            position += 1
        if position == len(speaker):
            return False
        position += 1
    return bool(asked)


def _agrees(asked: str, spoken: str) -> bool:
    if asked == spoken:
        return True
    short, long = sorted((asked, spoken), key=len)
    return len(short) == 1 and long.startswith(short)


def _is_described(article: Article, quote: Quote, words: list[str]) -> bool:
    here = article.text[quote.source.start : quote.source.end] if quote.source else ""
    if set(words) <= set(_words(here)):
        return True
    return quote.speaker is not None and _is_introduced(article.text, quote.speaker, words)


def _is_introduced(text: str, speaker: str, words: list[str]) -> bool:
    """Whether the words stand as a title before the name, or behind it between commas."""
    place = text.find(speaker)
    if place < 0:
        return False
    before = _BREAK.split(text[max(0, place - _AROUND) : place])[-1]
    title = _words(before)[-_TITLE_WORDS:]
    behind = text[place + len(speaker) : place + len(speaker) + _AROUND]
    apposition = _BREAK.split(behind[1:])[0] if behind.startswith(",") else ""
    return _holds_run(title, words) or _holds_run(_words(apposition), words)


def _holds_run(text: list[str], words: list[str]) -> bool:
    """Whether the words stand in the text one after another."""
    starts = range(len(text) - len(words) + 1)
    return any(text[start : start + len(words)] == words for start in starts)


def _names(speaker: str) -> list[str]:
    return [word for word in _words(speaker) if word not in _TITLES]


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return [word.removesuffix("'s").strip("'-") for word in _WORD.findall(plain)]
