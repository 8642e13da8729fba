"""The plain view of a text for search, comparison and reading, with a map back.

In it invisible characters are gone ("aqua\u00adrium"), and letters and marks are as people type
them: composed accents, no ligatures ("ﬁnance"), no full-width or presentation forms, no look-alike
quotation marks, no Cyrillic or Greek letters in Latin words. Offsets and quotes stay those of the
text itself: `Plain.original` leads back.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from index.records import Span

_INVISIBLE = (
    r"\u00ad\u034f\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\U000e0100-\U000e01ef"
)
_COMBINING = (
    r"\u0300-\u036f\u0653-\u0655\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f"
)
# Parts of Hangul syllables, ligatures and digraphs, Arabic and Hebrew presentation forms,
# full-width and half-width forms, mathematical letters.
_COMPATIBLE = (
    r"\u0132\u0133\u01c4-\u01cc\u01f1-\u01f3\u1100-\u11ff\ufb00-\ufdff\ufe70-\ufefc\uff01-\uffee"
    r"\U0001d400-\U0001d7ff"
)
_LOOK_ALIKES = str.maketrans(
    "\u2010\u2011\u2033\u02ba\u02ee\u275d\u275e\u301d\u301e\u2032\u02b9\u02bc\u02bb\u00b4\u275b\u275c",
    '--"""“”“”\'\'’‘’‘’',
)
_ALIKE = "".join(map(chr, _LOOK_ALIKES))
# Cyrillic and Greek letters that look like Latin ones (Unicode Technical Standard 39).
_DISGUISES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорсухѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονα",
    "ABESIJKMHOPCTYXaeijopcyxshdqwABEZHIKMNOPTYXova",
)
_ALIKE_LETTERS = "".join(map(chr, _DISGUISES))
_ALIKE_LETTER = re.compile(f"[{_ALIKE_LETTERS}]")
_DISGUISE = f"(?:[{_ALIKE_LETTERS}](?![{_COMBINING}]))++"
# Only beside a Latin letter: words of Cyrillic or Greek letters alone are what they seem.
_DISGUISED = re.compile(f"(?<![{_ALIKE_LETTERS}]){_DISGUISE}(?=[A-Za-z])|(?<=[A-Za-z]){_DISGUISE}")
_UNUSUAL = re.compile(f"[{_INVISIBLE}{_COMBINING}{_COMPATIBLE}{_ALIKE}]")
_SYLLABLE = r"[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?"
_VOICED = r"[\uff66-\uff9d][\uff9e\uff9f]"
_CHANGED = re.compile(
    f"(?P<invisible>[{_INVISIBLE}]+)|(?P<composed>[^{_COMBINING}{_INVISIBLE}][{_COMBINING}]+)"
    f"|(?P<compatible>{_SYLLABLE}|{_VOICED}|[{_COMPATIBLE}])|[{_ALIKE}]"
)


class _Change(NamedTuple):
    """`text[start:end]` of the view stands for `[original_start:original_end]` of the text."""

    start: int
    end: int
    original_start: int
    original_end: int


class Plain(NamedTuple):
    """The plain view of a text."""

    text: str
    changes: Sequence[_Change] = ()

    def original(self, span: Span) -> Span:
        """The span of the text for a span of the view."""
        if not self.changes:
            return span
        return Span(self._start(span.start), self._end(span.end))

    def seen(self, span: Span) -> Span:
        """The span of the view for a span of the text."""
        if not self.changes:
            return span
        return Span(self._seen(span.start, is_end=False), self._seen(span.end, is_end=True))

    def _start(self, at: int) -> int:
        number = bisect_right(self.changes, at, key=_start_of) - 1
        if number < 0:
            return at
        change = self.changes[number]
        return change.original_start if at < change.end else change.original_end + at - change.end

    def _end(self, at: int) -> int:
        number = bisect_left(self.changes, at, key=_start_of) - 1
        if number < 0:
            return at
        change = self.changes[number]
        return change.original_end + max(0, at - change.end)

    def _seen(self, at: int, *, is_end: bool) -> int:
        number = bisect_left(self.changes, at, key=lambda change: change.original_start) - 1
        if number < 0:
            return at
        change = self.changes[number]
        if at < change.original_end:
            return change.end if is_end else change.start
        return change.end + at - change.original_end


def plain(text: str) -> Plain:
    """The plain view of a text; the text itself, if it is plain already. Linear in its length."""
    if text.isascii() or not _UNUSUAL.search(text):
        return Plain(_undisguised(text))
    parts: list[str] = []
    changes: list[_Change] = []
    at = length = 0
    for match in _CHANGED.finditer(text):
        shown = _shown(match)
        if shown == match[0]:
            continue
        length += match.start() - at
        parts += [text[at : match.start()], shown]
        changes.append(_Change(length, length + len(shown), *match.span()))
        length, at = length + len(shown), match.end()
    return Plain(_undisguised("".join([*parts, text[at:]])), changes)


def _undisguised(text: str) -> str:
    """As many characters, with the Latin letters that others were put in the place of."""
    # Searching for one of them first takes a tenth of the time, and most texts contain none.
    if text.isascii() or not _ALIKE_LETTER.search(text):
        return text
    return _DISGUISED.sub(lambda match: match[0].translate(_DISGUISES), text)


def _shown(match: re.Match[str]) -> str:
    if match["invisible"]:
        return ""
    if match["composed"]:
        return unicodedata.normalize("NFC", match[0])
    if match["compatible"]:
        return unicodedata.normalize("NFKC", match[0])
    return match[0].translate(_LOOK_ALIKES)


def _start_of(change: _Change) -> int:
    return change.start
