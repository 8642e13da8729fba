"""Runs jobs requested over HTTP: stored first, then processed.

    POST --> files in jobs/<id>/ + a row --> 202       queued
    runner --> batch by batch                          running
           --> done | cancelled | failed

The row and the files are durable before the client hears of the job. If a runner dies, the next one
finds the finished part stored and continues. Re-embedding can take hours, so it has its own thread
and does not delay documents.
"""

import shutil
import time
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import structs
from structlog import get_logger

from index.errors import (
    DatelineError,
    NotFoundError,
    StoreError,
    UnreachableStoreError,
    UnreadableFileError,
)
from index.files.bounded import Bounds
from index.files.durable import make_data_folder, write_durably
from index.formats import read_stream
from index.ingest import batches
from index.interruption import Stopped, go_on, interruptible
from index.outcomes import Status
from index.records import Document, Rejected, reshape
from index.store.jobs.files import JobFiles
from index.store.jobs.table import Job, JobStatus, JobTable
from index.web.articles import read_url
from service.engine import Engine, fetch_policy
from service.http.background import reembed_job
from service.http.background.ingestion import (
    FILES,
    OWN_ARTICLES,
    Content,
    Ingestion,
    Noted,
    ingestion,
)
from service.http.background.loops import Loop
from service.http.background.reembed_job import PAYLOAD, counts_in, is_reembedding
from service.wire.collections import JobDocument, JobOut

_log = get_logger("jobs")

_PAUSE_SECONDS = 0.5
# One PDF may take minutes to read.
_PATIENCE_SECONDS = 600.0
_LOOK_SECONDS = 0.25
_PAGE = 1_000
_REJECTED = Status.REJECTED.value


class JobRunner:
    """Takes jobs in and works them off: documents one job at a time, and so re-embeddings."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._table = JobTable(engine.library.database)
        self._files = JobFiles(engine.library.database)
        self._folder = engine.settings.folder / "jobs"
        self._bounds = Bounds(total_bytes=engine.settings.max_archive_bytes)
        self.loops = [
            Loop(
                name,
                partial(self._work_off, kind),
                pause=_PAUSE_SECONDS,
                patience=_PATIENCE_SECONDS,
            )
            for name, kind in (("jobs", _is_ingestion), ("reembed", is_reembedding))
        ]

    def start(self) -> None:
        """Start working, beginning with what an earlier process left."""
        self._tidy()
        for loop in self.loops:
            loop.start()

    def stop(self) -> None:
        """Stop at the next step of the work; the rest is resumed at the next start."""
        for loop in self.loops:
            loop.begin_stop()
        for loop in self.loops:
            loop.stop()

    def submit(
        self, collection: str, files: Sequence[tuple[str, Content]], wanted: Ingestion
    ) -> JobOut:
        """Store uploaded files as a job. Durable when this returns.

        Raises:
            StoreError: they cannot be stored.
        """
        id = uuid.uuid4().hex
        folder = self._folder / id
        try:
            _keep(folder, files)
            self._files.put(id, folder)
        except StoreError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._table.create(id, collection, payload=wanted.payload())
        self._wake()
        return self.report(id)

    def submit_url(self, collection: str, wanted: Ingestion) -> JobOut:
        """Store the wish to fetch a page or feed as a job."""
        id = uuid.uuid4().hex
        self._table.create(id, collection, payload=wanted.payload())
        self._wake()
        return self.report(id)

    def submit_reembedding(self, collection: str) -> JobOut:
        """Store the wish to re-embed a collection as a job."""
        id = uuid.uuid4().hex
        self._table.create(id, collection, payload=PAYLOAD)
        self._wake()
        return self.report(id)

    def report(self, id: str, after: int = -1, limit: int = _PAGE) -> JobOut:
        """The progress of a job.

        Raises:
            NotFoundError: the job does not exist.
        """
        job = self._table.get(id)
        documents = self._table.documents(id, after, limit)
        return reshape(
            job,
            JobOut,
            status=job.status.value,
            counts=self._counts(job),
            documents=[reshape(document, JobDocument) for document in documents],
            unlisted=_unlisted(job),
            next=documents[-1].number if len(documents) == limit else None,
        )

    def cancel(self, id: str) -> JobOut:
        """Ask a job to stop at its next step; what it stored stays."""
        if self._table.cancel(id) is JobStatus.CANCELLED:
            self._forget_files(id)
        self._wake()
        return self.report(id)

    def _tidy(self) -> None:
        """Delete the files of jobs that another machine has done."""
        shared = self._engine.library.database.is_shared
        for folder in self._folder.glob("*") if shared else ():
            with suppress(NotFoundError, StoreError):
                if self._table.get(folder.name).finished is not None:
                    shutil.rmtree(folder, ignore_errors=True)

    def _wake(self) -> None:
        for loop in self.loops:
            loop.wake()

    def _work_off(self, kind: Callable[[str], bool]) -> bool:
        """Do what is to be done; one job that cannot be worked on does not hold up the others."""
        worked, problem = False, None
        for id in self._table.unfinished():
            if not kind(self._table.get(id).payload):
                continue
            try:
                with self._claimed(id) as mine:
                    if mine:
                        worked |= self._do(id)
            except (StoreError, OSError) as exc:
                problem = problem or exc
        if problem is not None:
            raise problem
        return worked

    @contextmanager
    def _claimed(self, id: str) -> Generator[bool]:
        """Whether this process alone works on the job; freed by the system if it dies."""
        with self._engine.library.database.alone(f"jobs/{id}/job") as claimed:
            yield claimed

    def _do(self, id: str) -> bool:
        """Work on a job; whether it was there to be worked on."""
        job = self._table.get(id)
        if job.status in (JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED):
            return False
        _log.info("job started", job=id, collection=job.collection)
        try:
            with interruptible(_Watch(self._table, id)):
                status = self._work_on(job)
        except _Cancelled:
            status = JobStatus.CANCELLED
        except Stopped:
            self._table.requeue(id)
            _log.info("job interrupted; it will resume at the next start", job=id)
            raise
        except (StoreError, OSError) as exc:
            if is_reembedding(job.payload) and not isinstance(exc, UnreachableStoreError):
                self._fail(id, str(exc))
                return True
            # The database is unavailable: the job waits and then continues.
            self._table.requeue(id)
            raise
        except DatelineError as exc:
            self._fail(id, str(exc))
            return True
        except Exception as exc:  # noqa: BLE001
            _log.error("job failed", job=id, exc_info=exc)
            self._fail(id, f"{type(exc).__name__}: {exc}")
            return True
        self._finish(id, status)
        return True

    def _work_on(self, job: Job) -> JobStatus:
        if is_reembedding(job.payload):
            return reembed_job.run(self._engine, self._table, job.id, job.collection)
        return self._ingest(job, ingestion(job.payload))

    def _fail(self, id: str, reason: str) -> None:
        self._table.finish(id, JobStatus.FAILED, error=reason)
        self._files.delete(id)
        _log.warning("job failed", job=id, reason=reason)

    def _finish(self, id: str, status: JobStatus) -> None:
        self._table.finish(id, status)
        self._forget_files(id)
        counts = self._counts(self._table.get(id))
        _log.info("job finished", job=id, status=status.value, **counts)

    def _forget_files(self, id: str) -> None:
        self._files.delete(id)
        shutil.rmtree(self._folder / id, ignore_errors=True)

    def _ingest(self, job: Job, wanted: Ingestion) -> JobStatus:
        """Add documents batch by batch."""
        collection = self._engine.collection(job.collection)
        number, noted = 0, Noted()
        self._table.start_or_status(job.id)
        for batch in batches(self._documents(job.id, wanted.what)):
            go_on()
            outcomes = self._engine.ingester.add_each(collection, batch, wanted.rule)
            self._table.record(job.id, number, [noted.row(outcome) for outcome in outcomes])
            if noted.unlisted > wanted.unlisted:
                wanted = structs.replace(wanted, unlisted=noted.unlisted)
                self._table.set_payload(job.id, wanted.payload())
            number += len(batch)
        self._engine.ingester.settle(collection)
        return JobStatus.DONE

    def _counts(self, job: Job) -> dict[str, int]:
        if is_reembedding(job.payload):
            return counts_in(job.payload)
        counts, unlisted = self._table.counts(job.id), _unlisted(job)
        rejected = {_REJECTED: counts.get(_REJECTED, 0) + unlisted} if unlisted else {}
        return counts | rejected

    def _documents(self, id: str, what: str) -> Iterator[Document | Rejected]:
        if what not in (FILES, OWN_ARTICLES):
            yield from read_url(what, fetch_policy(self._engine.settings))
            return
        for found in self._uploaded(id):
            is_own = what == OWN_ARTICLES and isinstance(found, Document)
            yield structs.replace(found, is_claimed=False) if is_own else found

    def _uploaded(self, id: str) -> Iterator[Document | Rejected]:
        self._files.fetch(id, self._folder / id)
        uploads = sorted((self._folder / id).glob("?????"))
        if not uploads:
            raise UnreadableFileError("the uploaded files no longer exist; upload them again")
        for path in uploads:
            with _reading(path) as (stream, name):
                yield from read_stream(stream, name, bounds=self._bounds)


@contextmanager
def _reading(path: Path) -> Generator[tuple[BinaryIO, str]]:
    """An uploaded file, and its name.

    Raises:
        UnreadableFileError: it was damaged after it was uploaded.
    """
    try:
        name = path.with_suffix(".name").read_text(encoding="utf-8")
        stream = path.open("rb")
    except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError) as exc:
        raise UnreadableFileError(f"{path}: {exc}; send the files again") from exc
    with stream:
        yield stream, name


def _is_ingestion(payload: str) -> bool:
    return not is_reembedding(payload)


def _unlisted(job: Job) -> int:
    return 0 if is_reembedding(job.payload) else ingestion(job.payload).unlisted


def _keep(folder: Path, files: Sequence[tuple[str, Content]]) -> None:
    make_data_folder(folder)
    for number, (name, data) in enumerate(files):
        write_durably(folder / f"{number:05}", data)
        write_durably(folder / f"{number:05}.name", name.encode())


class _Cancelled(Stopped):
    """Somebody cancelled the job."""


class _Watch:
    """Asked between the steps of a job's work, however often; stops it once it is cancelled."""

    def __init__(self, table: JobTable, id: str) -> None:
        self._table = table
        self._id = id
        self._looked = 0.0

    def __call__(self) -> None:
        """Look at the table now and then.

        Raises:
            Stopped: the job is cancelled.
        """
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            self._looked = time.monotonic()
            if self._table.get(self._id).status in (JobStatus.CANCELLING, JobStatus.CANCELLED):
                raise _Cancelled
