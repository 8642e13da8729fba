"""Expansions of abbreviations: "International Labour Organization (ILO)"."""

import re
from collections.abc import Iterator

from index.records import Span
from service.reading.definitions.structures import Defining

_WORD = r"[\w'’&-]+"
_WORDS = re.compile(_WORD)
_SMALL = frozenset("of the and for in on to de la du des et y und der die das & a an".split())
_LONGEST_WORDS = 12
_REACH = 300
"""How far before an abbreviation its long form is looked for."""
_NAMED = re.compile(
    rf"(?!The\s)[A-ZÀ-Þ]{_WORD}(?:\s+(?:(?:of|the|and|for)\s+){{0,2}}[A-ZÀ-Þ]{_WORD})+\s*$"
)
_LETTERS = re.compile(r"[^\w]")


def is_abbreviation(name: str) -> bool:
    """Whether a name is written as one: "ILO", "U.S.", "NoMa"; of one word, with two capitals."""
    letters = _LETTERS.sub("", name)
    return " " not in name and 1 < len(letters) <= 10 and sum(map(str.isupper, letters)) > 1


def long_forms(name: str, text: str) -> Iterator[Defining]:
    """The words of a text that an abbreviation is short for."""
    short = re.escape(name)
    for match in re.finditer(rf"[(\[]\s*(?:the\s+)?{short}\b[^()]{{0,30}}[)\]]", text):
        if found := _run_before(text, match.start(), name):
            yield Defining("long_form", found)
    for match in re.finditer(
        rf",\s+(?:or|known\s+as|called|abbreviated(?:\s+as)?)\s+(?:the\s+)?{short}\b", text
    ):
        if found := _run_before(text, match.start(), name):
            yield Defining("long_form", found)
    behind = (
        rf"\b{short}(?:\s*\((?P<one>[^()]{{4,90}})\)"
        r"|,\s+or\s+(?:the\s+)?(?P<two>[^,.;()]{4,90})(?=[,.;]))"
    )
    for match in re.finditer(behind, text):
        group = "one" if match["one"] else "two"
        if _has_initials(match[group].split(), name):
            yield Defining("long_form", Span(*match.span(group)))
    stands = (
        rf"\b{short}\b,?\s+(?:(?:which|that)\s+)?(?:stands|is\s+short|short|an\s+acronym"
        r"|an\s+abbreviation)\s+(?:for|of)\s+[“\"]?(?P<words>[^.,;()”\"]+)"
    )
    for match in re.finditer(stands, text):
        yield Defining("long_form", Span(*match.span("words")))


def spelt_out(name: str, text: str) -> Iterator[Defining]:
    """Names whose initials these are, elsewhere in a text that uses the abbreviation."""
    letters = _LETTERS.sub("", name).casefold()
    words = list(_WORDS.finditer(text))
    for at, word in enumerate(words):
        if not word[0][0].isupper() or word[0][0].casefold() != letters[0]:
            continue
        for last in range(at + 1, min(at + _LONGEST_WORDS, len(words))):
            between = text[words[last - 1].end() : words[last].start()]
            if between.strip(" \n-–") or not (
                words[last][0][0].isupper() or words[last][0] in _SMALL
            ):
                break
            run = [w[0] for w in words[at : last + 1]]
            if words[last][0][0].isupper() and _has_initials(run, name, is_strict=True):
                yield Defining("spelt_out", Span(word.start(), words[last].end()))
                break


def _run_before(text: str, end: int, name: str) -> Span | None:
    """The words with these initials that a text ends with; or the whole name there."""
    begin = max(0, end - _REACH)
    words = list(_WORDS.finditer(text, begin, end))[-_LONGEST_WORDS:]
    for at in range(len(words) - 1, -1, -1):
        run = [w[0] for w in words[at:]]
        if _has_initials(run, name):
            return Span(words[at].start(), words[-1].end())
    named = _NAMED.search(text, begin, end)
    return Span(named.start(), len(text[:end].rstrip())) if named else None


def _has_initials(words: list[str], name: str, *, is_strict: bool = False) -> bool:
    """Whether the letters of the name are initials of the words, in order, none left over."""
    letters = _LETTERS.sub("", name).casefold()
    parts = [part for word in words for part in re.split(r"[-–&]", word) if part]
    telling = [part for part in parts if part.casefold() not in _SMALL]
    for chosen in (telling, parts):
        if "".join(part[0] for part in chosen).casefold() == letters:
            return parts[0][0].casefold() == letters[0]
    if is_strict or not telling or telling[0][0].casefold() != letters[0]:
        return False
    every = "".join(part[0] for part in parts).casefold()
    return (
        len(telling) <= len(letters)
        and len(parts) >= 2
        and _is_within(letters, " ".join(parts).casefold())
        and every[-1] in letters
    )


def _is_within(letters: str, text: str) -> bool:
    places = iter(text)
    return all(letter in places for letter in letters)
