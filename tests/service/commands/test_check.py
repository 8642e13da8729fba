"""`dateline check`: a draft on the terminal, for programs and for editors."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.commands.cli import main

_STORY = "“The bridge is safe for everybody who crosses it,” said Mayor Elena Ruiz.\n"
_TRUE = "“The bridge is safe for everybody,” said Elena Ruiz.\n"
_ALTERED = "A draft.\r\n“The bridge was safe for everybody,” said Elena Ruiz.\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one article."""
    folder = tmp_path_factory.mktemp("check")
    (folder / "bridge.txt").write_text(_STORY, encoding="utf-8")
    assert _run(folder / "data", "add", str(folder / "bridge.txt")).exit_code == 0
    return folder / "data"


def _run(data: Path, *line: str, text: str | None = None) -> Result:
    settings = {"EMBEDDER": "letters", "READER": "sentence"}
    env = {f"DATELINE_{name}": value for name, value in settings.items()}
    return CliRunner().invoke(main, ["--data", str(data), *line], input=text, env=env)


@pytest.mark.parametrize(("text", "status"), [(_TRUE, 0), (_ALTERED, 1), ("No quotation.", 0)])
def test_the_status_is_1_if_a_quotation_is_altered(data: Path, text: str, status: int) -> None:
    done = _run(data, "check", "-", text=text)

    assert done.exit_code == status


@pytest.mark.parametrize("text", ["", "x" * 100_001])
def test_the_status_is_2_if_there_is_nothing_to_be_checked(data: Path, text: str) -> None:
    assert _run(data, "check", "-", text=text).exit_code == 2


def test_the_status_is_2_where_there_is_no_library(tmp_path: Path) -> None:
    assert _run(tmp_path / "nope", "check", "-", text=_TRUE).exit_code == 2


def test_the_table_shows_what_differs_and_where_the_original_stands(data: Path) -> None:
    done = _run(data, "check", "-", text=_ALTERED)

    assert "    2  Altered  Elena Ruiz" in done.stdout
    assert "“was” instead of “is”" in done.stdout
    assert "Elena Ruiz: The bridge is safe for everybody" in done.stdout
    assert "Quotations: 1; altered or misattributed: 1" in done.stderr


def test_json_has_the_original_with_its_offsets(data: Path) -> None:
    done = _run(data, "check", "-", "--format", "json", text=_ALTERED)

    (checked,) = json.loads(done.stdout)["quotations"]
    (cited,) = checked["citations"]
    assert (cited["quote"], cited["start"]) == ("The bridge is safe for everybody", 1)


def test_sarif_marks_the_quotation_by_line_and_column(data: Path, tmp_path: Path) -> None:
    draft = tmp_path / "my draft.md"
    draft.write_bytes(_ALTERED.encode())

    done = _run(data, "check", str(draft), "--format", "sarif")

    log = json.loads(done.stdout)
    (result,) = log["runs"][0]["results"]
    (place,) = (one["physicalLocation"] for one in result["locations"])
    region = place["region"]
    assert (log["version"], result["ruleId"], result["level"]) == ("2.1.0", "altered", "error")
    assert place["artifactLocation"]["uri"].endswith("my%20draft.md")
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (2, 1, 37)
    assert _ALTERED[region["charOffset"] :][: region["charLength"]] == region["snippet"]["text"]


def test_a_draft_cannot_command_the_terminal(data: Path) -> None:
    done = _run(data, "check", "-", text="“The bridge \x1b[2J is safe for all of us,” she said.")

    assert "\x1b" not in done.stdout
