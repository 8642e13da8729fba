"""Quotation marks: finds the stretches of a text between paired marks.

Handles straight, curly and low-9 marks, guillemets either way round, two apostrophes typed as one
mark, and single marks that are not apostrophes. Pairs never cross a paragraph break. A quotation
over several paragraphs repeats its opening mark, and gives one stretch per paragraph.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.interruption import steps
from index.quotations.sentences.nicknames import find_nicknames
from index.records import Span


class Quoted(NamedTuple):
    """One quoted stretch with its marks: `text[start:end]`."""

    start: int
    end: int
    goes_on: bool = False
    """Not closed in this paragraph: the next one begins with the mark again."""
    asks: bool = False
    """Whether its last sentence is a question."""


class _Open(NamedTuple):
    at: int
    closers: str
    pairs_before: int


_DOUBLE = re.compile(r"``|''|’’|[\"“”„‟«»＂]")
_SINGLE = re.compile(r"(?<![^\W_])['‘‚‹]|['’‘›](?![^\W_])")
_CLOSERS = {
    '"': "\"”“''",
    "＂": "＂",
    "“": "”\"“''’’",
    "”": '”"',
    "‟": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "``": "''\"",
    "''": "''",
    "’’": "’’",
}
_OPENERS_ONLY = frozenset(("„", "‟", "``"))
_BEFORE_AN_OPENER = frozenset("([{<—–-―/:;,‘'‚…*_>")
_AFTER_A_CLOSER = frozenset(".,;:!?)]}—–-―…/'’\"”*_|<")
_ELISIONS = re.compile(r"(?:\d0s|em|til|tis|twas|cause|n|bout|round|cuz)\b", re.IGNORECASE)
_PUNCTUATION = frozenset(".,!?…")
_LONGEST_WORD = 30
_LONGEST_CLOSER = 8


def pair_marks(text: str, paragraphs: Sequence[Span]) -> list[Quoted]:
    """Return the outermost quoted stretches in order; they never overlap.

    A nickname within a name (Robert “Bobby” Lang) is none of them.
    A mark that is never closed is ignored, unless the next paragraph begins with it again: then the
    stretch runs to the end of its paragraph and `goes_on`. Linear in the length of the text.
    """
    found: list[Quoted] = []
    for index, paragraph in enumerate(steps(paragraphs)):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        doubles = _pair_doubles(text, paragraph, following)
        found.extend(_with_singles(text, paragraph, doubles))
    nicknames = set(find_nicknames(text))
    return [
        one._replace(asks=_asks(text, one))
        for one in found
        if Span(one.start, one.end) not in nicknames
    ]


def _asks(text: str, stretch: Quoted) -> bool:
    end = text[max(stretch.start, stretch.end - _LONGEST_CLOSER) : stretch.end]
    return end.rstrip("\"”“»’' ").endswith("?")


def _pair_doubles(text: str, paragraph: Span, following: Span | None) -> list[Quoted]:
    pairs: list[Quoted] = []
    opened: list[_Open] = []
    for match in _DOUBLE.finditer(text, paragraph.start, paragraph.end):
        _read_mark(text, paragraph, match, opened, pairs)
    if opened and following:
        _carry_over(text, paragraph, following, opened, pairs)
    return _outermost(pairs)


def _read_mark(
    text: str, paragraph: Span, match: re.Match[str], opened: list[_Open], pairs: list[Quoted]
) -> None:
    mark, at = match.group(), match.start()
    opens = _may_open(text, paragraph, match)
    closes = _may_close(text, paragraph, match)
    if opened and mark in opened[-1].closers and (closes or not opens):
        pairs.append(Quoted(opened.pop().at, match.end()))
    elif mark in _OPENERS_ONLY or _opens_here(
        mark, opens=opens, closes=closes, inside=bool(opened)
    ):
        if opened and mark == '"':
            opened.clear()  # straight marks do not nest: the first was never closed
        opened.append(_Open(at, _CLOSERS[mark], len(pairs)))


def _opens_here(mark: str, *, opens: bool, closes: bool, inside: bool) -> bool:
    if mark in "“«":
        return opens or not closes or not inside
    if mark == "”" or mark == "»" or inside:
        return opens and not closes
    return opens


def _may_open(text: str, paragraph: Span, match: re.Match[str]) -> bool:
    if match.end() >= paragraph.end:
        return False
    before = text[match.start() - 1] if match.start() > paragraph.start else " "
    after = text[match.end()]
    spaced_guillemet = match.group() == "«" and before.isspace()
    if after.isspace() and not spaced_guillemet:
        return False
    return before.isspace() or before in _BEFORE_AN_OPENER or before in '"“”„«»'


def _may_close(text: str, paragraph: Span, match: re.Match[str]) -> bool:
    if match.start() <= paragraph.start:
        return False
    before = text[match.start() - 1]
    after = text[match.end()] if match.end() < paragraph.end else " "
    if before.isspace() and match.group() != "»":
        return False
    return (
        after.isspace()
        or after in _AFTER_A_CLOSER
        or (not before.isspace() and not after.isalnum())
    )


def _carry_over(
    text: str, paragraph: Span, following: Span, opened: list[_Open], pairs: list[Quoted]
) -> None:
    """Extend the last unclosed mark to the paragraph's end if the next paragraph repeats it."""
    last = opened[-1]
    mark = text[last.at]
    begins = text[following.start : following.start + 40].lstrip()[:1]
    if last.pairs_before == len(pairs) and begins == mark:
        pairs.append(Quoted(last.at, paragraph.end, goes_on=True))


def _outermost(pairs: list[Quoted]) -> list[Quoted]:
    kept: list[Quoted] = []
    for pair in sorted(pairs, key=lambda pair: (pair.start, -pair.end)):
        if not kept or pair.start >= kept[-1].end:
            kept.append(pair)
    return kept


def _with_singles(text: str, paragraph: Span, doubles: list[Quoted]) -> list[Quoted]:
    """Add the stretches between single marks that are outside the double ones or around them."""
    singles = [
        match.start()
        for match in _SINGLE.finditer(text, paragraph.start, paragraph.end)
        if text[match.start() : match.start() + 2] not in ("''", "’’")
    ]
    if len(singles) < 2:
        return doubles
    return _outermost([*doubles, *_pair_singles(text, paragraph, _outside(singles, doubles))])


def _outside(places: list[int], quoted: list[Quoted]) -> list[int]:
    kept, index = [], 0
    for place in places:
        while index < len(quoted) and quoted[index].end <= place:
            index += 1
        if index == len(quoted) or place < quoted[index].start:
            kept.append(place)
    return kept


def _pair_singles(text: str, paragraph: Span, places: list[int]) -> list[Quoted]:
    pairs: list[Quoted] = []
    opened, maybe = -1, -1
    for at in places:
        if _single_opens(text, paragraph, at):
            if maybe >= 0:
                pairs.append(Quoted(opened, maybe + 1))
            opened, maybe = at, -1
        elif opened >= 0 and (text[at - 1] in _PUNCTUATION or _is_one_word(text, opened, at)):
            pairs.append(Quoted(opened, at + 1))
            opened, maybe = -1, -1
        elif opened >= 0 and maybe < 0 and not _is_plural_possessive(text, paragraph, at):
            maybe = at
    if maybe >= 0:
        pairs.append(Quoted(opened, maybe + 1))
    return pairs


def _is_one_word(text: str, opened: int, at: int) -> bool:
    return at - opened <= _LONGEST_WORD and not any(map(str.isspace, text[opened + 1 : at]))


def _single_opens(text: str, paragraph: Span, at: int) -> bool:
    if text[at] in "’›" or at + 1 >= paragraph.end:
        return False
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1]
    starts = (before.isspace() or before in '([{—–-―/“"') and (
        after.isalnum() or after in '$£€[…“"'
    )
    return starts and not _ELISIONS.match(text, at + 1)


def _is_plural_possessive(text: str, paragraph: Span, at: int) -> bool:
    """Whether the mark may be a plural possessive: "the voters' anger"."""
    following = text[at + 1 : min(at + 3, paragraph.end)]
    return text[at - 1] in "sS" and following[:1] == " " and following[1:].isalpha()
