"""`dateline import`: what `dateline export` wrote, read back."""

from pathlib import Path

import click

from service.commands.steps import options
from service.commands.steps.context import open_engine, settings_of
from service.commands.steps.terminal import Terminal


@click.command(name="import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="-")
@options.collection
@click.pass_context
def command(ctx: click.Context, file: Path, collection: str | None) -> None:
    """Read a file that `dateline export` wrote."""
    from service.commands.steps.exported_versions import import_collection

    settings = settings_of(ctx)
    with open_engine(settings, calibrated=False, create=True) as engine:
        count = import_collection(engine, collection or settings.collection, file)
    Terminal(settings.language).say("cli_imported", err=True, count=count)
