"""Weight files: read, checked, and named where they are damaged or missing."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from index.errors import SettingsError
from index.networks.weights import Array, check_sha256, package_folder, read_safetensors


def test_arrays_come_back_from_their_file(tmp_path: Path) -> None:
    arrays: dict[str, Array] = {
        "bert.encoder.weight": np.arange(6, dtype=np.float32).reshape(2, 3),
        "ids": np.array([[1, 2]], np.int64),
        "one": np.array(7.5, np.float32),
    }
    save_file(arrays, tmp_path / "model.safetensors", metadata={"format": "pt"})

    found = read_safetensors(tmp_path / "model.safetensors")

    assert set(found) == {"encoder.weight", "ids", "one"}
    assert found["encoder.weight"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert found["ids"].dtype == np.int64
    assert found["one"].shape == ()


@pytest.mark.parametrize(
    "content", [b"", b"1234", b"\xff" * 64, b"\2" + b"\0" * 7 + b"[]", b"\5" + b"\0" * 7 + b"{"]
)
def test_a_damaged_weights_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)

    with pytest.raises(SettingsError, match=r"model\.safetensors: not a readable"):
        read_safetensors(path)


def test_a_weights_file_cut_short_is_named(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    save_file({"one": np.zeros(100, np.float32)}, path)
    path.write_bytes(path.read_bytes()[:-4])

    with pytest.raises(SettingsError, match=r"model\.safetensors: not a readable"):
        read_safetensors(path)


def test_a_file_with_other_contents_is_refused_and_named(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"weights")
    check_sha256(path, hashlib.sha256(b"weights").hexdigest())

    with pytest.raises(
        SettingsError, match=r"model\.safetensors: not the expected model.*reinstall"
    ):
        check_sha256(path, "0" * 64)


def test_a_file_that_changes_after_it_was_checked_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"weights")
    check_sha256(path, hashlib.sha256(b"weights").hexdigest())
    path.write_bytes(b"other weights")

    with pytest.raises(SettingsError, match="not the expected model"):
        check_sha256(path, hashlib.sha256(b"weights").hexdigest())


def test_a_missing_file_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="reinstall"):
        check_sha256(tmp_path / "absent", "0" * 64)


def test_a_missing_package_names_the_command_that_installs_it() -> None:
    with pytest.raises(SettingsError, match="pip install some-model"):
        package_folder("no_such_package_anywhere", "some-model")
