"""How many files of the project one trip through it touches: `python -m tests.tools.trips`.

A trip is a question or a command, run on the demo articles; a file counts once a function of it is
called. Who changes a part has to know the files of its trip, so fewer are better, and so are fewer
rooms (a folder or a file at the top of a part). `--files` lists them.
"""

import argparse
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import FrameType

from click.testing import CliRunner

from service.commands.cli import main as dateline
from service.demo import articles_folder
from service.engine import Engine
from service.settings import load
from service.wire.asking import AskRequest

_ROOT = Path(__file__).resolve().parents[2]
_PARTS = tuple(f"{_ROOT / part}/" for part in ("index", "service", "prompts", "eval"))


def main() -> None:
    """Print a line for each trip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", action="store_true", help="list the files of each trip")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-trips-") as folder:
        for name, files in trips(Path(folder)).items():
            rooms = {"/".join(file.split("/")[:2]) for file in files}
            print(f"{len(files):4} files in {len(rooms):2} rooms  {name}")  # noqa: T201
            if options.files:
                print("".join(f"        {file}\n" for file in sorted(files)), end="")  # noqa: T201


def trips(folder: Path) -> dict[str, set[str]]:
    """The files that each trip touches, by what is done."""
    article = next(articles_folder().rglob("*.html"))
    run = ["--data", str(folder)]
    found = {"dateline add ARTICLE.html": _touched(lambda: _command([*run, "add", str(article)]))}
    _command([*run, "add", str(articles_folder())])
    engine = Engine(load({}, data=str(folder)))
    try:
        for question in ("How much was Brightwater fined?", "What did Carney say about the USMCA?"):
            asked = AskRequest(question=question)
            engine.answerer.answer(asked)  # what is built at the first question is not counted
            found[question] = _touched(partial(engine.answerer.answer, asked))
    finally:
        engine.close()
    found["dateline list"] = _touched(lambda: _command([*run, "list"]))
    return found


def _command(arguments: list[str]) -> None:
    result = CliRunner().invoke(dateline, arguments, catch_exceptions=False)
    if result.exit_code:
        raise SystemExit(result.output)


def _touched(trip: Callable[[], object]) -> set[str]:
    files: set[str] = set()
    with _profiled(files):
        trip()
    return {str(Path(file).relative_to(_ROOT)) for file in files}


@contextmanager
def _profiled(files: set[str]) -> Iterator[None]:
    """Collect the files whose functions are called, in every thread; not bodies of classes."""

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_flags & CO_OPTIMIZED and code.co_filename.startswith(_PARTS):
            files.add(code.co_filename)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


if __name__ == "__main__":
    main()
