"""Tokens, batches, fingerprints and files: what embedders are made of."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from index.embedders import load
from index.errors import SettingsError
from index.networks.late_chunking import mean, to_unit_length
from index.networks.tokenizing import TOKENS, WindowTokenizer, batches, padded
from index.networks.vector_fingerprint import fingerprint
from index.networks.weights import Array, check_sha256, package_folder, read_safetensors

WORDS = ["[CLS]", "[SEP]", "[UNK]", "one", "two", "three"]


def small_tokens(window: int = 8) -> WindowTokenizer:
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 0), ("[SEP]", 1)]
    )
    return WindowTokenizer(tokenizer.to_str(), window)


def test_tokens_know_where_their_last_character_is() -> None:
    (found,) = small_tokens().encode(["one 🙂 two"])

    assert found.ids == [0, 3, 2, 4, 1]
    assert found.last.tolist() == [-1, 2, 4, 8, -1]


def test_a_long_text_is_cut_at_the_window_special_tokens_included() -> None:
    (found,) = small_tokens(window=8).encode(["one two three " * 50_000])

    assert found.ids == [0, 3, 4, 5, 3, 4, 5, 1]


def test_words_far_behind_much_white_space_are_still_read() -> None:
    (found,) = small_tokens(window=8).encode([" " * 300_000 + "one two"])

    assert found.ids == [0, 3, 4, 1]
    assert found.last.tolist()[1:3] == [300_002, 300_006]


def test_counting_in_pieces_changes_nothing() -> None:
    tokens = small_tokens()
    texts = ["one two\n" * 100_000, "three", "", "one " * 7, "two " * 400_000]

    assert tokens.count(texts) == [200_000, 1, 0, 7, 400_000]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 256), max_size=60))
def test_every_text_is_in_one_batch_whole_and_few_shapes_occur(lengths: list[int]) -> None:
    texts = [[row + 1] * length for row, length in enumerate(lengths)]

    made = list(batches(texts))

    assert sorted(row for batch in made for row in batch.rows) == list(range(len(texts)))
    for batch in made:
        rows, length = batch.ids.shape
        assert rows.bit_count() == 1
        assert rows == 1 or rows * length <= TOKENS
        for row, ids, mask in zip(batch.rows, batch.ids, batch.mask, strict=True):
            assert ids[: lengths[row]].tolist() == texts[row]
            assert not ids[lengths[row] :].any()
            assert mask.sum() == lengths[row]


def test_a_window_of_256_has_43_shapes() -> None:
    lengths = {padded(length) for length in range(1, 257)}

    assert sum((TOKENS // length).bit_length() for length in lengths) == 43


def test_the_mean_leaves_padding_out() -> None:
    tokens = np.array([[[1, 0], [3, 0], [100, 100]]], np.float32)

    assert mean(tokens, np.array([[1, 1, 0]], np.int32)).tolist() == [[2, 0]]


def test_a_zero_row_stays_zero() -> None:
    assert to_unit_length(np.array([[3, 4], [0, 0]], np.float32)).tolist() == pytest.approx(
        np.array([[0.6, 0.8], [0, 0]])
    )


def test_the_fingerprint_changes_with_each_of_its_facts() -> None:
    made = {
        fingerprint(weights="a", pooling="mean", window=256),
        fingerprint(weights="b", pooling="mean", window=256),
        fingerprint(weights="a", pooling="cls", window=256),
        fingerprint(weights="a", pooling="mean", window=128),
        fingerprint(weights="a", pooling="mean", window=256, question="query: "),
        fingerprint(weights="a", pooling="mean", window=256, passage="query: "),
    }

    assert len(made) == 6


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


@pytest.mark.parametrize("name", ["contract", "pretrained"])
def test_a_part_of_embedders_is_not_an_embedder(name: str) -> None:
    with pytest.raises(SettingsError, match="not an embedder"):
        load(name)
