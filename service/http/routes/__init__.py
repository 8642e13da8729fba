"""Routes: one file per subject. The `handlers` of each file are served."""

from importlib import import_module
from pkgutil import iter_modules

from litestar import HttpMethod
from litestar.handlers import HTTPRouteHandler


def route_handlers() -> list[HTTPRouteHandler]:
    """The handlers of all files here; every GET route also answers HEAD."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    handlers: list[HTTPRouteHandler] = [one for module in modules for one in module.handlers]
    for handler in handlers:
        if HttpMethod.GET in handler.http_methods:
            handler.http_methods.add(HttpMethod.HEAD)
        # Cached once parsed: each application copies the handlers together with it.
        _ = handler.parsed_fn_signature
    return handlers
