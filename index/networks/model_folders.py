"""Finds the folder of a sentence-transformers model, and the checksum of its weights."""

import hashlib
from pathlib import Path

from index.errors import SettingsError

_ORGANISATION = "sentence-transformers"
# The same weights for other runtimes, of which some repositories have many variants.
_NEVER_FETCHED = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf"]


def find_folder(name: str, *, allow_download: bool = False) -> Path:
    """Find a model given as a folder, or as a name in the local Hugging Face cache.

    Raises:
        SettingsError: it is not on this machine, or could not be downloaded.
    """
    folder = Path(name).expanduser()
    return folder if folder.is_dir() else _cached(name, allow_download=allow_download)


def sha256_of_weights(folder: Path) -> str:
    """One checksum over the weights and the tokenizer, independent of the folder's path.

    Raises:
        SettingsError: a file cannot be read.
    """
    sums = hashlib.sha256()
    try:
        for path in _weights(folder):
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            sums.update(f"{path.relative_to(folder).as_posix()} {found}\n".encode())
    except OSError as exc:
        raise SettingsError(f"{folder}: cannot be read ({exc})") from exc
    return sums.hexdigest()


def _weights(folder: Path) -> list[Path]:
    """The files that determine the vectors; .bin files only if there are no safetensors."""
    kinds = ("*.safetensors",) if list(folder.glob("*.safetensors")) else ("*.bin",)
    names = (*kinds, "*/*.safetensors", "tokenizer.json")
    return sorted({path for name in names for path in folder.glob(name)})


def _cached(name: str, *, allow_download: bool) -> Path:
    from huggingface_hub import snapshot_download

    repository = name if "/" in name else f"{_ORGANISATION}/{name}"
    try:
        found = snapshot_download(
            repository, local_files_only=not allow_download, ignore_patterns=_NEVER_FETCHED
        )
    except (OSError, ValueError) as exc:
        raise SettingsError(_missing(name, repository)) from exc
    return Path(found)


def _missing(name: str, repository: str) -> str:
    return (
        f"the model {name!r} is neither a folder nor in the local cache. Run "
        f"`hf download {repository}` on a machine with a network and copy the cache folder, "
        "or give the path of a model's folder, allow downloads, or use the default, minilm"
    )
