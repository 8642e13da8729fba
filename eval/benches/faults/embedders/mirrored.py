"""Letter counts in reverse order: a second embedder for re-embedding."""

from collections.abc import Sequence

import numpy as np

from index.embedders.contract import Embedder
from index.embedders.letters import LettersEmbedder
from index.records import Span, Vectors


class MirroredEmbedder(LettersEmbedder):
    """As `letters`, with its columns turned round."""

    fingerprint = "mirrored-1"

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions as unit rows."""
        return np.ascontiguousarray(super().embed_questions(texts)[:, ::-1])

    def embed_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Embed passages and the spans inside each as unit rows."""
        _, inner = super().embed_passages(texts, spans)
        return self.embed_questions(texts), [np.ascontiguousarray(r[:, ::-1]) for r in inner]


def create() -> Embedder:
    """Build one."""
    return MirroredEmbedder()
