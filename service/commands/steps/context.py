"""Opens what commands need: settings, library, engine, terminal."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.errors import NotFoundError, SettingsError, StoreError
from index.store.postgresql.address import without_password
from service.commands.steps.terminal import Terminal
from service.settings import Settings, load

if TYPE_CHECKING:
    # Only named here: `dateline config` must not load the database's library.
    from index.identity import Rule
    from index.store.library import Library
    from index.store.values import Collection
    from service.commands.steps.local_archive import LocalArchive
    from service.commands.steps.remote_archive import RemoteArchive
    from service.engine import Engine

    Archive = LocalArchive | RemoteArchive


def settings_of(ctx: click.Context, **given: Any) -> Settings:
    """The settings, overridden by this command's options.

    Raises:
        SettingsError: an unknown setting, or an invalid value.
    """
    chosen = {name: value for name, value in given.items() if value is not None}
    return load(**{**(ctx.obj or {}), **chosen})


def terminal_of(ctx: click.Context) -> Terminal:
    """The terminal in the language that is set; in English while settings cannot be read."""
    try:
        return Terminal(settings_of(ctx).language)
    except SettingsError:
        return Terminal()


def open_library(settings: Settings) -> "Library":
    """The library, without models or indexes.

    Raises:
        NotFoundError: there is none yet; only commands that add articles create one.
    """
    from index.store.library import Library

    require_library(settings)
    return Library(settings.library)


def require_library(settings: Settings) -> None:
    """Check that there is a library.

    Raises:
        NotFoundError: there is none; the message says how to create one.
        StoreError: there was one, but it is missing.
    """
    _check_folder(settings)
    if not _is_there(settings):
        if isinstance(settings.library, Path):
            from index.store.sqlite.database import check_not_lost

            check_not_lost(settings.library)
        remedy = "`dateline add` makes one, --data names another folder, and --demo the demo's"
        if settings.demo:
            remedy = "`dateline serve --demo` makes it"
        if settings.database:
            remedy = "`dateline add` makes one"
        raise NotFoundError(f"{_place_of(settings)}: there is no library here yet; {remedy}")


def tell_of_new_library(settings: Settings) -> None:
    """Announce a new library: the folder name may be a typo.

    Raises:
        StoreError: the place of the data folder is a file.
    """
    _check_folder(settings)
    if not _is_there(settings):
        _tell_of_new(settings)


def _tell_of_new(settings: Settings) -> None:
    Terminal(settings.language).say("cli_new_library", err=True, folder=_place_of(settings))


def _check_folder(settings: Settings) -> None:
    """Check that what should be the data folder, or a folder around it, is no file."""
    for place in (settings.folder, *settings.folder.parents):
        # What may not be looked at is told of by whoever opens it.
        with suppress(OSError):
            if place.is_file():
                raise StoreError(f"{place}: is a file, not a folder; name a folder for the data")


def _place_of(settings: Settings) -> str:
    """Where the library is, as messages say it."""
    return without_password(settings.database) or settings.data


def _is_there(settings: Settings) -> bool:
    place = settings.library
    # The usual case needs nothing of the database's library.
    if isinstance(place, Path) and place.exists():
        return True
    from index.store.opening import is_there

    return is_there(place)


def named_collection(library: "Library", settings: Settings, name: str | None) -> "Collection":
    """The named collection, or the default one.

    Raises:
        NotFoundError: there is no collection of that name.
    """
    return library.collection(name or settings.collection)


@contextmanager
def reading(ctx: click.Context, url: str | None) -> "Generator[Archive]":
    """What to read from: the running server at `url`, or the data folder.

    Raises:
        NotFoundError: there is no library in the data folder.
    """
    chosen = ctx.obj or {}
    if url is not None and (chosen.get("data") is not None or chosen.get("demo")):
        raise click.UsageError("--url cannot be used together with --data or --demo")
    archive = _archive(settings_of(ctx), url)
    try:
        yield archive
    finally:
        archive.close()


def _archive(settings: Settings, url: str | None) -> "Archive":
    if url is not None:
        from service.commands.steps.remote_archive import RemoteArchive

        return RemoteArchive(url, settings.language, settings.key)
    from service.commands.steps.local_archive import LocalArchive

    require_library(settings)
    return LocalArchive(settings)


def rule_of(*, replace: bool, keep: bool) -> "Rule":
    """The rule given by `--replace` and `--keep`.

    Raises:
        UsageError: both are given.
    """
    from index.identity import Rule

    if replace and keep:
        raise click.UsageError("use only one of --replace and --keep")
    return Rule.REPLACE if replace else Rule.KEEP if keep else Rule.JUDGE


@contextmanager
def open_engine(
    settings: Settings, *, calibrated: bool = True, create: bool = False
) -> "Generator[Engine]":
    """The engine with models and indexes, closed at the end; `create` creates a library.

    Raises:
        NotFoundError: there is no library, and none should be created.
    """
    from service.engine import Engine

    if create:
        _check_folder(settings)
    else:
        require_library(settings)
    is_new = not _is_there(settings)
    engine = Engine(settings, calibrated=calibrated)
    try:
        if is_new:
            _tell_of_new(settings)
        yield engine
    finally:
        engine.close()
