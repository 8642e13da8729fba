"""Aligns a quotation with a line of an article, exactly or nearly, with the differences."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from service.drafts.originals import Line
from service.drafts.parts import Gap, Part
from service.wire.drafts import Edit, EditKind

_INSERTED_WORDS = 8
"""Maximum number of original words that a draft's brackets may replace."""
_AROUND = 8
"""Words before and after the likeliest place: the draft may have left some out."""
_IN_ORDER = 0.6
"""A place in order need only be so likely, compared with the likeliest."""
_KINDS: dict[str, EditKind] = {
    "equal": "same",
    "replace": "replaced",
    "delete": "added",
    "insert": "left_out",
}


class Alignment(Struct, frozen=True):
    """The words of a line matched to a quotation."""

    numbers: tuple[int, ...]
    share: float
    """How many of the draft's words are in the original, from 0 to 1."""
    edits: tuple[Edit, ...] = ()
    """None if the words are the same."""


def exactly(parts: Sequence[Part], line: Line) -> Alignment | None:
    """Find the parts in order, word for word; None if one is missing."""
    if not parts:
        return None
    for first in _places(parts[0], line, 0, len(line.keys)):
        found = _from(parts, line, first)
        if found is not None:
            return Alignment(found, 1.0)
    return None


def _from(parts: Sequence[Part], line: Line, first: int) -> tuple[int, ...] | None:
    """The words of all parts, if the first one begins here."""
    numbers = list(range(first, first + len(parts[0].words)))
    for part in parts[1:]:
        at = numbers[-1] + 1
        reach = len(line.keys) if part.gap is Gap.ELLIPSIS else at + _INSERTED_WORDS + 1
        place = next(_places(part, line, at, reach), None)
        if place is None:
            return None
        numbers += range(place, place + len(part.words))
    return tuple(numbers)


def _places(part: Part, line: Line, start: int, stop: int) -> Iterator[int]:
    """Where a part begins, between two words of the line."""
    keys, length = tuple(word.key for word in part.words), len(part.words)
    at = start - 1
    while True:
        try:
            at = line.keys.index(keys[0], at + 1, stop)
        except ValueError:
            return
        if line.keys[at : at + length] == keys and _same_case(part, line, at):
            yield at


def _same_case(part: Part, line: Line, at: int) -> bool:
    return all(_is_same(part, number, line, at + number) for number in range(len(part.words)))


def _is_same(part: Part, number: int, line: Line, at: int) -> bool:
    """Whether two words are the same; the case of a beginning does not count."""
    ours, theirs = part.words[number], line.words[at]
    is_free = number == 0 or number in part.free or at in line.begins
    return ours.text == theirs.text or (is_free and ours.key == theirs.key)


def nearly(parts: Sequence[Part], line: Line) -> Alignment:
    """Find the most similar words for each part, with the differences."""
    numbers: list[int] = []
    edits: list[Edit] = []
    same = 0
    for part in parts:
        likeliest = _likeliest(part, line, numbers[-1] + 1 if numbers else 0)
        start, stop = _tightened(part, line, *likeliest)
        for kind, ours, theirs in _steps(part, line, start, stop):
            same += len(ours) if kind == "same" else 0
            numbers += theirs
            edits.append(_edit(kind, part, ours, line, theirs))
    total = sum(len(part.words) for part in parts)
    return Alignment(tuple(sorted(set(numbers))), same / total if total else 0.0, tuple(edits))


def _likeliest(part: Part, line: Line, after: int) -> tuple[int, int]:
    """The words of the line among which the part has its likeliest place.

    It is after the parts before it, unless another is far likelier.
    """
    ours, theirs = [word.key for word in part.words], list(line.keys)
    following = fuzz.partial_ratio_alignment(ours, theirs[after:]) if after < len(theirs) else None
    whole = fuzz.partial_ratio_alignment(ours, theirs) if after or following is None else None
    if following is not None and (whole is None or following.score >= _IN_ORDER * whole.score):
        start, stop = following.dest_start + after, following.dest_end + after
        return max(after, start - _AROUND), min(len(theirs), stop + _AROUND)
    if whole is None:
        return 0, 0
    return max(0, whole.dest_start - _AROUND), min(len(theirs), whole.dest_end + _AROUND)


def _tightened(part: Part, line: Line, start: int, stop: int) -> tuple[int, int]:
    """The same place without more words at its ends than the draft has there."""
    ours, theirs = _compared(part, line, start, stop)
    same = [code for code in Levenshtein.opcodes(ours, theirs) if code.tag == "equal"]
    if not same:
        return start, stop
    before, after = same[0].src_start, len(ours) - same[-1].src_end
    return (
        max(start, start + same[0].dest_start - before),
        min(stop, start + same[-1].dest_end + after),
    )


def _steps(
    part: Part, line: Line, start: int, stop: int
) -> Iterator[tuple[EditKind, range, range]]:
    """What makes the original the draft; what stands before and after it is left away."""
    ours, theirs = _compared(part, line, start, stop)
    codes = list(Levenshtein.opcodes(ours, theirs))
    while codes and codes[0].tag == "insert":
        del codes[0]
    while codes and codes[-1].tag == "insert":
        del codes[-1]
    for code in codes:
        own = range(code.src_start, code.src_end)
        yield _KINDS[code.tag], own, range(start + code.dest_start, start + code.dest_end)


def _compared(part: Part, line: Line, start: int, stop: int) -> tuple[list[str], list[str]]:
    """Words of both sides, spelt alike where they count as the same."""
    ours = [
        word.key if number == 0 or number in part.free else word.text
        for number, word in enumerate(part.words)
    ]
    free = {word for number, word in enumerate(ours) if number == 0 or number in part.free}
    theirs = [
        word.key if word.key in free or at in line.begins else word.text
        for at, word in enumerate(line.words[start:stop], start)
    ]
    return ours, theirs


def _edit(kind: EditKind, part: Part, ours: range, line: Line, theirs: range) -> Edit:
    return Edit(
        kind=kind,
        draft=" ".join(part.words[number].text for number in ours),
        original=" ".join(line.words[number].text for number in theirs),
    )
