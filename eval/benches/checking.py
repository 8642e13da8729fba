"""The cost of checking a draft: `python -m eval.benches.checking --data FOLDER [FOLDER ...]`.

Checks drafts of ten quotations each, taken from the library: unchanged, altered, misattributed, and
invented. Times are CPU times, so that other work on the machine does not affect them; libraries are
compared with the first one.
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.components.drafts import Said, Sources, make_drafts, said_in
from service.drafts.checking import check
from service.engine import Engine
from service.settings import load
from service.wire.drafts import CheckRequest

_ARTICLES = 400
_QUOTATIONS = 10
_WARM_UP = 3
_SEED = 23


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="data folders")
    parser.add_argument("--drafts", type=int, default=40, help="so many drafts")
    options = parser.parse_args(arguments)
    table = Table("passages", "a draft of ten, p50", "p95", "ratio of p50")
    first = 0.0
    for data in options.data:
        passages, times = _measured(data, options.drafts)
        p50, p95 = np.percentile(times, [50, 95])
        first = first or p50
        table.add_row(f"{passages:,}", f"{p50:.0f} ms", f"{p95:.0f} ms", f"{p50 / first:.2f}")
    Console().print(table)


def _measured(data: Path, count: int) -> tuple[int, list[float]]:
    engine = Engine(load({}, data=str(data)))
    engine.open()
    times = []
    for draft in _drafts(engine, count + _WARM_UP):
        start = time.process_time()
        check(engine, CheckRequest(text=draft))
        times.append((time.process_time() - start) * 1000)
    passages = engine.library.log.count_passages(engine.collection(None))
    engine.close()
    return passages, times[_WARM_UP:]


def _drafts(engine: Engine, count: int) -> list[str]:
    """Drafts of quotations of articles from all over the library, and of their words mixed."""
    chance = random.Random(_SEED)  # noqa: S311
    collection = engine.collection(None)
    ids = [one.id for one in engine.library.all_articles(collection)]
    said = [
        one
        for id_ in chance.sample(ids, min(_ARTICLES, len(ids)))
        for one in said_in(engine.library.article(collection, id_))
    ]
    words = [word for one in said for word in one.words.split()]
    invented = [Said(" ".join(chance.choices(words, k=20)), one.speaker) for one in said]
    made = make_drafts(Sources(said, invented), count * _QUOTATIONS, chance)
    texts = [one.text for one in made]
    return ["\n\n".join(texts[at::count]) for at in range(count)]


if __name__ == "__main__":
    main()
