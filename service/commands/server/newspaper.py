"""`dateline newspaper`: the widget on a page of another site."""

from contextlib import suppress

import click

from service.commands.steps.context import settings_of
from service.commands.steps.terminal import Terminal
from service.demo.newspaper import PATH, newspaper_server


@click.command(name="newspaper")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65_535))
@click.option(
    "--server",
    metavar="URL",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="The service to load the widget from.",
)
@click.pass_context
def command(ctx: click.Context, port: int, server: str) -> None:
    """Serve a demo newspaper page with the widget.

    The page has its own origin, which the service must allow. Start it with, for example,
    DATELINE_CORS_ORIGINS=http://127.0.0.1:8001.
    """
    try:
        served = newspaper_server(port, server.rstrip("/"))
    except OSError as exc:
        raise click.ClickException(f"port {port}: {exc.strerror}") from exc
    origin = f"http://127.0.0.1:{port}"
    Terminal(settings_of(ctx).language).say("cli_newspaper", address=origin + PATH, origin=origin)
    with served, suppress(KeyboardInterrupt):
        served.serve_forever()
