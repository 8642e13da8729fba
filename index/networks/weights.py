"""Model files: finding them, checking them, and reading their arrays."""

import hashlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from index.errors import SettingsError

Array = NDArray[Any]

WORDS = "embeddings.word_embeddings.weight"

_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "U8": "u1"}


class _Entry(msgspec.Struct, frozen=True):
    """The header entry of one array in a safetensors file."""

    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


def package_folder(package: str, install: str) -> Path:
    """The folder of an installed package, without importing it.

    Raises:
        SettingsError: it is not installed.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SettingsError(f"the package {package} is not installed; run: pip install {install}")
    return Path(spec.origin).parent


def check_sha256(path: Path, expected: str) -> None:
    """Check that a file has the expected contents.

    Raises:
        SettingsError: it is missing, unreadable or different.
    """
    try:
        status = path.stat()
        found = _sha256(path, status.st_size, status.st_mtime_ns)
    except OSError as exc:
        raise SettingsError(f"{path}: cannot be read ({exc}); reinstall the model") from exc
    if found != expected:
        raise SettingsError(
            f"{path}: not the expected model (sha256 {found}, expected {expected}); "
            "reinstall the package that contains it"
        )


@lru_cache(maxsize=8)
def _sha256(path: Path, _size: int, _modified: int) -> str:
    """Cached until the file changes, because embedder, reader and tagger share the base model."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_safetensors(path: Path) -> dict[str, Array]:
    """Read every array of a safetensors file, by its name without a leading "bert.".

    The arrays are views of the mapped file, so that several processes share one copy. They are
    copy-on-write, because OpenVINO would copy read-only memory. The format is an 8-byte
    little-endian length, a JSON header of that length, then the arrays.

    Raises:
        SettingsError: it is missing, damaged, or has a number type unknown to numpy.
    """
    try:
        data = np.memmap(path, np.uint8, mode="c")
        start = 8 + int(data[:8].view("<u8")[0])
        header = msgspec.json.decode(data[8:start].tobytes(), type=dict[str, dict[str, Any]])
        header.pop("__metadata__", None)
        entries = msgspec.convert(header, dict[str, _Entry])
        return {name.removeprefix("bert."): _view(data[start:], e) for name, e in entries.items()}
    except (OSError, ValueError, IndexError, KeyError, msgspec.MsgspecError) as exc:
        raise SettingsError(f"{path}: not a readable safetensors file ({exc})") from exc


def with_base_words(path: Path, base: Path) -> dict[str, Array]:
    """Read a fine-tuned network in float32, with the word embeddings of its base model.

    Training did not change these, so they are not stored twice.

    Raises:
        SettingsError: as `read_safetensors`.
    """
    own = {name: array.astype(np.float32) for name, array in read_safetensors(path).items()}
    return own | {WORDS: read_safetensors(base / "model.safetensors")[WORDS]}


def _view(data: Array, entry: _Entry) -> Array:
    first, end = entry.data_offsets
    return data[first:end].view(_DTYPES[entry.dtype]).reshape(entry.shape)
