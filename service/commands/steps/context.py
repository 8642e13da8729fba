"""What commands open: settings, the library, the engine, the terminal's language."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from index.errors import SettingsError
from service.commands.steps.terminal import Terminal
from service.settings import Settings, load

if TYPE_CHECKING:
    # Only named here: `dateline config` must not load the database's library.
    from index.store.library import Library
    from index.store.values import Collection
    from service.engine import Engine


def settings_of(ctx: click.Context, **given: Any) -> Settings:
    """The settings, with the options of this command before everything else.

    Raises:
        SettingsError: an unknown setting, or an invalid value.
    """
    return load(**(ctx.obj or {}), **given)


def terminal_of(ctx: click.Context) -> Terminal:
    """The terminal in the language that is set; in English while settings cannot be read."""
    try:
        return Terminal(settings_of(ctx).language)
    except SettingsError:
        return Terminal()


def open_library(settings: Settings) -> "Library":
    """The library, without models or indexes."""
    from index.store.library import Library

    return Library(settings.database)


def named_collection(library: "Library", settings: Settings, name: str | None) -> "Collection":
    """The named collection, or the default one, which always exists.

    Raises:
        NotFoundError: there is no collection of that name.
    """
    if name is None:
        return library.create_collection(settings.collection)
    return library.collection(name)


@contextmanager
def open_engine(settings: Settings, *, calibrated: bool = True) -> "Generator[Engine]":
    """The engine with its models and indexes, closed at the end."""
    from service.engine import Engine

    engine = Engine(settings, calibrated=calibrated)
    try:
        yield engine
    finally:
        engine.close()
