"""The job table: requests, and the outcome of each document."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from sqlalchemy import func, insert, select, update

from index.errors import NotFoundError
from index.reach import reach
from index.store.database import Database
from index.store.schema import job_documents, jobs
from index.store.writing import now

Row = tuple[str, str, str | None, str | None]
"""Origin, status, article id, reason."""


class JobStatus(StrEnum):
    """The status of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNFINISHED = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.CANCELLING)


class Job(Struct, frozen=True):
    """One job."""

    id: str
    collection: str
    status: JobStatus
    created: str
    finished: str | None
    payload: str
    error: str | None


class DocumentRow(Struct, frozen=True):
    """What became of one document of a job."""

    number: int
    origin: str
    status: str
    article_id: str | None
    reason: str | None


class JobTable:
    """Jobs of one data folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, id: str, collection: str, payload: str) -> None:
        """Add a queued job. Durable when this returns."""
        values = {"id": id, "collection": collection, "payload": payload, "created": now()}
        with self._database.writing() as connection:
            connection.execute(insert(jobs).values(status=JobStatus.QUEUED.value, **values))

    def get(self, id: str) -> Job:
        """One job.

        Raises:
            NotFoundError: no such job.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == id)).first()
        if row is None or not reach().covers(row.collection):
            raise NotFoundError(f"job {id!r}: not found")
        return Job(
            row.id,
            row.collection,
            JobStatus(row.status),
            row.created,
            row.finished,
            row.payload,
            row.error,
        )

    def unfinished(self) -> list[str]:
        """Ids of unfinished jobs, oldest first."""
        statement = (
            select(jobs.c.id)
            .where(jobs.c.status.in_([status.value for status in UNFINISHED]))
            .order_by(jobs.c.created)
        )
        with self._database.reading() as connection:
            return list(connection.execute(statement).scalars())

    def start_or_status(self, id: str) -> JobStatus:
        """Mark a queued job as running; return its current status."""
        queued = (jobs.c.id == id) & (jobs.c.status == JobStatus.QUEUED.value)
        with self._database.writing() as connection:
            connection.execute(update(jobs).where(queued).values(status=JobStatus.RUNNING.value))
        return self.get(id).status

    def cancel(self, id: str) -> JobStatus:
        """Cancel a queued job, or ask a running one to stop; return its current status.

        Raises:
            NotFoundError: no such job.
        """
        self.get(id)
        mine = jobs.c.id == id
        changes = (
            (JobStatus.QUEUED, {"status": JobStatus.CANCELLED.value, "finished": now()}),
            (JobStatus.RUNNING, {"status": JobStatus.CANCELLING.value}),
        )
        with self._database.writing() as connection:
            for before, after in changes:
                connection.execute(
                    update(jobs).where(mine, jobs.c.status == before.value).values(**after)
                )
        return self.get(id).status

    def requeue(self, id: str) -> None:
        """Requeue an interrupted job."""
        running = (jobs.c.id == id) & (jobs.c.status == JobStatus.RUNNING.value)
        with self._database.writing() as connection:
            connection.execute(update(jobs).where(running).values(status=JobStatus.QUEUED.value))

    def set_payload(self, id: str, payload: str) -> None:
        """Change a job's payload, for example its progress."""
        with self._database.writing() as connection:
            connection.execute(update(jobs).where(jobs.c.id == id).values(payload=payload))

    def finish(self, id: str, status: JobStatus, error: str | None = None) -> None:
        """Close a job."""
        with self._database.writing() as connection:
            connection.execute(
                update(jobs)
                .where(jobs.c.id == id)
                .values(status=status.value, finished=now(), error=error)
            )

    def record(self, id: str, first: int, rows: Sequence[Row | None]) -> None:
        """Record outcomes of documents, keeping those recorded before an interruption.

        Args:
            id: of the job.
            first: the number of the first of these documents.
            rows: one per document; None: not recorded.
        """
        numbers = range(first, first + len(rows))
        mine = job_documents.c.job_id == id
        with self._database.writing() as connection:
            known = set(
                connection.execute(
                    select(job_documents.c.number).where(
                        mine, job_documents.c.number.between(first, first + len(rows) - 1)
                    )
                ).scalars()
            )
            new = [
                {
                    "job_id": id,
                    "number": number,
                    "origin": origin,
                    "status": status,
                    "article_id": article_id,
                    "reason": reason,
                }
                for number, row in zip(numbers, rows, strict=True)
                if row is not None and number not in known
                for origin, status, article_id, reason in (row,)
            ]
            if new:
                connection.execute(insert(job_documents), new)

    def documents(self, id: str, after: int, limit: int) -> list[DocumentRow]:
        """What became of the documents with a number over `after`."""
        statement = (
            select(job_documents)
            .where(job_documents.c.job_id == id, job_documents.c.number > after)
            .order_by(job_documents.c.number)
            .limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [DocumentRow(r.number, r.origin, r.status, r.article_id, r.reason) for r in rows]

    def counts(self, id: str) -> dict[str, int]:
        """Number of documents by what became of them."""
        statement = (
            select(job_documents.c.status, func.count())
            .where(job_documents.c.job_id == id)
            .group_by(job_documents.c.status)
        )
        with self._database.reading() as connection:
            return {str(status): int(count) for status, count in connection.execute(statement)}
