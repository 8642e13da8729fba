"""What every embedder must do."""

from collections.abc import Sequence
from typing import Protocol

from index.records import Span, Vectors


class Embedder(Protocol):
    """What turns texts into vectors. Every method may be called from several threads at once."""

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    @property
    def window(self) -> int:
        """Most tokens it reads of one text, special tokens included."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever its vectors would no longer compare with earlier ones."""
        ...

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without special tokens."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Unit float32 rows, shape (len(texts), dim), in order."""
        ...

    def embed_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Vectors of the texts, and of the given spans inside each text.

        A span's vector is the mean of its tokens' outputs in the text's one forward pass ("late
        chunking", Günther et al. 2024), so it costs nothing beyond the text's own. Spans are
        offsets into the text they belong to; one that holds no token gets a zero row. Shapes
        (len(texts), dim), and per text (len(spans[i]), dim).
        """
        ...
