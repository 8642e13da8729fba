"""Ingestion jobs: their progress, and how to stop them."""

from litestar import delete, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from service.http.runtime import Runtime
from service.wire import JobOut


@get("/v1/jobs/{id:str}", tags=["Jobs"])
async def read_job(
    id: FromPath[str],
    runtime: NamedDependency[Runtime],
    after: FromQuery[int] = -1,
) -> JobOut:
    """A job with the outcome of its documents: up to 1,000, those after the number `after`."""
    return await runtime.read(runtime.jobs.report, id, after)


@delete("/v1/jobs/{id:str}", status_code=202, tags=["Jobs"])
async def cancel_job(
    id: FromPath[str],
    runtime: NamedDependency[Runtime],
) -> JobOut:
    """Stop a job after the current batch; what it has stored is kept."""
    return await runtime.read(runtime.jobs.cancel, id)


handlers = (read_job, cancel_job)
