"""Readers: a question and passages in, verbatim candidates out.

One file each; the file name is the setting.
"""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from msgspec import Struct

from index.errors import SettingsError
from index.followers.catalogue import OpenCollection
from index.records import Article, Quote, Span, Vectors
from index.search import Found
from service.questions.understand import Question


class Candidate(Struct, frozen=True, kw_only=True):
    """Words of one article that may answer: `article.text[quote.start : quote.end]`."""

    article: Article
    version_pk: int
    quote: Span
    highlight: Span | None = None
    """The one stretch of it that answers most directly; None: several do, or all of it."""
    also: tuple[Span, ...] = ()
    """Further stretches of it that answer: of a list, or the parts of a broken quotation."""
    said: Quote | None = None
    """The quotation these words belong to, where they are somebody's words."""
    confidence: float = 0.0
    """Probability that these words answer the question, between 0 and 1."""
    features: dict[str, float] = {}


class Reader(Protocol):
    """Finds answers in passages. May be called from several threads at once."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever its confidences would no longer mean the same."""
        ...

    def warm_up(self) -> None:
        """Set up now what the first question would otherwise wait for."""
        ...

    def read(
        self,
        question: Question,
        vector: Vectors,
        found: Sequence[Found],
        opened: OpenCollection,
        *,
        until: float | None = None,
    ) -> list[Candidate]:
        """Candidates from all passages together, best first, none overlapping another.

        Args:
            question: as it is understood.
            vector: of its text, shape (1, dimensions).
            found: the passages, best first.
            opened: where they come from.
            until: on `time.perf_counter`'s clock, when to read no further; what is read by then
                is judged, and something always is.
        """
        ...


def load(name: str) -> Reader:
    """Build the reader of that name.

    Args:
        name: a file here, a folder, or the name of a Hugging Face question-answering model.

    Raises:
        SettingsError: there is no such reader or model, or its files are not what they should be.
    """
    if name.isidentifier() and find_spec(f"{__name__}.{name}"):
        module = import_module(f"{__name__}.{name}")
        if hasattr(module, "create"):
            return cast("Reader", module.create())
        raise SettingsError(f"reader {name!r}: a part of readers, not one; the default is span")
    from service.readers.pretrained import load_model

    return load_model(name)
