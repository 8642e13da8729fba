"""Reads files of rows, hashes files (what was measured, by which code), and writes fits."""

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

_CODE = (".py", ".json", ".toml", ".txt")


def hash_files(paths: Iterable[Path]) -> str:
    """SHA-256 over the files' bytes, in order of their names."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def code_in(folder: Path) -> list[Path]:
    """The files in a folder that decide its behaviour; weights are covered by their JSON files."""
    return [path for path in folder.rglob("*") if path.suffix in _CODE and path.is_file()]


def write_json(path: Path, value: object) -> None:
    """Write what is fitted as JSON that people can read."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects in a file, gzipped or not."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        yield from map(msgspec.json.decode, lines)
