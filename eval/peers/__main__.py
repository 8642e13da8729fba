"""Compares Dateline with other systems: `python -m eval.peers --corpus FILE --questions FILE`.

All get the same articles and questions, one system after the other, each alone in its process. If
interrupted, a new run skips systems already measured; a system that crashes or hangs becomes a
failed column. Haystack and txtai need their own environment: `make peers`.
"""

import argparse
import os
import shlex
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import structs

from eval.peers.all_systems import measure_all
from eval.peers.measuring import Limits, Task
from eval.peers.protocol import DTYPES
from eval.peers.shared_sample import choose_sample, write_articles
from eval.peers.systems import PEERS_PYTHON, SYSTEMS, Setup, default
from eval.peers.table import markdown, show
from eval.records import Report
from eval.sets import load
from index.errors import DatelineError, UnreadableFileError
from index.files.durable import write_durably
from index.formats import read_paths
from index.records import Document
from service.printing import console

_ANSWERING = "the same model without “no answer”, for systems that crash on that prediction"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print; return the exit status, 1 if the files cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        reports = _run(options)
    except DatelineError as exc:
        print(exc, file=sys.stderr)
        return 1
    given = sys.argv[1:] if arguments is None else arguments
    _write(reports, options.out, f"python -m eval.peers {_shown(given)}")
    show(reports, console())
    print(f"report: {options.out / 'peers.md'}", file=sys.stderr)
    return 0


def _run(options: argparse.Namespace) -> list[Report]:
    """Sample, write the articles to a file, and measure the systems not yet measured.

    Raises:
        InputError: the corpus or the questions cannot be read, or have nothing in common.
    """
    for folder in (options.reader, options.answering_reader):
        if folder and not folder.is_dir():
            raise UnreadableFileError(f"{folder}: not a folder; expected that of a model")
    question_set = load(options.questions)
    documents = [item for item in read_paths([options.corpus]) if isinstance(item, Document)]
    sample = choose_sample(
        question_set.cases, documents, options.articles, options.sample, options.seed
    )
    if not sample.cases:
        raise UnreadableFileError(f"{options.questions}: {options.corpus} contains no answer to it")
    options.out.mkdir(parents=True, exist_ok=True)
    setup = Setup(
        peers_python=options.peers_python,
        reader=options.reader,
        answering_reader=options.answering_reader,
        reader_dtype=options.reader_dtype,
        dtype=options.dtype,
        threads=options.threads,
    )
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        write_articles(sample.documents, articles)
        task = Task(
            name=question_set.name,
            sample=sample,
            articles=articles,
            seed=options.seed,
            clients=tuple(options.clients),
            limits=Limits(ingest=options.patience, ask=options.ask_patience, load=options.seconds),
        )
        names = options.systems or default(options.reader)
        return list(measure_all([SYSTEMS[name] for name in names], setup, task, options.out))


def _write(reports: Sequence[Report], out: Path, command: str) -> None:
    """Write peers.md, and peers.json without records, which are in each system's report.json."""
    bare = [structs.replace(report, records=[], command=command) for report in reports]
    write_durably(out / "peers.json", msgspec.json.format(msgspec.json.encode(bare), indent=1))
    write_durably(out / "peers.md", markdown(reports, command).encode())


def _shown(arguments: Sequence[str]) -> str:
    """The arguments, with paths reduced to names."""
    return shlex.join(part if part.startswith("-") else Path(part).name for part in arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.peers", description=__doc__)
    add = parser.add_argument
    add("--corpus", type=Path, required=True, help="articles, in any format that Dateline reads")
    add("--questions", type=Path, required=True, help="a question set")
    add("--articles", type=int, default=2000, help="number of articles to use; 0: all")
    add("--sample", type=int, default=300, help="number of questions to ask")
    add("--seed", type=int, default=0, help="for the sample and the intervals")
    add("--systems", nargs="+", choices=sorted(SYSTEMS), help="systems to compare; default: all")
    add("--reader", type=Path, help="folder of a question answering model, for the peers")
    add("--answering-reader", type=Path, help=_ANSWERING)
    add("--reader-dtype", choices=DTYPES, default="float32", help="number type of that model")
    add("--dtype", choices=DTYPES, help="of the peers' embedder; default: whichever is faster")
    add("--threads", type=int, default=os.cpu_count() or 1, help="cores per system")
    add("--clients", type=int, nargs="+", default=[1, 16], help="concurrent clients to try")
    add("--seconds", type=float, default=20, help="how long to ask with each number of clients")
    add("--patience", type=float, default=4 * 3600, help="seconds to wait for ingestion")
    add("--ask-patience", type=float, default=120, help="seconds to wait for an answer")
    add("--peers-python", type=Path, default=PEERS_PYTHON, help="python of the peers' environment")
    add("--out", type=Path, default=Path("eval-reports") / "peers", help="folder for the reports")
    return parser


if __name__ == "__main__":
    sys.exit(main())
