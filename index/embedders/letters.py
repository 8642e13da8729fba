"""Letter counts: the smallest possible embedder."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedders.contract import Embedder
from index.records import Span, Vectors

_WORD = re.compile(r"\S+")
# Texts without letters need a direction too; they share this one.
_NO_LETTERS = np.full(26, 26**-0.5, np.float32)


def create() -> Embedder:
    """Build one."""
    return LettersEmbedder()


class LettersEmbedder:
    """Counts the letters a to z, ignoring case. A token is a word."""

    dim = 26
    window = 64
    fingerprint = "letters-1"

    def count(self, texts: Sequence[str]) -> list[int]:
        """Count the words of each text."""
        return [len(text.split()) for text in texts]

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions as unit rows, shape (len(texts), 26), in order."""
        return _rows([_direction(self._head(text)) for text in texts])

    def embed_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Embed passages and the spans inside each as unit rows."""
        heads = [self._head(text) for text in texts]
        inner = [
            _rows([_inside(head, span) for span in own])
            for head, own in zip(heads, spans, strict=True)
        ]
        return self.embed_questions(texts), inner

    def _head(self, text: str) -> str:
        for number, word in enumerate(_WORD.finditer(text), start=1):
            if number == self.window:
                return text[: word.end()]
        return text


def _inside(text: str, span: Span) -> NDArray[np.float32]:
    words = text[span.start : span.end]
    return _direction(words) if words.strip() else np.zeros(26, np.float32)


def _direction(text: str) -> NDArray[np.float32]:
    letters = np.frombuffer(text.lower().encode("ascii", "ignore"), np.uint8)
    counts = np.bincount(letters, minlength=128)[ord("a") : ord("z") + 1].astype(np.float32)
    if not counts.any():
        return _NO_LETTERS
    return np.asarray(counts / np.linalg.norm(counts), np.float32)


def _rows(directions: list[NDArray[np.float32]]) -> Vectors:
    return np.array(directions, np.float32).reshape(len(directions), 26)
