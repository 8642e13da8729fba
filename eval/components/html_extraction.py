"""What is found in a web page against its gold, as in Zyte's article extraction benchmark."""

import io
import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from index.formats.html import create
from index.records import Document

_WORD = re.compile(r"\w+")
_SHINGLE = 4


class Overlap(Struct, frozen=True):
    """The number of shingles in both texts, in the found one only, and in the gold one only."""

    both: int
    extra: int
    missed: int


class Agreement(Struct, frozen=True):
    """How a metadata field agrees with the gold."""

    right: int
    wrong: int
    missed: int
    """The gold has a value, the extraction has none."""
    invented: int
    """The extraction has a value, the gold has none (it may still be right)."""


def overlap(gold: str, found: str) -> Overlap:
    """Count common and differing shingles."""
    wanted, got = _shingles(gold), _shingles(found)
    return Overlap((wanted & got).total(), (got - wanted).total(), (wanted - got).total())


def agreement(pairs: Iterable[tuple[str | None, str | None]]) -> Agreement:
    """Compare (gold, found) values, ignoring case, punctuation and white space."""
    kinds = Counter(_kind(_plain(gold), _plain(found)) for gold, found in pairs)
    return Agreement(kinds["right"], kinds["wrong"], kinds["missed"], kinds["invented"])


def read_page(page: str) -> Document | None:
    """Read a page as `dateline add` does; None if it contains no article."""
    found = next(create("utf-8").read(io.BytesIO(page.encode("utf-8", "replace")), "page"))
    return found if isinstance(found, Document) else None


def _kind(gold: str, found: str) -> str:
    if gold == found:
        return "right" if gold else "neither"
    if gold and found:
        return "wrong"
    return "missed" if gold else "invented"


def _plain(value: str | None) -> str:
    return " ".join(_WORD.findall((value or "").lower()))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    starts = range(max(1, len(words) - _SHINGLE + 1)) if words else ()
    return Counter(tuple(words[start : start + _SHINGLE]) for start in starts)
