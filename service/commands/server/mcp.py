"""`dateline mcp`: tools for a model over standard input and output."""

import sys
from typing import TYPE_CHECKING, Any

import click

from index.errors import NotFoundError
from service.commands.steps.context import open_engine, settings_of
from service.printing import unguarded

if TYPE_CHECKING:
    from service.engine import Engine


@click.command(name="mcp")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Serve the Model Context Protocol (MCP) over standard input and output.

    A running server offers the same tools at /mcp.
    """
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise NotFoundError("MCP is not installed; pip install 'dateline[mcp]'")
    import anyio

    with open_engine(settings_of(ctx)) as engine:
        engine.open()
        anyio.run(_serve, engine)


async def _serve(engine: "Engine") -> None:
    from importlib.metadata import version

    import anyio
    from mcp.server.stdio import stdio_server

    from service.channels.mcp.server import server
    from service.http.problems import problem_of

    one_by_one = anyio.CapacityLimiter(1)

    async def run(work: Any, *arguments: object) -> Any:
        def current() -> Any:
            # Others may have added articles since.
            engine.catalogue.follow_all()
            return work(engine, *arguments)

        return await anyio.to_thread.run_sync(current, limiter=one_by_one)

    served = server(version("dateline"), run, problem_of)
    guarded, sys.stdout = sys.stdout, unguarded(sys.stdout)
    try:
        async with stdio_server() as (incoming, outgoing):
            await served.run(incoming, outgoing, served.create_initialization_options())
    finally:
        sys.stdout = guarded
