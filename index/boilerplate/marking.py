"""Marks text outside the body: by wording, by position, or learned from the outlet.

Nothing is removed. A mark covers whole blocks (except a "Watch ... »" link inside one). When in
doubt nothing is marked: a marked body sentence is lost evidence, a missed advertisement only noise.
"""

import hashlib
import re
from collections.abc import Container, Iterator, Sequence

from index.boilerplate.head import head_kinds
from index.boilerplate.rules import kind_of
from index.boilerplate.tail import tail_kinds
from index.interruption import steps
from index.records import Mark, MarkKind, Span
from index.text.segmentation.blocks import blocks
from index.text.segmentation.wrapping import unwrapped

_LEARNED_HEAD = 3
_LEARNED_TAIL = 8
_DIGITS = re.compile(r"\d+")
_LINK = re.compile(
    r"(?:^|(?<=[.!?”\"’»)]))\s*"
    r"((?:Watch|See|Read|Listen|Learn|Explore|View|Find out|Click|Go)\b[^.!?»\n]{3,150}»)"
)


def mark_boilerplate(
    text: str,
    *,
    title: str | None = None,
    authors: Sequence[str] = (),
    learned: Container[str] = frozenset(),
) -> tuple[Mark, ...]:
    """Return marks over everything that is not body text: sorted, trimmed, not overlapping.

    `title` and `authors` help to find the repeated headline, the byline and the author's lines;
    without a title, the first line above the prose is used. `learned` has the digests (see
    `block_digests`) of blocks that repeat in this outlet. If nothing would be left, only wording
    counts, so that a text of only a headline or a caption stays. Linear in the text's length.
    """
    text = unwrapped(text)
    spans = blocks(text)
    words = [text[span.start : span.end] for span in spans]
    kinds = _kinds(words, title, authors, learned)
    if None not in kinds:
        kinds = [_without_caption(kind_of(block)) for block in steps(words)]
    marked = (
        _links(words[n], span) if kind is None else [Mark(span.start, span.end, kind)]
        for n, (span, kind) in enumerate(zip(spans, kinds, strict=True))
    )
    return tuple(_joined(text, [mark for group in marked for mark in group]))


def block_digests(text: str) -> list[str]:
    """Return the digests of the blocks at the start and end of a text, without repetition.

    A digest is 16 hexadecimal digits; blocks that differ only in numbers, capitals or spaces have
    the same. One that occurs in many articles of an outlet is boilerplate: pass it as `learned`.
    """
    text = unwrapped(text)
    words = [text[span.start : span.end] for span in blocks(text)]
    return list(dict.fromkeys(_digest(words[number]) for number in _edges(len(words))))


def with_others(marks: Sequence[Mark], others: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks, and what they leave of the others: sorted, not overlapping."""
    found = sorted(marks)
    for other in others:
        start = other.start
        for mark in sorted(marks):
            if mark.end > start and mark.start < other.end:
                found.append(Mark(start, max(start, mark.start), other.kind))
                start = max(start, mark.end)
        found.append(Mark(start, other.end, other.kind))
    return tuple(sorted(mark for mark in found if mark.start < mark.end))


def _kinds(
    words: Sequence[str], title: str | None, authors: Sequence[str], learned: Container[str]
) -> list[MarkKind | None]:
    kinds = [kind_of(block) for block in steps(words)]
    for number, kind in head_kinds(words, kinds, title, authors).items():
        kinds[number] = kind
    for number, kind in tail_kinds(words, kinds, authors).items():
        kinds[number] = kind
    for number in _edges(len(words)):
        if kinds[number] is None and _digest(words[number]) in learned:
            kinds[number] = MarkKind.LEARNED
    return kinds


def _without_caption(kind: MarkKind | None) -> MarkKind | None:
    return None if kind is MarkKind.CAPTION else kind


def _edges(count: int) -> Iterator[int]:
    """Yield the numbers of the blocks at the start and the end."""
    yield from range(min(_LEARNED_HEAD, count))
    yield from range(max(_LEARNED_HEAD, count - _LEARNED_TAIL), count)


def _digest(block: str) -> str:
    same = " ".join(_DIGITS.sub("0", block.casefold()).split())
    return hashlib.sha256(same.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _links(block: str, span: Span) -> list[Mark]:
    """Find links inside a paragraph: "Watch how it was done »"."""
    if "»" not in block:
        return []
    return [
        Mark(span.start + found.start(1), span.start + found.end(1), MarkKind.RELATED)
        for found in _LINK.finditer(block)
    ]


def _joined(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Join neighbours of one kind."""
    joined: list[Mark] = []
    for mark in marks:
        last = joined[-1] if joined else None
        if last and last.kind is mark.kind and not text[last.end : mark.start].strip():
            joined[-1] = Mark(last.start, mark.end, mark.kind)
        else:
            joined.append(mark)
    return joined
