"""`dateline reembed`: switch collections to the configured embedder."""

from typing import TYPE_CHECKING

import click

from service.commands.steps import options
from service.commands.steps.context import open_engine, settings_of
from service.commands.steps.terminal import Terminal

if TYPE_CHECKING:
    from index.store.values import Collection
    from service.engine import Engine


@click.command(name="reembed")
@options.collection
@click.pass_context
def command(ctx: click.Context, collection: str | None) -> None:
    """Switch one or all collections to the configured embedder.

    The old index stays in use until the new one is ready. You can interrupt the command at any time
    and run it again to continue.
    """
    settings = settings_of(ctx)
    terminal = Terminal(settings.language)
    with open_engine(settings) as engine:
        library = engine.library
        chosen = [library.collection(collection)] if collection else library.collections()
        for one in chosen:
            _reembed(terminal, engine, one)
        _report_calibration(terminal, engine)


def _reembed(terminal: Terminal, engine: "Engine", collection: "Collection") -> None:
    from index.reembed import Progress
    from service.commands.steps.reembedding import report

    name, embedder = collection.name, engine.settings.embedder
    total = report(terminal, name, engine.reembed(collection), Progress(0, 0)).total
    terminal.say("cli_reembedded", collection=name, embedder=embedder, total=total)
    if not engine.delete_old_vectors(collection):
        terminal.say("cli_reembed_old_in_use", err=True)


def _report_calibration(terminal: Terminal, engine: "Engine") -> None:
    """Warn if the calibration belongs to the old embedder and no longer applies."""
    from index.errors import SettingsError

    try:
        _ = engine.calibration
    except SettingsError:
        terminal.say("cli_reembed_calibration", err=True, file=engine.calibration_file)
