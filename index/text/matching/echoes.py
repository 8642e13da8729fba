"""Text that merely repeats a question: it ranks high but answers nothing.

Otherwise, articles stuffed with questions or their words would match best.
"""

import re
from collections.abc import Sequence

from index.text.matching.folding import folded_words

# This many consecutive words are not a coincidence.
_LEAST_WORDS = 4
# To others ("Was it red?", "Ann or Bo?") a sentence of the question's words can be the answer.
_QUESTION = re.compile(r"[^\"“”„«»‹›「」]*[?？؟]")
_OPEN = {"who", "whom", "whose", "what", "when", "where", "why", "how", "which"}
_RELATIVE = {"who", "whom", "whose", "which"}
_CLAUSE = re.compile(r"[,(–—]\s*")
_VERBS = set(
    "did does do is are was were has have had will would can could should may might".split()
)


class Echoes:
    """Detects sentences that repeat a question."""

    def __init__(self, question: str) -> None:
        """For this question; quoted phrases do not count as repetition."""
        words = folded_words(question)
        asks = bool(words) and (words[0] in _OPEN | _VERBS or question.rstrip()[-1] in "?？؟")
        self._row = f" {' '.join(words)} " if asks and len(words) >= _LEAST_WORDS else None
        self._words = frozenset(words)
        self._is_open = bool(words) and words[0] in _OPEN and "or" not in words

    @property
    def are_possible(self) -> bool:
        """Whether any sentence could repeat it."""
        return self._row is not None or self._is_open

    def are_all_of(self, sentence: str) -> bool:
        """Whether a sentence says nothing beyond the question."""
        if not self.are_possible:
            return False
        words = folded_words(sentence)
        says_no_more = len(words) >= _LEAST_WORDS and self._words.issuperset(words)
        is_said_again = self._stands_among(words) and not self._describes(sentence)
        return is_said_again or (self._is_open and says_no_more)

    def _describes(self, sentence: str) -> bool:
        """Whether the question's words say who somebody is: "Ann Lee, who led the search, said"."""
        if self._row is None or self._row.split()[0] not in _RELATIVE:
            return False
        clauses = _CLAUSE.split(sentence)[1:]
        return any(f" {' '.join(folded_words(one))} ".startswith(self._row) for one in clauses)

    def _stands_among(self, words: Sequence[str]) -> bool:
        return self._row is not None and self._row in f" {' '.join(words)} "

    def answer_nothing(self, sentence: str) -> bool:
        """Whether a sentence is itself a question outside quotations, or says nothing new."""
        return _QUESTION.fullmatch(sentence.rstrip()) is not None or self.are_all_of(sentence)
