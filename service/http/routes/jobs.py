"""Ingestion jobs: their progress, and how to stop them."""

from typing import Annotated

from litestar import delete, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Meta

from service.access.keys import Scope
from service.http.requests.options import SCOPE
from service.http.runtime import Runtime
from service.wire.collections import JobOut
from service.wire.fields import KnownId

JobId = Annotated[KnownId, Meta(description="The job's id.")]
After = Annotated[
    int, Meta(ge=-1, le=2**31, description="Number of the last document already received.")
]


@get("/v1/jobs/{id:str}", tags=["Jobs"], opt={SCOPE: Scope.WRITE})
async def read_job(
    id: FromPath[JobId],
    runtime: NamedDependency[Runtime],
    after: FromQuery[After] = -1,
) -> JobOut:
    """Return a job with the outcomes of up to 1,000 documents, starting after number `after`."""
    return await runtime.look_up(runtime.jobs.report, id, after)


@delete("/v1/jobs/{id:str}", status_code=202, tags=["Jobs"], opt={SCOPE: Scope.WRITE})
async def cancel_job(
    id: FromPath[JobId],
    runtime: NamedDependency[Runtime],
) -> JobOut:
    """Stop a job after the current batch; what it has stored is kept."""
    return await runtime.look_up(runtime.jobs.cancel, id)


handlers = (read_job, cancel_job)
