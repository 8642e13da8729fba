"""`python -m eval.peers --corpus FILE --questions FILE`: Dateline beside other systems.

One run on the same articles and questions, one system after the other, each alone in its process.
Interrupted, it goes on with the next system; a system that crashes or hangs is a failed column.
Haystack and txtai need their environment: `make peers`.
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
from rich.console import Console

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

_ANSWERING = "the same model made never to say “no answer”, for systems that break off there"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print; the exit status, 1 where the files cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        reports = _run(options)
    except DatelineError as exc:
        print(exc, file=sys.stderr)
        return 1
    given = sys.argv[1:] if arguments is None else arguments
    _write(reports, options.out, f"python -m eval.peers {_shown(given)}")
    show(reports, Console())
    print(f"report: {options.out / 'peers.md'}", file=sys.stderr)
    return 0


def _run(options: argparse.Namespace) -> list[Report]:
    """Choose, write the articles down, and measure what was not measured before.

    Raises:
        InputError: the corpus or the questions cannot be read, or have nothing in common.
    """
    for folder in (options.reader, options.answering_reader):
        if folder and not folder.is_dir():
            raise UnreadableFileError(f"{folder}: is no folder of a model")
    asked = load(options.questions)
    documents = [item for item in read_paths([options.corpus]) if isinstance(item, Document)]
    sample = choose_sample(asked.cases, documents, options.articles, options.sample, options.seed)
    if not sample.cases:
        raise UnreadableFileError(f"{options.questions}: no answer stands in {options.corpus}")
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
            name=asked.name,
            sample=sample,
            articles=articles,
            seed=options.seed,
            clients=tuple(options.clients),
            limits=Limits(ingest=options.patience, ask=options.ask_patience, load=options.seconds),
        )
        names = options.systems or default(options.reader)
        return list(measure_all([SYSTEMS[name] for name in names], setup, task, options.out))


def _write(reports: Sequence[Report], out: Path, command: str) -> None:
    """peers.md, and peers.json without the records: these stand in each system's report.json."""
    bare = [structs.replace(report, records=[], command=command) for report in reports]
    write_durably(out / "peers.json", msgspec.json.format(msgspec.json.encode(bare), indent=1))
    write_durably(out / "peers.md", markdown(reports, command).encode())


def _shown(arguments: Sequence[str]) -> str:
    """The arguments without folders of this machine."""
    return shlex.join(part if part.startswith("-") else Path(part).name for part in arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.peers", description=__doc__)
    add = parser.add_argument
    add("--corpus", type=Path, required=True, help="articles, in any format that Dateline reads")
    add("--questions", type=Path, required=True, help="a question set")
    add("--articles", type=int, default=2000, help="use so many articles; 0: all")
    add("--sample", type=int, default=300, help="ask so many questions")
    add("--seed", type=int, default=0)
    add("--systems", nargs="+", choices=sorted(SYSTEMS), help="all, where none is named")
    add("--reader", type=Path, help="folder of a question answering model, for the peers")
    add("--answering-reader", type=Path, help=_ANSWERING)
    add("--reader-dtype", choices=DTYPES, default="float32")
    add("--dtype", choices=DTYPES, help="of the peers' embedder; the faster, where none is named")
    add("--threads", type=int, default=os.cpu_count() or 1, help="cores that each may use")
    add("--clients", type=int, nargs="+", default=[1, 16], help="so many at once")
    add("--seconds", type=float, default=20, help="how long each number of clients asks")
    add("--patience", type=float, default=4 * 3600, help="seconds to wait for ingestion")
    add("--ask-patience", type=float, default=120, help="seconds to wait for an answer")
    add("--peers-python", type=Path, default=PEERS_PYTHON, help="python of the peers' environment")
    add("--out", type=Path, default=Path("eval-reports") / "peers", help="folder of the reports")
    return parser


if __name__ == "__main__":
    sys.exit(main())
