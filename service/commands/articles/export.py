"""`dateline export`: a collection as JSON lines."""

from pathlib import Path

import click

from service.commands.steps import options
from service.commands.steps.context import open_library, settings_of
from service.commands.steps.terminal import Terminal


@click.command(name="export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="-")
@options.collection
@click.pass_context
def command(ctx: click.Context, file: Path, collection: str | None) -> None:
    """Write a collection as JSON lines: every version of every article."""
    from service.commands.steps.exported_versions import export_collection

    settings = settings_of(ctx)
    name = collection or settings.collection
    count = export_collection(open_library(settings), name, file)
    Terminal(settings.language).say("cli_exported", err=True, count=count)
