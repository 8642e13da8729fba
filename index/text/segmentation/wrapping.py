"""Whether a line break ends a paragraph or only wraps it.

Programs fill a line until the next word no longer fits. So if a text is wrapped at some width, each
wrapped line is at most that long and would be longer with the first word of the next one; the last
lines of paragraphs, headlines and lists are not. The width with which most breaks agree is found,
and breaks that agree with it are only wraps. In text with one paragraph per line no width fits.

    The Marren tunnel opened to          27 characters, and "cyclists" would make 36
    cyclists on Tuesday after nine       30, and "years" would make 36: wrapped at 30 to 35
    years of building.

Where lines were broken in another way, a break inside a sentence is a wrap.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from msgspec import Struct

from index.interruption import steps

NARROWEST, WIDEST = 20, 130
"""Possible wrap widths in characters."""
_NARROW = 40
"""Below it, a few short lines agree with some width by chance."""
_FEWEST_NARROW = 3
_AGREEING = 0.4
"""The share of breaks that agree with the width of wrapped text: paragraphs may be short."""
_RUNNING = 1 / 3
"""The share of them inside a sentence; lists and verse have hardly any."""
_LONGER = 0.1
"""The most lines that are longer than the width: addresses, headers of mail."""
_LONGEST_RAGGED = 120
_ENDS_A_THOUGHT = tuple(".!?:;…。！？؟۔।\"'”’»)]")
_QUOTE_PREFIX = "> \"'“‘«("
_ITEM = re.compile(r"(?:[-*+•‣▪●◦►·–—]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s")
_DASH = re.compile(r"[-–—]\s+[^\W\d_]")
_SINGLE_BREAK = re.compile(r"\S[^\S\r\n]*(?:\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029])[^\S\r\n]*\S")
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class Line(Struct, frozen=True, array_like=True):
    """A line that is not blank."""

    start: int
    text: str
    """Trimmed."""
    length: int
    """With the blanks in front of it."""
    follows: bool
    """Whether no blank line separates it from the previous line."""

    @property
    def end(self) -> int:
        """The end of its last letter."""
        return self.start + len(self.text)


class Wrapping(Struct, frozen=True):
    """How the lines of a text were broken."""

    width: int = 0
    """The wrap width; 0 if each line is a paragraph."""
    is_exact: bool = False
    """Whether every line was filled as far as it went."""

    def folds(self, before: Line, after: Line) -> bool:
        """Whether the break between two lines only wraps a paragraph."""
        if not self.width or not after.follows:
            return False
        runs_on = _runs_on(before.text, after.text, self.width)
        if not self.is_exact:
            is_full = 4 * (len(before.text) + 1 + _first_word(after)) > 3 * self.width
            is_line = len(before.text) <= 2 * self.width
            return runs_on or (is_full and is_line and not _ITEM.match(after.text))
        if before.length + 1 + _first_word(after) <= self.width:
            return runs_on and 2 * before.length >= self.width
        return not _ITEM.match(after.text) or (not _ends(before.text) and _goes_on(after.text))


def unwrapped(text: str) -> str:
    """The text with a space for every character of a break that only wraps a paragraph.

    It is as long as the text, so offsets are those of the text.
    """
    if not _SINGLE_BREAK.search(text):
        return text
    whole = lines_of(text)
    wrapping = wrapping_of(whole)
    if not wrapping.width:
        return text
    parts: list[str] = []
    done = 0
    for before, after in pairwise(steps(whole)):
        if wrapping.folds(before, after):
            parts += (text[done : before.end], " " * (after.start - before.end))
            done = after.start
    return "".join([*parts, text[done:]])


def lines_of(text: str) -> list[Line]:
    """The lines in order, without blank ones."""
    lines: list[Line] = []
    position, follows = 0, False
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            start = position + len(raw) - len(raw.lstrip())
            lines.append(Line(start, stripped, len(raw.rstrip()), follows))
        follows = bool(stripped)
        position += len(raw)
    return lines


def wrapping_of(lines: Sequence[Line]) -> Wrapping:
    """How the lines were broken."""
    pairs = [(before, after) for before, after in pairwise(lines) if after.follows]
    if not pairs:
        return Wrapping()
    return _exact(pairs) or _ragged(pairs)


def _exact(pairs: Sequence[tuple[Line, Line]]) -> Wrapping | None:
    """The width with which most breaks agree, if they are enough."""
    width = _likely_width(pairs)
    agreeing = [
        (before, after)
        for before, after in pairs
        if before.length <= width <= before.length + _first_word(after)
    ]
    running = sum(_runs_on(before.text, after.text, width) for before, after in agreeing)
    longer = sum(before.length > width and " " in before.text for before, _ in pairs)
    is_wrapped = (
        len(agreeing) >= (_FEWEST_NARROW if width < _NARROW else 1)
        and len(agreeing) >= _AGREEING * len(pairs)
        and running >= _RUNNING * len(agreeing)
        and longer <= _LONGER * len(pairs)
    )
    return Wrapping(width, is_exact=True) if is_wrapped else None


def _likely_width(pairs: Sequence[tuple[Line, Line]]) -> int:
    """The width with which most breaks agree, and the widest such one: few lines are longer."""
    steps_up = [0] * (WIDEST + 2)
    for before, after in pairs:
        first = max(before.length, NARROWEST)
        last = min(before.length + _first_word(after), WIDEST)
        if first <= last:
            steps_up[first] += 1
            steps_up[last + 1] -= 1
    agreeing = list(accumulate(steps_up))
    return max(range(NARROWEST, WIDEST + 1), key=lambda width: (agreeing[width], -width))


def _ragged(pairs: Sequence[tuple[Line, Line]]) -> Wrapping:
    """Most line breaks in wrapped prose are inside a sentence; only lines of a usual width count.

    Headers and lists are not evidence.
    """
    usual = [
        (before.text, after.text)
        for before, after in pairs
        if _NARROW <= len(before.text) <= _LONGEST_RAGGED
    ]
    width = max((len(before) for before, _ in usual), default=0)
    running = sum(_runs_on(before, after, width) for before, after in usual)
    longer = sum(len(before.text) > _LONGEST_RAGGED for before, _ in pairs)
    is_wrapped = running >= _RUNNING * len(usual) and longer <= _LONGER * len(pairs)
    return Wrapping(width if is_wrapped else 0)


def _first_word(line: Line) -> int:
    """The length of the first word: scripts without spaces are broken at any letter."""
    word = line.text.split(maxsplit=1)[0]
    return min(len(word), 2) if _SPACELESS.match(word) else len(word)


def _goes_on(line: str) -> bool:
    """Whether what looks like an item may be an initial or a number, or a dash in a sentence."""
    dash = _DASH.match(line)
    return line[0].isalnum() or line[0] == "(" or (dash is not None and dash[0][-1].islower())


def _runs_on(before: str, after: str, width: int) -> bool:
    """Whether the second line continues the first one's sentence.

    In scripts without capitals the first letter is no evidence, so the first line must be about as
    long as the longest.
    """
    if _ends(before):
        return False
    first = after.lstrip(_QUOTE_PREFIX)[:1]
    capitals = first.upper() != first.lower()
    return first.islower() if capitals else first.isalpha() and 5 * len(before) >= 4 * width


def _ends(line: str) -> bool:
    return line.endswith(_ENDS_A_THOUGHT)
