"""The articles of a question set, indexed once and reused by later runs."""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from eval.questions import QuestionSet
from eval.support.files import code_in, hash_files
from eval.support.progress import with_progress
from index import records
from index.errors import UnreadableFileError
from index.files.durable import write_durably
from index.outcomes import Status
from index.records import Document
from service.engine import Engine
from service.settings import Settings

_NOTE = "indexed.json"
_CODE = Path(records.__file__).parent
"""The code that splits, annotates and attributes articles; after a change they are re-indexed."""


class IndexedArticles(Struct, frozen=True, kw_only=True):
    """The result of indexing the articles of a set."""

    articles: int
    passages: int
    seconds: float
    """0 if they were already indexed."""


def library_folder(question_set: QuestionSet, settings: Settings, folder: Path | None) -> Path:
    """The folder of a set's library, named after its articles and the code that indexes them.

    Sets of the same articles, such as one and the conversations over it, share it.
    """
    from platformdirs import user_cache_path

    digest = hashlib.sha256()
    for document in question_set.documents or ():
        digest.update(f"{document.id}\0{document.title}\0{document.published}\0".encode())
        digest.update(document.text.encode("utf-8", "replace"))
    digest.update(f"{settings.attribution}\0{hash_files(code_in(_CODE))}".encode())
    root = folder or user_cache_path("dateline", appauthor=False) / "eval"
    return root / f"{settings.embedder.replace('/', '_')}-{digest.hexdigest()[:12]}"


def index_articles(engine: Engine, documents: Sequence[Document]) -> IndexedArticles:
    """Index the articles, unless that was already done.

    Raises:
        UnreadableFileError: none of them could be read.
    """
    note = engine.settings.folder / _NOTE
    if note.exists():
        return structs.replace(
            msgspec.json.decode(note.read_bytes(), type=IndexedArticles), seconds=0.0
        )
    started = time.perf_counter()
    outcomes = engine.ingester.add(engine.collection(None), documents)
    statuses = [
        outcome.status for outcome in with_progress(outcomes, "indexing", total=len(documents))
    ]
    rejected = statuses.count(Status.REJECTED)
    if documents and rejected == len(documents):
        raise UnreadableFileError(f"none of the set's {rejected:,} articles can be read")
    engine.catalogue.save()
    indexed = IndexedArticles(
        articles=len(statuses) - rejected,
        passages=engine.library.log.count_passages(engine.collection(None)),
        seconds=time.perf_counter() - started,
    )
    write_durably(note, msgspec.json.encode(indexed))
    return indexed
