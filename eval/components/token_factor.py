"""How many language-model tokens correspond to one word piece of our embedder.

`TIKTOKEN_CACHE_DIR=FOLDER python -m eval.components.token_factor --corpus FILE` needs tiktoken's
vocabulary in that folder. Without a vocabulary, `service/lookups/context.py` multiplies by the 99th
percentile.
"""

import argparse
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from index.embedders import load
from index.formats import read_paths
from index.records import Document

_ENCODINGS = ("o200k_base", "cl100k_base")
_CHARACTERS = 600
_FEWEST_PIECES = 20


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    import tiktoken

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="file or folder of articles")
    parser.add_argument("--articles", type=int, default=400, help="use at most this many")
    options = parser.parse_args(arguments)
    texts = _stretches(options.corpus, options.articles)
    pieces = np.asarray(load("minilm").count(texts))
    for name in _ENCODINGS:
        encoding = tiktoken.get_encoding(name)
        tokens = np.asarray([len(encoding.encode_ordinary(text)) for text in texts])
        factors = tokens / pieces
        p50, p99 = np.percentile(factors, [50, 99])
        print(f"{name}: {len(texts):,} stretches, p50 {p50:.3f}, p99 {p99:.3f}")


def _stretches(corpus: Path, articles: int) -> list[str]:
    """Pieces of articles, each about as long as a passage."""
    found = [d.text for d in islice(read_paths([corpus]), articles) if isinstance(d, Document)]
    stretches = [t[i : i + _CHARACTERS] for t in found for i in range(0, len(t), _CHARACTERS)]
    return [text for text in stretches if len(text.split()) > _FEWEST_PIECES]


if __name__ == "__main__":
    main()
