"""Transcripts and interviews: paragraphs that open with who speaks, "CARNEY: ..." or "Q: ..."."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.quotations.lists import word_list
from index.records import Span

_LABEL = re.compile(
    r"[\"“>\s*_]*"
    r"(?P<label>[A-Z][\w.'’-]{0,40}(?:[ \t]+(?:[A-Z(][\w.'’)-]{0,40}|de|van|von|al|bin|of)){0,5})"
    r"(?:[ \t]*\([^)\n]{1,60}\))?[*_]*[ \t]*:[*_]*[ \t]+(?=\S)"
)
_LONGEST_LABEL = 60
_QUESTIONS = frozenset(("q", "question"))
_ANSWERS = frozenset(("a", "answer"))
_FEWEST_TURNS = 3
_MOST_UNLABELLED = 3
"""How many paragraphs without a label go on with a turn, where another turn follows them."""


class Turn(NamedTuple):
    """One speaker's turn."""

    label: Span
    """The name, without the colon."""
    colon: Span
    content: list[Span]
    """What is said, a span a paragraph."""
    paragraphs: range


def find_turns(text: str, paragraphs: Sequence[Span]) -> list[Turn]:
    """Return the turns of a text that is a transcript or holds one; none of other texts.

    It is one where at least three paragraphs open with a label, and two labels come back, or all
    are in capitals, or they are questions and answers.
    """
    turns = list(_labelled(text, paragraphs))
    names = [label_name(text, turn) for turn in turns]
    if len(turns) < _FEWEST_TURNS or not _is_dialogue(text, turns, names):
        return []
    return list(_with_unlabelled(turns, paragraphs))


def label_name(text: str, turn: Turn) -> str:
    """Return a turn's label in lower case."""
    return text[turn.label.start : turn.label.end].lower().rstrip(".")


def is_question(name: str) -> bool:
    """Whether a label is the interviewer's "Q"."""
    return name in _QUESTIONS


def is_answer(name: str) -> bool:
    """Whether a label is "A", for whoever is interviewed."""
    return name in _ANSWERS


def _labelled(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    for index, paragraph in enumerate(paragraphs):
        match = _LABEL.match(text, paragraph.start, paragraph.end)
        if match and match.end("label") - match.start("label") <= _LONGEST_LABEL:
            label = Span(match.start("label"), match.end("label"))
            if text[label.start : label.end].lower().split()[0] not in word_list("no speakers"):
                colon = text.index(":", label.end, match.end())
                content = [Span(match.end(), paragraph.end)]
                yield Turn(label, Span(colon, colon + 1), content, range(index, index + 1))


def _is_dialogue(text: str, turns: Sequence[Turn], names: Sequence[str]) -> bool:
    if any(map(is_question, names)) and any(map(is_answer, names)):
        return True
    counts = Counter(names)
    if len(counts) < 2:
        return False
    capitals = all(text[turn.label.start : turn.label.end].isupper() for turn in turns)
    returning = sum(count > 1 for count in counts.values())
    return capitals or returning > 1


def _with_unlabelled(turns: Sequence[Turn], paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Add the paragraphs between two turns to the former."""
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        first = turn.paragraphs.stop
        last = following.paragraphs.start if following else first
        if last - first > _MOST_UNLABELLED:
            last = first
        more = [paragraphs[index] for index in range(first, last)]
        yield turn._replace(
            content=[*turn.content, *more], paragraphs=range(turn.paragraphs.start, last)
        )
