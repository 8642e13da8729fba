"""`dateline backup`: back up a data folder in use, and restore it elsewhere.

`dateline restore` makes an earlier version of an article current again. Everything about backups is
a subcommand of `dateline backup`, so that the two cannot be confused.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.commands.steps import options
from service.commands.steps.context import require_library, settings_of
from service.commands.steps.terminal import Terminal, print_json

if TYPE_CHECKING:
    from service.backups.manifest import Manifest

_MEGABYTE = 1 << 20
_Folder = click.Path(file_okay=False, path_type=Path)


@click.group(name="backup")
def command() -> None:
    """Back up a data folder in use, verify a backup, or restore it to a new folder."""


@command.command()
@click.argument("folder", type=_Folder)
@click.option(
    "--since",
    type=_Folder,
    metavar="BACKUP",
    help="Write only changes since this backup, which is then needed to restore.",
)
@options.as_json
@click.pass_context
def create(
    ctx: click.Context,
    /,
    folder: Path,
    since: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Write and verify a backup of the current state in a new FOLDER. Keys are not included."""
    from service.backups.making import make_backup

    settings = settings_of(ctx)
    if not settings.database:
        require_library(settings)
    _report(ctx, make_backup(settings, folder, since), "cli_backup_made", folder, as_json=as_json)


@command.command()
@click.argument("folder", type=_Folder)
@options.as_json
@click.pass_context
def verify(ctx: click.Context, /, folder: Path, as_json: bool) -> None:  # noqa: FBT001
    """Verify the checksum of every file of the backup in FOLDER and of its base backups."""
    from service.backups.manifest import verified

    _report(ctx, verified(folder), "cli_backup_sound", folder, as_json=as_json)


@command.command()
@click.argument("folder", type=_Folder)
@click.argument("new_folder", type=_Folder)
@click.option(
    "--until",
    metavar="TIME|SEQUENCE",
    help="Leave out changes after this time or log position.",
)
@options.as_json
@click.pass_context
def restore(
    ctx: click.Context,
    /,
    folder: Path,
    new_folder: Path,
    until: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Restore the backup in FOLDER to a new data folder, NEW_FOLDER, and verify it.

    The first start builds the indexes; create new keys with `dateline keys`. With --until, each
    article gets the version it had then; articles deleted before the backup stay deleted.
    """
    from index.going_back import WentBack
    from service.backups.restoring import restore_backup
    from service.commands.steps.going_back import moment, taken_back

    settings, went = settings_of(ctx), WentBack()
    point = None if until is None else moment(until)

    def finish(made: Path) -> None:
        nonlocal went
        if point is not None:
            went = taken_back(settings, made, point)

    manifest = restore_backup(folder, new_folder, finish)
    _report(ctx, manifest, "cli_backup_restored", new_folder, as_json=as_json)
    if point is not None:
        terminal = Terminal(settings.language)
        terminal.say("cli_went_back", err=as_json, returned=went.returned, erased=went.erased)


def _report(
    ctx: click.Context, manifest: "Manifest", message: str, folder: Path, *, as_json: bool
) -> None:
    if as_json:
        print_json(manifest)
        return
    articles = sum(one.articles for one in manifest.collections)
    Terminal(settings_of(ctx).language).say(
        message,
        folder=str(folder),
        articles=articles,
        megabytes=-(-manifest.size // _MEGABYTE),
        created=manifest.created,
    )
