"""`dateline ask` with misspelt words."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.commands.cli import main

_CALLED_WITH = ("--data", "data")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a library of one article."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dateline.toml").write_text(
        'embedder = "letters"\nreader = "sentence"\nmin_confidence = 0.05\n'
    )
    (tmp_path / "bridge.txt").write_text("The bridge in Redmill cost 41 million euros.\n")
    assert _run("add", "bridge.txt").exit_code == 0
    return tmp_path


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, ["--config", "dateline.toml", *_CALLED_WITH, *words])


@pytest.mark.usefixtures("folder")
def test_what_was_searched_is_told_with_the_way_back() -> None:
    told = _run("ask", "what did the brigde cost").output

    assert told.startswith(
        "Searched for “what did the bridge cost” instead of “what did the brigde cost”.\n"
        "--as-typed (in a chat: /typed) searches for what was typed.\n"
    )
    assert "41 million euros" in told


@pytest.mark.usefixtures("folder")
def test_the_way_back_searches_for_what_is_typed() -> None:
    assert "Searched for" not in _run("ask", "--as-typed", "what did the brigde cost").output
