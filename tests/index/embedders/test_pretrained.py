"""Any sentence-transformers model, through torch."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embedders import load
from index.embedders.contract import Embedder
from index.embedders.pretrained import load_model
from index.errors import SettingsError
from index.networks.model_folders import model_folder, sha256_of_weights
from index.records import Span

ROOT = Path(__file__).resolve().parents[3]
TEXT = "The bridge opens in May. It cost 40 million euros."
SPANS = [Span(0, 24), Span(25, 50)]


@pytest.fixture(scope="module")
def plain() -> Embedder:
    return load_model(str(model_folder()))


@pytest.fixture(scope="module")
def prompted() -> Embedder:
    return load(str(model_folder()), question_prompt="query: ", passage_prompt="passage: ")


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """The first token's state, through a dense layer to 64 dimensions; with prompts of its own."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules.dense import Dense
    from sentence_transformers.base.modules.transformer import Transformer
    from sentence_transformers.sentence_transformer.modules.pooling import Pooling

    modules = [Transformer(str(model_folder())), Pooling(384, "cls"), Dense(384, 64)]
    folder = tmp_path_factory.mktemp("models") / "dense"
    made = SentenceTransformer(modules=modules, prompts={"query": "Q: ", "document": "D: "})
    made.save_pretrained(str(folder), create_model_card=False)
    return load_model(str(folder))


@pytest.mark.gate
@pytest.mark.model
def test_it_gives_the_vectors_of_the_default_for_the_same_model(plain: Embedder) -> None:
    default = load("minilm")

    (row,), (inner,) = plain.embed_passages([TEXT], [SPANS])

    (expected,), (expected_inner,) = default.embed_passages([TEXT], [SPANS])
    assert row @ expected > 0.999
    assert np.sum(inner * expected_inner, axis=1).min() > 0.999
    assert plain.count([TEXT]) == default.count([TEXT])
    assert (plain.dim, plain.window) == (384, 256)


@pytest.mark.gate
@pytest.mark.model
def test_prompts_are_put_before_the_texts(plain: Embedder, prompted: Embedder) -> None:
    (question,) = prompted.embed_questions(["When does it open?"])
    (passage,), _ = prompted.embed_passages([TEXT], [[]])

    (expected,) = plain.embed_questions(["query: When does it open?"])
    (expected_passage,), _ = plain.embed_passages(["passage: " + TEXT], [[]])
    assert question @ expected > 0.9999
    assert passage @ expected_passage > 0.9999


@pytest.mark.gate
@pytest.mark.model
def test_spans_stay_where_they_are_behind_a_prompt(plain: Embedder, prompted: Embedder) -> None:
    _, (inner,) = prompted.embed_passages([TEXT], [SPANS])

    moved = [Span(span.start + 9, span.end + 9) for span in SPANS]
    _, (expected,) = plain.embed_passages(["passage: " + TEXT], [moved])
    assert np.sum(inner * expected, axis=1).min() > 0.9999


@pytest.mark.gate
@pytest.mark.model
def test_a_prompt_takes_its_part_of_the_window(prompted: Embedder) -> None:
    assert prompted.window == 256 - len(["passage", ":"])


@pytest.mark.gate
@pytest.mark.model
def test_prompts_change_the_fingerprint(plain: Embedder, prompted: Embedder) -> None:
    assert plain.fingerprint != prompted.fingerprint
    assert plain.fingerprint == load_model(str(model_folder())).fingerprint


@pytest.mark.gate
@pytest.mark.model
def test_modules_after_pooling_apply_to_spans_too(dense: Embedder) -> None:
    (row,), (inner,) = dense.embed_passages([TEXT], [[Span(0, 50), Span(900, 950)]])

    assert row.shape == (64,)
    assert inner.shape == (2, 64)
    np.testing.assert_allclose(np.linalg.norm(inner, axis=1), [1, 0], atol=1e-5)


@pytest.mark.gate
@pytest.mark.model
def test_a_model_brings_its_own_prompts(dense: Embedder) -> None:
    (question,) = dense.embed_questions(["Who?"])
    (passage,), _ = dense.embed_passages(["Who?"], [[]])

    assert question @ passage < 0.9999
    assert dense.window == 512 - len(["d", ":"])


@pytest.mark.gate
@pytest.mark.model
def test_eight_threads_get_what_one_gets(plain: Embedder) -> None:
    batches = [[f"{TEXT} {number} {row}" for row in range(5)] for number in range(8)]
    serial = [plain.embed_passages(batch, [SPANS] * 5)[0] for batch in batches]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda batch: plain.embed_passages(batch, [SPANS] * 5)[0], batches))

    np.testing.assert_allclose(found, serial, atol=1e-5)


def test_a_missing_model_says_how_to_get_it_and_asks_no_network() -> None:
    script = """if True:
        import sys
        def watch(event, arguments):
            if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
                print("ATTEMPT", event)
        sys.addaudithook(watch)
        from index.embedders import load
        from index.errors import SettingsError
        try:
            load("some-organisation/no-such-model")
        except SettingsError as exc:
            print(exc)
    """
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "ATTEMPT" not in done.stdout
    assert "hf download some-organisation/no-such-model" in done.stdout


@pytest.mark.model
def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=tmp_path.name):
        load(str(tmp_path))


def test_the_sum_over_weights_ignores_where_they_lie_and_older_formats(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name / "2_Dense").mkdir(parents=True)
        (tmp_path / name / "model.safetensors").write_bytes(b"weights")
        (tmp_path / name / "2_Dense" / "model.safetensors").write_bytes(b"dense")
    (tmp_path / "second" / "pytorch_model.bin").write_bytes(b"the same, older")

    assert sha256_of_weights(tmp_path / "first") == sha256_of_weights(tmp_path / "second")
    (tmp_path / "second" / "2_Dense" / "model.safetensors").write_bytes(b"other")
    assert sha256_of_weights(tmp_path / "first") != sha256_of_weights(tmp_path / "second")
