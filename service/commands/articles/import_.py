"""`dateline import`: read a file written by `dateline export`."""

from pathlib import Path

import click

from service.commands.steps import options
from service.commands.steps.context import open_engine, rule_of, settings_of
from service.commands.steps.terminal import Terminal


@click.command(name="import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="-")
@options.collection
@options.rule
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    collection: str | None,
    replace: bool,  # noqa: FBT001
    keep: bool,  # noqa: FBT001
) -> None:
    """Import a file written by `dateline export`.

    If an id already belongs to another story, the article is stored under a different id.
    """
    from service.commands.steps.exported_versions import import_collection
    from service.commands.steps.progress import kept_beside

    rule = rule_of(replace=replace, keep=keep)
    settings = settings_of(ctx)
    terminal = Terminal(settings.language)
    with open_engine(settings, calibrated=False, create=True) as engine:
        name = collection or settings.collection
        imported = import_collection(engine, name, file, rule)
        engine.settle(engine.collection(name))
    for outcome in imported.beside:
        click.echo(kept_beside(terminal, outcome), err=True)
    terminal.say("cli_imported", err=True, count=imported.stored, known=imported.known)
