"""Finds the formats: every module of `index/formats/` that has a `create` is one."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, cast

from index.formats.contract import Format

_PACKAGE = "index.formats"


@cache
def format_names() -> tuple[str, ...]:
    """The names of all formats in alphabetical order."""
    modules = iter_modules(import_module(_PACKAGE).__path__)
    names = sorted(module.name for module in modules if not module.ispkg)
    return tuple(name for name in names if hasattr(_module(name), "create"))


@cache
def all_formats() -> dict[str, Format]:
    """Every format by name, for what does not depend on a file's declared charset."""
    return {name: load(name) for name in format_names()}


def load(name: str, charset: str | None = None) -> Format:
    """Build the format of that name for a file whose declared encoding is `charset`."""
    return cast("Format", _module(name).create(charset))


def _module(name: str) -> Any:
    return import_module(f"{_PACKAGE}.{name}")
