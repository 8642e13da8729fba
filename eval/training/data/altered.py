"""Questions that their passage no longer answers, since one name or number in them is another.

"What did Carney sign in 2024?" becomes "What did Sheinbaum sign in 2024?", where the passage names
both: all its words are there, and yet it does not say. Like the unanswerable questions that people
wrote for SQuAD 2.0 (Rajpurkar et al. 2018, table 1, "entity swap"), but as many as are wanted.
"""

import random
import re
from collections.abc import Sequence

_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_NAME = re.compile(
    r"\b[A-ZÀ-ÖØ-Þ][\w'’-]*\w(?:\s+(?:of|the|de|van|von|al)(?=\s+[A-ZÀ-ÖØ-Þ])"
    r"|\s+[A-ZÀ-ÖØ-Þ][\w'’-]*\w)*"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:”\"\n]\s*)$")
_WORD = re.compile(r"\w+")


def altered(question: str, passage: str, answers: Sequence[str], rng: random.Random) -> str | None:
    """The question about somebody or some number else of the passage; None where there is none.

    Args:
        question: as it was asked.
        passage: what it was asked of.
        answers: in the passage; none of them is put into the question.
        rng: which of several places changes, and into what.
    """
    taken = _words(" ".join([question, *answers]))
    choices = []
    for pattern in (_NAME, _NUMBER):
        others = sorted({o for o in _found(pattern, passage) if not _words(o) & taken})
        if others:
            choices += [(place, others) for place in _places(pattern, question)]
    if not choices:
        return None
    (start, end), others = rng.choice(choices)
    return question[:start] + rng.choice(others) + question[end:]


def _places(pattern: re.Pattern[str], question: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(question) if match.start() > 0]


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    """What the pattern finds, without words that are large only since a sentence begins."""
    return [
        match.group()
        for match in pattern.finditer(text)
        if pattern is _NUMBER or not _SENTENCE_START.search(text[: match.start()][-8:])
    ]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
