"""The articles of a question set, indexed once and kept for the next run."""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from eval.questions import QuestionSet
from eval.support.hashing import code_in, hash_files
from eval.support.machine import steal_and_total
from eval.support.progress import tracked
from index import records
from index.errors import UnreadableFileError
from index.files.durable import write_durably
from index.ingest import Status
from index.records import Document
from service.engine import Engine
from service.settings import Settings

_NOTE = "indexed.json"
_CODE = Path(records.__file__).parent
"""Decides how articles are split, marked and attributed: a change makes them be indexed anew."""


class Indexed(Struct, frozen=True, kw_only=True):
    """How the articles of a set were indexed."""

    articles: int
    passages: int
    rejected: int
    seconds: float
    """0 where they were there already."""
    steal: float


def kept_in(asked: QuestionSet, settings: Settings, folder: Path | None) -> Path:
    """The folder of a set's library: named after its articles and all that reads them."""
    from platformdirs import user_cache_path

    digest = hashlib.sha256()
    for document in asked.documents or ():
        digest.update(f"{document.id}\0{document.title}\0{document.published}\0".encode())
        digest.update(document.text.encode("utf-8", "replace"))
    digest.update(f"{settings.attribution}\0{hash_files(code_in(_CODE))}".encode())
    root = folder or user_cache_path("dateline", appauthor=False) / "eval"
    return root / f"{asked.name}-{settings.embedder.replace('/', '_')}-{digest.hexdigest()[:12]}"


def index(engine: Engine, documents: Sequence[Document]) -> Indexed:
    """Add the articles that are not there yet.

    Raises:
        UnreadableFileError: none of them could be read.
    """
    note = engine.settings.folder / _NOTE
    if note.exists():
        return structs.replace(msgspec.json.decode(note.read_bytes(), type=Indexed), seconds=0.0)
    started, (stolen, total) = time.perf_counter(), steal_and_total()
    outcomes = engine.ingester.add(engine.collection(None), documents)
    statuses = [outcome.status for outcome in tracked(outcomes, "indexing", total=len(documents))]
    rejected = statuses.count(Status.REJECTED)
    if documents and rejected == len(documents):
        raise UnreadableFileError(f"none of the {rejected:,} articles of the set can be read")
    stolen_now, total_now = steal_and_total()
    engine.catalogue.save()
    indexed = Indexed(
        articles=len(statuses) - rejected,
        passages=engine.library.log.count_passages(engine.collection(None)),
        rejected=rejected,
        seconds=time.perf_counter() - started,
        steal=(stolen_now - stolen) / max(1, total_now - total),
    )
    write_durably(note, msgspec.json.encode(indexed))
    return indexed
