"""Mentions of a name in a sentence, and the titles before it."""

import re
from collections.abc import Iterator

from msgspec import Struct

from index.people.names import titles
from index.quotations.vocabulary.lists import word_list
from index.records import Span
from index.text.matching.folding import level

_REST = (
    r"(?:[\w'’&-]|\.(?=\w))*"
    r"(?:(?<=\b[A-Z])\.|(?<=\b(?:Dr|Jr|Lt|Mr|Ms|Sr|St))\.|(?<=\b(?:Col|Gen|Gov|Maj|Mrs|Rep|Rev|Sen"
    r"|Sgt|Spc))\.|(?<=\bProf)\.)?"
)
_WORD = rf"[A-ZÀ-ÖØ-Þ0-9]{_REST}"
_JOINT = r"(?:(?:of|the|de|da|del|di|du|van|von|der|den|al|bin|ibn|la|le|y|and|for)\s+){1,2}"
NAME = re.compile(rf"(?<![\w’'-])[A-ZÀ-ÖØ-Þ]{_REST}(?:\s+(?:{_JOINT})?{_WORD})*")
_POSSESSIVE = re.compile(r"['’]s?$")
_STOP = re.compile(r"(?<![.,'’-])[.,'’-]+$")
# A name does not continue after such a word: "the trial of Ann Lee and Bo".
_OPENERS = frozenset(
    """the a an in on at but and or if it he she they we i you this that these those there when
    while as for with after before by from to not no so his her their our its what who how why
    where then now more most some many all according however still also even said says told
    mr mrs ms""".split()
)


class Mention(Struct, frozen=True):
    """A name in a text, without the titles before it."""

    name: Span
    title: Span | None = None
    """The words with a capital before the name that are a title: "Prime Minister"."""


def mentions_of(name: str, text: str) -> Iterator[Mention]:
    """Where a text names this: whole words; a part of a longer name stands for all of it."""
    words = [re.escape(level(word)) for word in name.split()]
    between = rf"\s+(?:{_WORD}\s+){{0,2}}" if len(words) > 1 else r"\s+"
    pattern = re.compile(rf"(?<![\w-]){between.join(words)}(?![\w-])", re.IGNORECASE)
    for match in pattern.finditer(level(text)):
        start, end = match.span()
        if text[start].isupper() or not text[start].isalpha():
            start, end = _whole_name(text, start, end)
        # A title in the name that is asked for is a part of it: "Khalid Sheikh Mohammed".
        yield _without_titles(text, start, end, match.start())


def names_in(text: str) -> Iterator[Mention]:
    """Every name of a text, with the titles before it."""
    for match in NAME.finditer(text):
        start, end = match.span()
        end = _without_possessive(text, start, end)
        first = text[start:end].split(None, 1)
        if first[0].casefold().strip(".") in _OPENERS:
            if len(first) == 1:
                continue
            start = end - len(first[1])
        if start < end:
            yield _without_titles(text, start, end)


def _whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """The name with the words with a capital around it: "Elena Ruiz" of "Ruiz"."""
    around = re.compile(rf"(?:{_WORD}\s+){{0,4}}$").search(text, max(0, start - 80), start)
    if around:
        words = [(m.start(), m[0]) for m in re.finditer(r"\S+", around[0])]
        for at, word in reversed(words):
            if word.casefold().strip(".") in _OPENERS or (word[-1] in ".,;:" and len(word) > 3):
                break
            start = around.start() + at
    behind = re.compile(rf"(?:\s+{_WORD}){{1,8}}").match(text, end)
    end = behind.end() if behind and text[end - 1] not in ".,;:" else end
    return start, _without_possessive(text, start, end)


def _without_possessive(text: str, start: int, end: int) -> int:
    words = text[start:end]
    words = _STOP.sub("", words) if not re.search(r"\b[A-Z]\.$", words) else words
    return start + len(_POSSESSIVE.sub("", words))


def _without_titles(text: str, start: int, end: int, until: int | None = None) -> Mention:
    """The name, apart from titles before it; a title alone is a name."""
    at = start
    words = list(re.finditer(r"\S+", text[start:end]))
    if words[-1][0].casefold() not in word_list("organisations"):
        for word in words[:-1]:
            is_before = until is None or start + word.end() <= until
            if is_before and word[0].casefold().strip(".,") in titles():
                at = start + word.end()
    while at < end and text[at].isspace():
        at += 1
    if at == start:
        return Mention(Span(start, end))
    return Mention(Span(at, end), Span(start, len(text[:at].rstrip())))
