"""`dateline migrate`: the library moved between the data folder's file and PostgreSQL."""

from contextlib import closing
from pathlib import Path

import click

from service.commands.steps.context import open_library, settings_of
from service.commands.steps.terminal import Terminal


@click.command(name="migrate")
@click.option(
    "--to",
    required=True,
    metavar="ADDRESS|FOLDER",
    help="An empty PostgreSQL database (postgresql+psycopg://...), or a new data folder.",
)
@click.pass_context
def command(ctx: click.Context, to: str) -> None:
    """Copy the whole library to another database, and compare every row.

    Stop servers first: what they write later stays where it is. The library that is copied is left
    as it is. `keys.json` and other files of the data folder are not copied.
    """
    from index.store.library import Library
    from index.store.moving import move

    settings = settings_of(ctx)
    with closing(open_library(settings)) as source:
        place = to if to.startswith("postgres") else Path(to) / settings.file.name
        with closing(Library(place)) as target:
            moved = move(source.database, target.database)
    terminal = Terminal(settings.language)
    terminal.say("cli_migrated", articles=moved.articles, rows=moved.rows)
