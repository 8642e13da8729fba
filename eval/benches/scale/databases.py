"""Compares SQLite and PostgreSQL: the cost of adding articles and of answering, alternating.

`python -m eval.benches.scale.databases --database ADDRESS`, where ADDRESS is an empty database:
`python -m tests.postgresql` starts a server for it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.sets import load as load_questions
from eval.support.machine import timed
from service.demo import articles_folder, questions_file
from service.engine import Engine
from service.settings import Settings, load
from service.wire.asking import AskRequest
from service.wire.passages import SearchRequest

_QUESTIONS = 150
_WARM = 20


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True, help="the address of an empty database")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, timed() as timing:
        places = {"file": "", "PostgreSQL": options.database}
        settings = {
            name: load({}, data=str(Path(folder) / name), database=address)
            for name, address in places.items()
        }
        table = Table("measure", *settings)
        table.add_row("dateline add, the demo", *map(_added, settings.values()))
        for what, times in _measured(list(settings.values())).items():
            table.add_row(what, *(f"{p50:.1f} ms (p95 {p95:.1f})" for p50, p95 in times))
    console = Console()
    console.print(table)
    console.print(f"{timing}")


def _added(settings: Settings) -> str:
    """CPU seconds of the command, and seconds by the clock."""
    before, start = os.times(), time.perf_counter()
    command = ("-m", "service", "--data", settings.data, "add", str(articles_folder()))
    given = {"DATELINE_DATABASE": settings.database} if settings.database else {}
    subprocess.run(
        [sys.executable, *command], env={**os.environ, **given}, check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after, seconds = os.times(), time.perf_counter() - start
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return f"{used:.1f} s CPU, {seconds:.1f} s"


def _measured(chosen: Sequence[Settings]) -> dict[str, list[tuple[float, float]]]:
    """The median and the 95th percentile for each database, in milliseconds."""
    from service.lookups.passages import find

    engines = [Engine(settings) for settings in chosen]
    for engine in engines:
        engine.open()
    texts = [case.question for case in load_questions(questions_file()).cases][:_QUESTIONS]
    kinds: dict[str, Callable[[Engine, str], object]] = {
        "an answer, p50": lambda engine, text: engine.answerer.answer(AskRequest(question=text)),
        "a search, p50": lambda engine, text: find(engine, SearchRequest(question=text)),
    }
    found = {}
    for what, work in kinds.items():
        times: list[list[float]] = [[] for _ in engines]
        for number, text in enumerate([*texts[:_WARM], *texts]):
            for engine, own in zip(engines, times, strict=True):
                start = time.perf_counter()
                work(engine, text)
                if number >= _WARM:
                    own.append((time.perf_counter() - start) * 1_000)
        found[what] = [tuple(np.percentile(own, (50, 95))) for own in times]
    for engine in engines:
        engine.close()
    return found


if __name__ == "__main__":
    main()
