"""`dateline reread`: analyse stored texts again."""

from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from service.commands.steps import options
from service.commands.steps.context import open_engine, settings_of
from service.commands.steps.terminal import Terminal

if TYPE_CHECKING:
    from index.store.values import Collection
    from service.engine import Engine


@click.command(name="reread")
@options.collection
@click.pass_context
def command(ctx: click.Context, collection: str | None) -> None:
    """Find quotations, sentences and boilerplate again, in one or all collections.

    Articles keep the analysis from when they were added. Run this after an upgrade to apply newer
    analysis; texts, versions and ids do not change. You can interrupt it and run it again.
    """
    settings = settings_of(ctx)
    terminal = Terminal(settings.language)
    with open_engine(settings) as engine:
        library = engine.library
        for one in [library.collection(collection)] if collection else library.collections():
            _reread(terminal, engine, one)


def _reread(terminal: Terminal, engine: "Engine", collection: "Collection") -> None:
    from index.reread import Reread
    from service.commands.steps.reembedding import report

    last = report(terminal, collection.name, engine.reread(collection), Reread(0, 0, 0))
    terminal.say("cli_reread_done", collection=collection.name, **to_builtins(last))
