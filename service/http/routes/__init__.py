"""Routes: one file per subject. Whatever a file here lists in `handlers` is served."""

from importlib import import_module
from pkgutil import iter_modules

from litestar.types import ControllerRouterHandler


def route_handlers() -> list[ControllerRouterHandler]:
    """The handlers of every file here."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return [handler for module in modules for handler in module.handlers]
