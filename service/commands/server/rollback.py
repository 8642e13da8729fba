"""`dateline rollback`: roll a data folder in use back to a backup."""

import tempfile
from pathlib import Path

import click

from service.commands.steps.context import open_engine, settings_of
from service.commands.steps.terminal import Terminal

_Folder = click.Path(file_okay=False, path_type=Path)


@click.command(name="rollback")
@click.argument("backup", type=_Folder)
@click.option(
    "--save",
    required=True,
    type=_Folder,
    metavar="FOLDER",
    help="New folder for a backup of the current state, made first.",
)
@click.pass_context
def command(ctx: click.Context, backup: Path, save: Path) -> None:
    """Roll the articles back to BACKUP, as written by `dateline backup create`.

    Later articles are deleted, changed ones reverted, and deleted ones restored. Conversations,
    feedback, keys, feeds, later collections and articles under embargo stay as they are. Running
    servers follow within a second.
    """
    from service.backups.making import make_backup
    from service.backups.manifest import verified
    from service.backups.restoring import restore_backup
    from service.commands.steps.going_back import rolled_back

    settings = settings_of(ctx)
    verified(backup)
    with open_engine(settings, calibrated=False) as engine:
        make_backup(settings, save)
        with tempfile.TemporaryDirectory(prefix=".rollback-", dir=settings.folder) as folder:
            copy = Path(folder) / "copy"
            restore_backup(backup, copy)
            went = rolled_back(engine, copy)
    Terminal(settings.language).say("cli_went_back", returned=went.returned, erased=went.erased)
