"""Plain requests on a terminal: a label, days, and the sides of a comparison."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from prompts import say
from service.commands.cli import main

_ROWS = (
    ("one", "2025-03-03", "The ferry closed on Monday. “The ferry rusts,” said Ana Lee."),
    ("two", "2025-03-10", "The ferry opened again on Monday. “I sold shoes,” said Bo Kim."),
)


def _run(data: Path, *arguments: str) -> str:
    own = {"DATELINE_EMBEDDER": "letters", "DATELINE_READER": "sentence", "HOME": str(data)}
    done = CliRunner().invoke(main, ["--data", str(data), *arguments], env=own)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two days."""
    folder = tmp_path_factory.mktemp("library")
    file = folder / "rows.jsonl"
    rows = [{"id": id, "published": day, "text": text} for id, day, text in _ROWS]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    _run(folder, "add", str(file))
    return folder


def test_a_timeline_has_its_label_and_its_days(data: Path) -> None:
    lines = _run(data, "ask", "timeline", "of", "the", "ferry").splitlines()

    assert lines[0] == say("answer_timeline", "en", topic="the ferry")
    assert [line for line in lines if line.startswith("2025")] == ["2025-03-03", "2025-03-10"]


def test_a_side_without_words_says_so_under_its_name(data: Path) -> None:
    lines = _run(data, "ask", "how do Ana Lee and Xy Zed differ on the ferry?").splitlines()

    nothing = say("answer_side_not_quoted", "en", person="Xy Zed")
    assert lines[lines.index("Xy Zed") + 1] == nothing
    assert lines.index("Ana Lee") < lines.index("Xy Zed")


def test_a_program_gets_the_form(data: Path) -> None:
    answer = json.loads(_run(data, "ask", "--json", "summarize the ferry"))

    assert answer["form"] == "extract"
    assert answer["answers"][0]["quote"] == "The ferry closed on Monday."


def test_fewer_days_can_be_asked_for(data: Path) -> None:
    shown = _run(data, "ask", "--max-answers", "1", "timeline of the ferry")

    assert say("answer_more_days", "en", count=1) in shown
