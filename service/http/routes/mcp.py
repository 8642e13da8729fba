"""The Model Context Protocol over streamable HTTP, without sessions."""

from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from anyio import sleep_forever, to_thread
from litestar import post
from litestar.di import NamedDependency
from litestar.types import ASGIApp, Receive, Send
from litestar.types import Scope as HTTPScope

from index.errors import NotFoundError
from service.access.keys import Scope
from service.http.problems import problem_of
from service.http.requests.bodies import check_json
from service.http.requests.options import MOST_BYTES, SCOPE
from service.http.runtime import AnyRequest, Runtime

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

_MOST_BYTES = 1 << 20
_OPTIONS = {SCOPE: Scope.READ, MOST_BYTES: _MOST_BYTES}


# The protocol describes itself (`tools/list`), which OpenAPI could not.
@post("/mcp", status_code=200, include_in_schema=False, opt=_OPTIONS)
async def mcp(request: AnyRequest, runtime: NamedDependency[Runtime]) -> ASGIApp:
    """Handle one message and return the reply as JSON."""
    if find_spec("mcp") is None:
        raise NotFoundError("MCP is not installed here; pip install 'dateline[mcp]'")
    check_json(request)
    body = await request.body()
    _ = runtime.engine
    manager = await to_thread.run_sync(_manager, runtime)

    async def reply(scope: HTTPScope, receive: Receive, send: Send) -> None:
        async def replay() -> Any:
            if messages:
                return messages.pop()
            # A client that leaves cancels the request: nothing more comes.
            return await sleep_forever()

        del receive
        messages = [{"type": "http.request", "body": body, "more_body": False}]
        async with manager.run():
            await manager.handle_request(cast("Any", scope), replay, cast("Any", send))

    return reply


handlers = (mcp,)


def _manager(runtime: Runtime) -> "StreamableHTTPSessionManager":
    """A manager for this request only, imported on first use."""
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from service.channels.mcp.server import server

    async def run(work: Any, *arguments: object) -> Any:
        return await runtime.read(work, runtime.engine, *arguments)

    return StreamableHTTPSessionManager(
        server(version("dateline"), run, problem_of),
        json_response=True,
        stateless=True,
        max_request_body_size=_MOST_BYTES,
    )
