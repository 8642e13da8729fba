"""The catalogue tells how far its indexes are behind the log."""

from pathlib import Path

from index.embedders.contract import Embedder
from index.followers.catalogue import Catalogue
from index.followers.contract import VectorOptions, VectorStore
from index.followers.embedder_pool import EmbedderPool
from index.followers.exact import ExactStore
from index.followers.vector_source import VectorSource
from tests.conftest import Shelf, story


class Idle(ExactStore):
    """A store that follows nothing once it is open."""

    def follow(self) -> int:
        """Stay where it is."""
        return self.seq


def _idle(source: VectorSource, folder: Path, options: VectorOptions) -> VectorStore:
    del folder, options
    return Idle(source)


def test_an_index_that_does_not_follow_is_behind_by_the_changes_since(
    shelf: Shelf, letters: Embedder, tmp_path: Path
) -> None:
    pool = EmbedderPool("letters", lambda _: letters)
    lagging = Catalogue(shelf.library, tmp_path / "other", pool, _idle)
    lagging.get("default")
    positions = shelf.library.log.positions()

    shelf.add(story("a", "The bridge opened."), story("b", "The ferry was closed."))
    lagging.follow_all()

    assert lagging.behind() == {"default": 2}
    assert lagging.behind(positions) == {"default": 0}
    assert shelf.catalogue.behind() == {"default": 0}
