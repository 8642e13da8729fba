"""`dateline backup`: a data folder backed up while it is in use, and put up again elsewhere.

`dateline restore` makes a replaced version of an article current again; what is done with backups
is below `dateline backup` alone, so that neither can be mistaken for the other.
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
    """Back up the data folder while it is in use; verify a backup; put one up in a new folder."""


@command.command()
@click.argument("folder", type=_Folder)
@click.option(
    "--since",
    type=_Folder,
    metavar="BACKUP",
    help="Write only what changed since this backup, which is needed from then on.",
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
    """Write a backup of this moment to a new FOLDER, and check it. Keys are left out."""
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
    """Compare every file of the backup in FOLDER, and of those it continues, with its checksum."""
    from service.backups.manifest import verified

    _report(ctx, verified(folder), "cli_backup_sound", folder, as_json=as_json)


@command.command()
@click.argument("folder", type=_Folder)
@click.argument("new_folder", type=_Folder)
@click.option(
    "--until",
    metavar="TIME|SEQUENCE",
    help="Leave out what came after this time, or after this change of the log.",
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
    """Put the backup in FOLDER up as a data folder, NEW_FOLDER, and verify it.

    Indexes are built at the first start; make new keys with `dateline keys`. With --until, each
    article has the version that it had then; what was erased between then and the backup stays so.
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
