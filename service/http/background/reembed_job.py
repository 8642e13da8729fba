"""Re-embedding as a job, with its progress in the payload for every process to see."""

import msgspec

from index.interruption import go_on
from index.reembed import Progress
from index.store.jobs.table import JobStatus, JobTable
from service.engine import Engine

PAYLOAD = "reembed "


def is_reembedding(payload: str) -> bool:
    """Whether a job's payload is that of a re-embedding."""
    return payload.startswith(PAYLOAD)


def counts_in(payload: str) -> dict[str, int]:
    """Number of passages that have a vector by the new embedder, and of all."""
    progress = msgspec.json.decode(payload.removeprefix(PAYLOAD) or b"[]", type=list[Progress])
    return {"embedded": progress[-1].done, "passages": progress[-1].total} if progress else {}


def run(engine: Engine, table: JobTable, id: str, collection: str) -> JobStatus:
    """Re-embed a collection.

    Raises:
        DatelineError: it cannot be done.
        Stopped: it was interrupted, to be resumed; or cancelled.
    """
    table.start_or_status(id)
    for progress in engine.reembed(engine.collection(collection)):
        table.set_payload(id, PAYLOAD + msgspec.json.encode([progress]).decode())
        go_on()
    return JobStatus.DONE
