"""JSON Lines: one object per line."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects in a file, gzipped or not."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        yield from map(msgspec.json.decode, lines)
