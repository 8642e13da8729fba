"""Example request bodies by type name, from `examples.json`."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


@cache
def examples() -> dict[str, list[Any]]:
    """All examples, by the type of the body."""
    data = files("service.http.document").joinpath("examples.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, list[Any]])
