"""Jobs: many documents, or a re-embedding, asked for over HTTP; stored first, then worked off.

    POST --> files in jobs/<id>/ + a row --> 202       queued
    runner --> batch by batch                          running
           --> done | cancelled | failed

The row and the files are durable before the client hears of the job; a runner that dies is
replaced by the next one, which finds what was done already stored and goes on. Re-embedding can
take hours, so it has a thread of its own and holds up no documents.
"""

import shutil
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from structlog import get_logger

from index.errors import DatelineError, StoreError
from index.files.durable import make_data_folder, write_durably
from index.formats import read_bytes
from index.ingest import Outcome
from index.records import Document, Rejected
from index.store.job_table import Job, JobStatus, JobTable
from index.store.locks import file_lock_if_free
from index.web.articles import FetchPolicy, read_url
from service.engine import Engine
from service.http import reembed_job
from service.http.reembed_job import PAYLOAD, counts_in, is_reembedding
from service.wire import JobDocument, JobOut

_log = get_logger("jobs")

_POLL_SECONDS = 0.5
_BATCH = 16
_PAGE = 1_000


class JobRunner:
    """Takes jobs in and works them off: documents one job at a time, and so re-embeddings."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._table = JobTable(engine.library.database)
        self._folder = engine.settings.folder / "jobs"
        self._wake = Event()
        self._stopping = Event()
        self._threads = [
            Thread(target=self._run, args=(kind,), name=name, daemon=True)
            for name, kind in (("jobs", _is_ingestion), ("reembed", is_reembedding))
        ]

    def start(self) -> None:
        """Start working, beginning with what an earlier process left."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop after the batch under way; the rest is resumed at the next start."""
        self._stopping.set()
        self._wake.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def submit(self, collection: str, files: Sequence[tuple[str, bytes]]) -> JobOut:
        """Store uploaded files as a job. Durable when this returns."""
        id = uuid.uuid4().hex
        folder = self._folder / id
        make_data_folder(folder)
        for number, (name, data) in enumerate(files):
            write_durably(folder / f"{number:05}", data)
            write_durably(folder / f"{number:05}.name", name.encode())
        self._table.create(id, collection, payload="files")
        self._wake.set()
        return self.report(id)

    def submit_url(self, collection: str, url: str) -> JobOut:
        """Store the wish to fetch a page or feed as a job."""
        id = uuid.uuid4().hex
        self._table.create(id, collection, payload=url)
        self._wake.set()
        return self.report(id)

    def submit_reembedding(self, collection: str) -> JobOut:
        """Store the wish to re-embed a collection as a job."""
        id = uuid.uuid4().hex
        self._table.create(id, collection, payload=PAYLOAD)
        self._wake.set()
        return self.report(id)

    def report(self, id: str, after: int = -1, limit: int = _PAGE) -> JobOut:
        """How far a job is.

        Raises:
            NotFoundError: there is no such job.
        """
        job = self._table.get(id)
        documents = self._table.documents(id, after, limit)
        return JobOut(
            id=job.id,
            collection=job.collection,
            status=job.status.value,
            created=job.created,
            finished=job.finished,
            counts=self._counts(job),
            documents=[
                JobDocument(
                    number=d.number,
                    origin=d.origin,
                    status=d.status,
                    article_id=d.article_id,
                    reason=d.reason,
                )
                for d in documents
            ],
            error=job.error,
            next=documents[-1].number if len(documents) == limit else None,
        )

    def cancel(self, id: str) -> JobOut:
        """Ask a job to stop after the batch under way; what it stored stays."""
        self._table.cancel(id)
        self._wake.set()
        return self.report(id)

    def _run(self, kind: Callable[[str], bool]) -> None:
        while not self._stopping.is_set():
            try:
                worked = self._work_off(kind)
            except StoreError as exc:
                _log.warning("jobs wait", reason=str(exc))
                worked = False
            if not worked:
                self._wake.wait(_POLL_SECONDS)
                self._wake.clear()

    def _work_off(self, kind: Callable[[str], bool]) -> bool:
        worked = False
        for id in self._table.unfinished():
            if not kind(self._table.get(id).payload):
                continue
            with self._claimed(id) as mine:
                if mine and not self._stopping.is_set():
                    self._do(id)
                    worked = True
        return worked

    @contextmanager
    def _claimed(self, id: str) -> Generator[bool]:
        """Whether this process alone works on the job; freed by the system if it dies."""
        folder = self._folder / id
        folder.mkdir(parents=True, exist_ok=True)
        with file_lock_if_free(folder / "lock") as claimed:
            yield claimed

    def _do(self, id: str) -> None:
        job = self._table.get(id)
        if job.status in (JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED):
            return
        _log.info("job started", job=id, collection=job.collection)
        try:
            if is_reembedding(job.payload):
                is_stopping = self._stopping.is_set
                status = reembed_job.run(self._engine, self._table, id, job.collection, is_stopping)
            else:
                status = self._ingest(id, job.collection, self._documents(id, job.payload))
        except DatelineError as exc:
            self._table.finish(id, JobStatus.FAILED, error=str(exc))
            _log.warning("job failed", job=id, reason=str(exc))
            return
        if status is not JobStatus.RUNNING:
            self._table.finish(id, status)
            shutil.rmtree(self._folder / id, ignore_errors=True)
            counts = self._counts(self._table.get(id))
            _log.info("job finished", job=id, status=status.value, **counts)

    def _ingest(
        self,
        id: str,
        name: str,
        documents: Iterator[Document | Rejected],
    ) -> JobStatus:
        """Add documents batch by batch; RUNNING means that it was interrupted and will resume."""
        collection = self._engine.collection(name)
        number = 0
        for batch in _batches(documents):
            status = self._table.start_or_status(id)
            if status is JobStatus.CANCELLING:
                return JobStatus.CANCELLED
            if self._stopping.is_set():
                return JobStatus.RUNNING
            outcomes = self._engine.ingester.add_batch(collection, batch)
            self._table.record(id, number, [_row(outcome) for outcome in outcomes])
            number += len(batch)
        self._engine.ingester.settle(collection)
        return JobStatus.DONE

    def _counts(self, job: Job) -> dict[str, int]:
        if is_reembedding(job.payload):
            return counts_in(job.payload)
        return self._table.counts(job.id)

    def _documents(self, id: str, payload: str) -> Iterator[Document | Rejected]:
        if payload != "files":
            yield from read_url(payload, FetchPolicy())
            return
        folder = self._folder / id
        for path in sorted(folder.glob("?????")):
            name = path.with_suffix(".name").read_text(encoding="utf-8")
            yield from read_bytes(path.read_bytes(), name)


def _is_ingestion(payload: str) -> bool:
    return not is_reembedding(payload)


def _row(outcome: Outcome) -> tuple[str, str, str | None, str | None]:
    return outcome.origin, outcome.status.value, outcome.article_id, outcome.reason


def _batches(documents: Iterator[Document | Rejected]) -> Iterator[list[Document | Rejected]]:
    batch: list[Document | Rejected] = []
    for document in documents:
        batch.append(document)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
