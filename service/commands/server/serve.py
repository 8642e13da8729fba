"""`dateline serve`: the page and the HTTP API."""

from typing import Any

import click

from service.commands.steps.context import settings_of, tell_of_new_library


@click.command(name="serve")
@click.option("--host", metavar="ADDRESS", help="Address to listen on (default: loopback).")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port (default: 8000).")
@click.option("--workers", type=click.IntRange(1), help="Number of server processes (default: 1).")
@click.option(
    "--demo", is_flag=True, default=None, help="Serve the demo articles, from their own folder."
)
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Serve the page and the HTTP API."""
    from service.access.exposure import check_address
    from service.http.process.serving import serve

    settings = settings_of(ctx, **given)
    check_address(settings.host)
    tell_of_new_library(settings)
    serve(settings)
