"""`dateline ask` and `chat` where nothing is sure enough, but something may answer."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.commands.cli import main

_COST = "what did the bridge cost"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a library of one article, in which nothing is ever sure enough."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dateline.toml").write_text(
        'embedder = "letters"\nreader = "sentence"\nmin_confidence = 1\nmaybe_confidence = 0.01\n'
    )
    (tmp_path / "bridge.txt").write_text("The bridge in Redmill cost 41 million euros.\n")
    assert _run("add", "bridge.txt").exit_code == 0
    return tmp_path


def _run(*words: str, typed: str = "") -> Result:
    called = ["--config", "dateline.toml", "--data", "data", *words]
    return CliRunner().invoke(main, called, input=typed)


@pytest.mark.usefixtures("folder")
def test_a_maybe_is_told_as_one_and_is_no_answer_for_scripts() -> None:
    result = _run("ask", _COST)

    assert result.output.startswith("None of the passages found answers")
    assert "This may still be the answer (confidence " in result.output
    assert "41 million euros" in result.output
    assert result.exit_code == 1


@pytest.mark.usefixtures("folder")
def test_json_has_the_status_and_the_one_answer() -> None:
    answer = json.loads(_run("ask", _COST, "--json").output)

    assert (answer["status"], answer["reason"]) == ("uncertain", "low_confidence")
    assert [item["match"] for item in answer["answers"]] == ["maybe"]


@pytest.mark.usefixtures("folder")
def test_no_maybes_can_be_asked_for() -> None:
    result = _run("ask", _COST, "--maybe-confidence", "1")

    assert "the closest is in" in result.output
    assert "may be the answer" not in result.output


@pytest.mark.usefixtures("folder")
def test_a_chat_tells_a_maybe_and_why_and_writes_it_down(folder: Path) -> None:
    result = _run("chat", typed=f"{_COST}\n/why\n/export talk.md\n")

    assert result.output.count("This may still be the answer") == 2
    assert "This may still be the answer" in (folder / "talk.md").read_text()
    assert result.exit_code == 1
