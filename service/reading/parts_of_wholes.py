"""Parts of wholes: "two of its seven branches" answers "how many closed" with two.

A network likes the figure that stands beside the noun of the question, which is that of the whole.
"""

import re
from collections.abc import Iterator

from index.records import Span
from service.questions.kinds.expected_types import types_asked_for
from service.wire.typed_values import AnswerType

_FIGURE = (
    r"(?:\d(?:[\d,.]{0,14}\d)?|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?))"
)
_PART = re.compile(
    rf"\b(?P<part>{_FIGURE})\s+(?:out\s+)?of\s+(?:(?:the|its|their|his|her|our|about|nearly|some)\s+)*"
    rf"(?P<whole>{_FIGURE})\b(?![%.,]?\d)",
    re.IGNORECASE,
)
_HAVING = re.compile(r"\b(?:have|own|run|operate|contain)\b", re.IGNORECASE)
_DOES = re.compile(r"\b(?:do|does|did)\b", re.IGNORECASE)
""""How many branches does it have", not "how many have closed"."""
_IN_ALL = re.compile(
    r"\bthere\b|\b(?:are|were)\s(?:in|on)\b|\bin\s(?:total|all)\b|\baltogether\b", re.IGNORECASE
)


def part_asked_for(question: str, text: str, sentence: Span, marked: Span) -> Span:
    """The marked words of an article; where they are the whole, the part that is asked for."""
    if AnswerType.COUNT not in types_asked_for(question) or _asks_for_whole(question):
        return marked
    for part, whole in _parts(text, sentence):
        if whole.start <= marked.start and marked.end <= whole.end:
            return part
    return marked


def _asks_for_whole(question: str) -> bool:
    does = _DOES.search(question)
    has = does is not None and _HAVING.search(question, does.end())
    return bool(has or _IN_ALL.search(question))


def _parts(text: str, sentence: Span) -> Iterator[tuple[Span, Span]]:
    """The parts in a sentence, each with its whole and the words up to the next comma."""
    for found in _PART.finditer(text, sentence.start, sentence.end):
        behind = re.compile(r"[^,.;:]*").match(text, found.end("whole"), sentence.end)
        end = behind.end() if behind else found.end("whole")
        yield Span(*found.span("part")), Span(found.start("whole"), end)
