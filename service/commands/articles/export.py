"""`dateline export`: a collection as JSON lines."""

from contextlib import closing
from pathlib import Path

import click

from service.commands.steps import options
from service.commands.steps.context import open_library, settings_of
from service.commands.steps.terminal import Terminal


@click.command(name="export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="-")
@options.collection
@click.option("--embargoed", is_flag=True, help="Include articles under embargo.")
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    collection: str | None,
    embargoed: bool,  # noqa: FBT001
) -> None:
    """Write a collection as JSON lines: every version of every article."""
    from service.commands.steps.exported_versions import export_collection

    settings = settings_of(ctx)
    name = collection or settings.collection
    terminal = Terminal(settings.language)
    with closing(open_library(settings)) as library:
        count = export_collection(library, name, file, embargoed=embargoed)
        left_out = 0 if embargoed else library.held.count(library.collection(name))
    terminal.say("cli_exported", err=True, count=count)
    if left_out:
        terminal.say("cli_export_left_out", err=True, count=left_out)
