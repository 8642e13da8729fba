"""What CONTRIBUTING.md promises: adding a part is adding one file.

The files below `tests/parts` lie there as they would lie in the project. Each test puts one of
them where its package looks, and uses it as a user would: by its setting, suffix, URL or name.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.embedders import load as load_embedder
from index.records import Query
from index.search import search
from prompts import languages
from service.commands.cli import main
from service.engine import Engine
from service.questions.understand import understand
from service.readers import load as load_reader
from service.settings import load
from tests.conftest import Shelf, story
from tests.service.conftest import running

_ROOT = Path(__file__).resolve().parents[1]
_PARTS = _ROOT / "tests" / "parts"
_CONTRIBUTING = (_ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

Add = Callable[[str], Path]


@pytest.fixture
def add(tmp_path: Path) -> Iterator[Add]:
    """Puts one file into a folder of its own, and the folder on its package's path."""
    added: list[tuple[str, str]] = []

    def add_one(part: str) -> Path:
        folder = tmp_path / "added"
        folder.mkdir()
        shutil.copy(_PARTS / part, folder)
        package = str(Path(part).parent).replace("/", ".")
        import_module(package).__path__.append(str(folder))
        added.append((package, Path(part).stem))
        return folder

    yield add_one
    for package, name in added:
        import_module(package).__path__.pop()
        sys.modules.pop(f"{package}.{name}", None)


def test_an_embedder_is_found_by_its_setting(add: Add, tmp_path: Path) -> None:
    add("index/embedders/vowels.py")

    shelf = Shelf(tmp_path, load_embedder("vowels"))
    shelf.add(story("a", "A ferry sank."), story("b", "Bo won the bowl on Monday."))

    question = shelf.embedder.embed_questions(["bowl won"])
    best, *_ = search(shelf.opened(), Query(question="bowl won"), question)
    assert best.hit.passage.article_id == "b"


def test_a_vector_store_is_found_by_its_setting(add: Add, tmp_path: Path) -> None:
    add("index/followers/scan.py")

    engine = Engine(load({}, data=str(tmp_path), embedder="letters", vector_store="scan"))
    stories = [story("a", "A ferry sank."), story("b", "Bo won the bowl on Monday.")]
    list(engine.ingester.add(engine.collection(None), stories))
    opened = engine.catalogue.get("default")
    question = opened.embedder.embed_questions(["Bo won the bowl"])
    best, *_ = search(opened, Query(question="bowl won"), question)
    engine.close()

    assert type(opened.dense).__name__ == "ScanStore"
    assert best.hit.passage.article_id == "b"
    assert best.hit.scores.dense is not None


def test_a_reader_is_found_by_its_setting(add: Add, shelf: Shelf) -> None:
    add("service/readers/first.py")
    shelf.add(story("a", "The ferry sank on Monday. Nobody was hurt."))
    question = shelf.embedder.embed_questions(["ferry"])
    found = search(shelf.opened(), Query(question="ferry"), question)

    reader = load_reader("first")
    (candidate,) = reader.read(understand("What sank?"), question, found, shelf.opened())

    quote = candidate.article.text[candidate.quote.start : candidate.quote.end]
    assert quote == "The ferry sank on Monday."


def test_a_route_is_found_by_its_handlers(add: Add, tmp_path: Path) -> None:
    add("service/http/routes/count.py")
    settings = load({}, data=str(tmp_path / "data"), embedder="letters", reader="sentence")

    with running(settings) as client:
        counted = client.get("/v1/collections/default/count")
        described = client.get("/schema/openapi.json").json()["paths"]

    assert counted.json() == {"articles": 0}
    assert "/v1/collections/{name}/count" in described


def test_a_command_is_found_by_its_name(add: Add, tmp_path: Path) -> None:
    add("service/commands/articles/count.py")

    engine = Engine(load({}, data=str(tmp_path / "data"), embedder="letters"))
    engine.close()

    listed = CliRunner().invoke(main, ["--help"])
    counted = CliRunner().invoke(main, ["--data", str(tmp_path / "data"), "count"])

    assert re.search(r"^  count +Count articles\.$", listed.output, re.MULTILINE)
    assert counted.output == "0 articles\n"


def test_a_format_is_found_by_suffix_media_type_and_first_bytes(tmp_path: Path) -> None:
    org = b"#+TITLE: Ferry sinks\n#+DATE: 2026-05-01\n\nThe ferry sank on Monday.\n"

    printed = _run(
        tmp_path,
        "import index.formats",
        f"index.formats.__path__.append({str(_PARTS / 'index/formats')!r})",
        "from index.formats import read_bytes",
        "for name, kind in [('a.org', None), ('b', 'text/org'), ('c.bin', None)]:",
        f"    for found in read_bytes({org!r}, name, media_type=kind):",
        "        print(found.format, found.title, found.published, found.text, sep=' | ')",
    )

    line = "org | Ferry sinks | 2026-05-01 | The ferry sank on Monday.\n"
    assert printed == 3 * line


def test_a_message_is_a_few_lines_per_language(tmp_path: Path) -> None:
    shutil.copytree(_ROOT / "prompts", tmp_path / "prompts")
    for language in languages():
        text = "[ferry_sunk]\nThe ferry {ferry} has sunk.\n"
        (tmp_path / "prompts" / language / "ferry.txt").write_text(text)
    (tmp_path / "prompts/de/ferry.txt").write_text("[ferry_sunk]\nDie {ferry} ist gesunken.\n")

    printed = _run(
        tmp_path,
        "from prompts import say, validate",
        "validate()",
        "print(say('ferry_sunk', 'de-AT', ferry='Gannet'))",
    )

    assert printed == "Die Gannet ist gesunken.\n"


def test_a_language_is_a_folder(tmp_path: Path) -> None:
    shutil.copytree(_ROOT / "prompts", tmp_path / "prompts")
    dutch = tmp_path / "prompts" / "nl"
    shutil.copytree(tmp_path / "prompts" / "en", dutch)
    page = (dutch / "page.txt").read_text(encoding="utf-8")
    (dutch / "page.txt").write_text(page.replace("Ask about the news\n", "Vraag het nieuws\n"))

    printed = _run(
        tmp_path,
        "from prompts import languages, say, validate",
        "validate()",
        "print('nl' in languages(), say('page_question_hint', 'nl-BE'))",
    )

    assert printed == "True Vraag het nieuws\n"


def test_contributing_names_every_example_and_every_example_is_there() -> None:
    named = set(re.findall(r"\]\(tests/parts/([\w/]+\.py)\)", _CONTRIBUTING))

    there = {str(path.relative_to(_PARTS)) for path in _PARTS.rglob("*.py")}

    assert named == there


def _run(folder: Path, *lines: str) -> str:
    """What a process of its own prints; modules in the folder come before the project's."""
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        env={"PYTHONPATH": f"{folder}:{_ROOT}", "PYTHONIOENCODING": "utf-8"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
