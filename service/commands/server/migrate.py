"""`dateline migrate`: move the library between SQLite and PostgreSQL."""

from contextlib import closing
from functools import partial
from pathlib import Path

import click

from service.commands.steps.context import open_library, settings_of
from service.commands.steps.terminal import Terminal


@click.command(name="migrate")
@click.option(
    "--to",
    metavar="ADDRESS|FOLDER",
    help="An empty PostgreSQL database (postgresql+psycopg://...), or a new data folder.",
)
@click.option(
    "--stay",
    is_flag=True,
    help="Abandon a move, or make a moved library writable again.",
)
@click.pass_context
def command(ctx: click.Context, to: str | None, *, stay: bool) -> None:
    """Move the whole library to another database, and compare every row.

    Servers can keep running. At the end, the old library becomes read-only. If interrupted, run the
    command again to continue.
    `keys.json` and other files in the data folder are not copied.
    """
    if stay == (to is not None):
        raise click.UsageError("give either --to or --stay")
    settings = settings_of(ctx)
    terminal = Terminal(settings.language)
    with closing(open_library(settings)) as source:
        if to is None:
            from index.store.moving.mover import stay as give_up

            terminal.say("cli_stays" if give_up(source.database) else "cli_not_moved")
            return
        from index.store.moving.mover import move
        from index.store.opening import open_database
        from index.store.postgresql.address import without_password

        place = to if to.startswith("postgres") else Path(to) / settings.file.name
        with closing(open_database(place)) as target:
            where = without_password(to) if to is place else str(Path(to).resolve())
            waiting = partial(terminal.say, "cli_waits_for_jobs", err=True)
            moved = move(source.database, target, where, waiting)
    terminal.say("cli_migrated", articles=moved.articles, rows=moved.rows)
