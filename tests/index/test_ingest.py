"""One document that cannot be worked on stops no other."""

from collections.abc import Sequence
from pathlib import Path

from index.embedders.contract import Embedder
from index.embedders.letters import LettersEmbedder
from index.ingest import batches
from tests.conftest import Shelf, story


class Squeamish(LettersEmbedder):
    """An embedder with a fault that shows in one text alone."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """Count as usual, unless a text is about snakes."""
        if any("snake" in text for text in texts):
            raise RuntimeError("eek")
        return super().count(texts)


def test_a_document_that_fails_for_no_foreseen_reason_is_rejected_alone(tmp_path: Path) -> None:
    embedder: Embedder = Squeamish()
    shelf = Shelf(tmp_path, embedder)

    outcomes = shelf.add(
        story("a", "The bridge opened."), story("b", "A snake!"), story("c", "The ferry closed.")
    )
    shelf.library.close()

    assert [outcome.status.value for outcome in outcomes] == ["added", "rejected", "added"]
    assert outcomes[1].reason == "cannot be worked on: RuntimeError: eek; please report this"


def test_long_documents_are_worked_on_in_small_batches() -> None:
    long, short = story("long", "word " * 100_000), story("short", "word")

    sizes = [len(batch) for batch in batches([short, short, long, short, long, short])]

    assert sizes == [3, 2, 1]
