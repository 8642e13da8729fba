"""Speed of the default embedder: `python -m eval.benches.embedders`.

It is compared with the same model in plain sentence-transformers, in float32 and bfloat16, on the
same passages in the same run: rounds take turns, and the best round counts, because on a shared
machine the others mostly measure other tenants. Start-up times and memory are those of fresh
processes that embed one question and one batch of passages. Read the figures as ratios.
"""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import click
import numpy as np
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from eval.support.machine import peak_megabytes, timed
from index.embedders import load
from index.networks.base_model import model_folder
from index.records import Vectors

_ROOT = Path(__file__).resolve().parents[2]
_NEWS = _ROOT.parent / "shared" / "data" / "news_corpus" / "articles.jsonl.gz"
_DEMO = _ROOT / "service" / "demo" / "articles"
_WORDS = 130
_PASSAGES_AN_ARTICLE = 6
_QUESTIONS = 25


class Contestant(Struct, frozen=True):
    """One implementation of the embedder."""

    passages: Callable[[Sequence[str]], Vectors]
    question: Callable[[str], object]


class Result(Struct, kw_only=True):
    """Passages per second in the best round; milliseconds per question; cosine with float32."""

    best: float = 0.0
    milliseconds: list[float] = []
    cosine: float = 1.0


@click.command()
@click.option("--passages", "count", default=48, show_default=True, type=click.IntRange(8))
@click.option("--rounds", default=2, show_default=True, type=click.IntRange(1))
@click.option("--only", hidden=True, type=click.Choice(["ours", "float32", "bfloat16"]))
def main(count: int, rounds: int, only: str | None) -> None:
    """Compare the default embedder with plain sentence-transformers."""
    texts = list(islice(_passages(), count))
    if only:
        click.echo(json.dumps(_start(only, texts[:32])))
        return
    starts = {name: _fresh_process(name) for name in _CONTESTANTS}
    contestants = {name: make() for name, make in _CONTESTANTS.items()}
    with timed() as timing:
        results = _compare(contestants, texts, rounds)
    _show(results, starts)
    click.echo(f"{count} passages of about {_WORDS} words, {rounds} rounds: {timing}")


def _ours() -> Contestant:
    embedder = load("minilm")
    return Contestant(
        passages=lambda texts: embedder.embed_passages(texts, [[] for _ in texts])[0],
        question=lambda text: embedder.embed_questions([text]),
    )


def _plain(precision: str) -> Contestant:
    library: Any = import_module("sentence_transformers")
    import_module("transformers.utils.logging").disable_progress_bar()
    model = library.SentenceTransformer(
        str(model_folder()),
        device="cpu",
        local_files_only=True,
        model_kwargs={"dtype": getattr(import_module("torch"), precision)},
    )

    def embed(texts: Sequence[str]) -> Vectors:
        found = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, np.float32)

    return Contestant(passages=embed, question=lambda text: embed([text]))


_CONTESTANTS: dict[str, Callable[[], Contestant]] = {
    "ours": _ours,
    "float32": lambda: _plain("float32"),
    "bfloat16": lambda: _plain("bfloat16"),
}


def _start(name: str, texts: Sequence[str]) -> dict[str, float]:
    """Seconds from the first import to the first embedded question, and peak memory."""
    start = time.perf_counter()
    contestant = _CONTESTANTS[name]()
    contestant.question("What did it cost?")
    seconds = time.perf_counter() - start
    contestant.passages(texts)
    return {"seconds": seconds, "megabytes": peak_megabytes()}


def _fresh_process(name: str) -> dict[str, float]:
    command = [sys.executable, "-m", "eval.benches.embedders", "--only", name]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def _compare(
    contestants: dict[str, Contestant], texts: Sequence[str], rounds: int
) -> dict[str, Result]:
    exact = contestants["float32"].passages(texts)
    results = {name: Result() for name in contestants}
    for name, contestant in contestants.items():
        cosines = np.sum(contestant.passages(texts) * exact, axis=1)
        results[name].cosine = float(cosines.min())
    for _ in range(rounds):
        for name, contestant in contestants.items():
            _round(contestant, texts, results[name])
    return results


def _round(contestant: Contestant, texts: Sequence[str], result: Result) -> None:
    start = time.perf_counter()
    contestant.passages(texts)
    result.best = max(result.best, len(texts) / (time.perf_counter() - start))
    for text in islice(texts, _QUESTIONS):
        start = time.perf_counter()
        contestant.question(" ".join(text.split()[:10]) + "?")
        result.milliseconds.append(1000 * (time.perf_counter() - start))


def _show(results: dict[str, Result], starts: dict[str, dict[str, float]]) -> None:
    table = Table("", "passages/s", "question p50", "p95", "start", "memory", "least cosine")
    for name, result in results.items():
        p50, p95 = np.percentile(result.milliseconds, [50, 95])
        table.add_row(
            name,
            f"{result.best:.0f}",
            f"{p50:.1f} ms",
            f"{p95:.1f} ms",
            f"{starts[name]['seconds']:.1f} s",
            f"{starts[name]['megabytes']:.0f} MB",
            f"{result.cosine:.5f}",
        )
    Console().print(table)


def _passages() -> Iterator[str]:
    for text in _articles():
        words = text.split()[: _WORDS * _PASSAGES_AN_ARTICLE]
        for start in range(0, len(words), _WORDS):
            yield " ".join(words[start : start + _WORDS])


def _articles() -> Iterator[str]:
    """The articles of a news corpus, if available; else the demo's."""
    if not _NEWS.exists():
        yield from (path.read_text("utf-8") for path in sorted(_DEMO.rglob("*.md")))
        return
    with gzip.open(_NEWS, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines)


if __name__ == "__main__":
    main()
