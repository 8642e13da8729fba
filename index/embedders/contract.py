"""The embedder protocol."""

from collections.abc import Sequence
from typing import Protocol

from index.records import Span, Vectors


class Embedder(Protocol):
    """Turns texts into vectors. Every method may be called from several threads at once."""

    @property
    def dim(self) -> int:
        """The length of a vector."""
        ...

    @property
    def window(self) -> int:
        """The most tokens it reads of one text, including two special ones; the rest is ignored."""
        ...

    @property
    def fingerprint(self) -> str:
        """An identifier that changes whenever new vectors cannot be compared with old ones."""
        ...

    def count(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, without special tokens."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Embed questions as unit float32 rows, shape (len(texts), dim), in order.

        Every text gets a row of unit length: the empty one, one without words, one with NUL
        characters or lone surrogates.
        """
        ...

    def embed_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Embed passages, and the given spans inside each of them.

        A span's vector is the mean of its tokens' states in the passage's single forward pass
        ("late chunking", Günther et al. 2024), so it costs nothing extra. Spans are offsets into
        their passage; the row of a span without a token, or beyond the window, is zero. Texts are
        as hostile as for questions. Shapes: (len(texts), dim), and for each text
        (len(spans[i]), dim).
        """
        ...
