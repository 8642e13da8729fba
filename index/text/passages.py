"""Passages: runs of whole sentences that fit the embedder's window.

paragraphs, and a quotation with what belongs to it, stay together where they fit
┌─────────────┐┌─────────────┐
│ unit │ unit ││ unit │ unit │   each passage starts again with the last sentences of the one
└─────────────┘└─────────────┘   before it, so that a statement on a border is whole in one
"""

from collections.abc import Sequence

from index.records import Span

# Opening and closing marks that can be told apart; straight ones are counted by parity.
_OPENING = "“«„"
_CLOSING = "”»"


def split_passages(
    text: str, sentences: Sequence[Span], tokens: Sequence[int], room: int, overlap: int = 1
) -> list[Span]:
    """Group an article's sentences into passages.

    Args:
        text: the article's canonical text.
        sentences: its body sentences, in order.
        tokens: tokens of each sentence, as the embedder counts them.
        room: tokens a passage may hold besides title and special tokens.
        overlap: sentences of the passage before that a passage repeats, where they fit.

    Returns:
        First and last sentence number of each passage, both inclusive. A sentence longer than
        `room` is a passage by itself: it is cut for embedding only, never for quoting.
    """
    passages: list[Span] = []
    first, used = 0, 0
    for unit in _units(text, sentences, tokens, room):
        size = sum(tokens[unit.start : unit.end])
        if used and used + size > room:
            passages.append(Span(first, unit.start - 1))
            first = _with_overlap(unit, size, tokens, room, overlap, floor=first + 1)
            used = sum(tokens[first : unit.start])
        used += size
    if sentences:
        passages.append(Span(first, len(sentences) - 1))
    return passages


def _with_overlap(
    unit: Span, size: int, tokens: Sequence[int], room: int, overlap: int, floor: int
) -> int:
    """First sentence of the passage that begins with `unit`, going back where there is room."""
    first = unit.start
    while first > max(floor, unit.start - overlap) and size + tokens[first - 1] <= room:
        first -= 1
        size += tokens[first]
    return first


def _units(text: str, sentences: Sequence[Span], tokens: Sequence[int], room: int) -> list[Span]:
    """Half-open runs of sentences that should stay together and fit `room`."""
    units: list[Span] = []
    for run in _linked(text, sentences):
        start, used = run.start, 0
        for number in range(run.start, run.end):
            if used and used + tokens[number] > room:
                units.append(Span(start, number))
                start, used = number, 0
            used += tokens[number]
        units.append(Span(start, run.end))
    return units


def _linked(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Half-open runs: sentences of one paragraph, and paragraphs that one quotation spans."""
    runs: list[Span] = []
    start, depth = 0, 0
    for number, sentence in enumerate(sentences):
        if number > start and not depth and _is_paragraph_break(text, sentences, number):
            runs.append(Span(start, number))
            start = number
        depth = _open_quotations(text[sentence.start : sentence.end], depth)
        # A mark that never closes must not tie the rest of the article together.
        if number - start >= _LONGEST_RUN:
            depth = 0
    if sentences:
        runs.append(Span(start, len(sentences)))
    return runs


_LONGEST_RUN = 12


def _is_paragraph_break(text: str, sentences: Sequence[Span], number: int) -> bool:
    return "\n" in text[sentences[number - 1].end : sentences[number].start]


def _open_quotations(sentence: str, depth: int) -> int:
    """Whether a quotation is still open after this sentence: 1 or 0.

    A paragraph that continues a quotation opens it again without having closed it, so opening
    marks do not add up.
    """
    opened = max(sentence.rfind(mark) for mark in _OPENING)
    closed = max(sentence.rfind(mark) for mark in _CLOSING)
    if opened >= 0 or closed >= 0:
        return int(opened > closed)
    return (depth + sentence.count('"')) % 2
