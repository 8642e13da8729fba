"""`dateline eval` from the outside: sets in, reports, comparisons, gates and calibrations out."""

import json
import os
import re
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from msgspec import structs

from eval.records import Report
from eval.reports import read
from eval.runs.journal import FILE as JOURNAL
from eval.support.forking import Forking
from eval.support.servers import running_server
from service.answers.calibration import FILE as CALIBRATION
from service.commands.cli import main
from service.demo import articles_folder, questions_file
from tests.demo import CopyDemo

DEMO = articles_folder().parent
MANY = 24
"""Questions of a run: enough for every kind of figure."""
SOME = ["--questions", str(MANY)]


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo articles are indexed, once."""
    return tmp_path_factory.mktemp("libraries")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, libraries: Path) -> Path:
    """The folder of a report on some demo questions."""
    out = tmp_path_factory.mktemp("measured")
    result = _eval(out / "data", "run", str(DEMO), *SOME, "--out", str(out), *_at(libraries))
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder."""
    return tmp_path / "data"


def _at(libraries: Path) -> list[str]:
    return ["--library", str(libraries)]


def _eval(data: Path, *arguments: str) -> Result:
    environment: dict[str, str | None] = dict.fromkeys(
        name for name in os.environ if name.startswith("DATELINE_")
    )
    chosen = {
        "EMBEDDER": "letters",
        "READER": "sentence",
        "MIN_CONFIDENCE": "0.15",
    }
    environment |= {f"DATELINE_{name}": value for name, value in chosen.items()}
    return CliRunner().invoke(main, ["--data", str(data), "eval", *arguments], env=environment)


@pytest.mark.gate
def test_a_run_leaves_a_report_in_every_form(measured: Path) -> None:
    report = read(measured)

    assert len(report.records) == MANY
    metrics = {metric.name: metric for metric in report.metrics}
    assert metrics["law violations"].value == 0
    assert metrics["errors"].value == 0
    assert 0 < metrics["answer recall@5"].value <= 1
    assert metrics["fused passage recall@50"].value > 0.9
    assert metrics["answer recall@1"].low <= metrics["answer recall@1"].value
    assert report.models["embedder"]
    assert report.data["articles"] == "52"
    page = (measured / "report.html").read_text()
    assert "<script" not in page
    assert page.count("data:image/png;base64,") + page.count("<svg") >= 4
    assert (measured / "report.md").read_text().startswith("## ")
    assert {path.name for path in (measured / "plots").iterdir()} >= {"reliability.png"}


@pytest.mark.gate
def test_a_repeated_run_measures_nothing_twice_and_reports_the_same(
    measured: Path, tmp_path: Path, libraries: Path
) -> None:
    kept = MANY // 2
    journal = (measured / JOURNAL).read_bytes()
    half = tmp_path / "half"
    half.mkdir()
    lines = journal.split(b"\n")
    (half / JOURNAL).write_bytes(b"\n".join(lines[:kept]) + b"\n" + lines[kept][:40])

    # As if the first run had been killed while writing the question after these.
    given = [*SOME, "--brief", "--out", str(half)]
    result = _eval(tmp_path, "run", str(DEMO), *given, *_at(libraries))

    assert result.exit_code == 0, result.output
    assert {path.name for path in half.iterdir()} == {JOURNAL, "report.json"}
    assert (half / JOURNAL).read_bytes().split(b"\n")[:kept] == lines[:kept]
    first, again = read(measured), read(half)
    assert [record.scores for record in first.records] == [
        record.scores for record in again.records
    ]


@pytest.mark.gate
def test_a_report_compared_with_itself_shows_no_difference(measured: Path, tmp_path: Path) -> None:
    result = _eval(tmp_path, "compare", str(measured), str(measured), "--out", str(tmp_path))

    assert result.exit_code == 0, result.output
    assert f"{MANY} questions in both reports, 0 flipped questions" in result.output
    metrics = {metric.name: metric for metric in read(measured).metrics}
    rows = _rows(tmp_path / "compare.md")
    shares = [name for name, metric in metrics.items() if not metric.unit]
    assert [rows[name][2] for name in shares] == ["0"] * len(shares)
    assert [rows[name][2] for name in metrics if name not in shares] == ["1.000"] * (
        len(metrics) - len(shares)
    )
    page = (tmp_path / "compare.html").read_text()
    assert "Flipped questions" not in page
    assert "Differences in setup" not in page


def _rows(path: Path) -> dict[str, list[str]]:
    """The rows of the tables in a comparison, by metric: old, new, difference or ratio, ..."""
    lines = [line for line in path.read_text().splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {re.sub(r"\\(?=.)|\u2060", "", name): row for name, *row in cells}


@pytest.mark.gate
def test_the_gate_passes_what_did_not_change_and_fails_what_dropped(
    measured: Path, tmp_path: Path
) -> None:
    baseline = tmp_path / "baseline.json"
    assert _eval(tmp_path, "baseline", str(measured), str(baseline)).exit_code == 0
    assert "Carney" not in baseline.read_text()

    against = ["--against", str(baseline)]
    same = _eval(tmp_path, "gate", str(measured), *against)
    worsened = str(_worsened(measured, tmp_path))
    worse = _eval(tmp_path, "gate", worsened, *against)
    allowed = _eval(tmp_path, "gate", worsened, *against, "--tolerance", "answer recall@1=1")
    unclear = _eval(tmp_path, "gate", worsened, *against, "--tolerance", "answer recall@1")

    assert same.exit_code == 0, same.output
    assert worse.exit_code == 1
    assert "answer recall@1" in _failed_in(worse.output)
    assert "answer recall@1" not in _failed_in(allowed.output)
    assert unclear.exit_code == 2


@pytest.mark.gate
def test_the_gate_measures_a_set_itself(measured: Path, tmp_path: Path, libraries: Path) -> None:
    baseline = tmp_path / "baseline.json"
    assert _eval(tmp_path, "baseline", str(measured), str(baseline)).exit_code == 0

    out = ["--out", str(tmp_path / "anew"), *_at(libraries)]
    result = _eval(tmp_path, "gate", str(DEMO), "--against", str(baseline), *out)

    assert result.exit_code == 0, result.output


def _failed_in(output: str) -> set[str]:
    """The metrics that a gate says have dropped: "answer recall@1: −.542, tolerance ..."."""
    return {line.rpartition(": ")[0] for line in output.splitlines() if ", tolerance " in line}


def _worsened(measured: Path, folder: Path) -> Path:
    """A report in which every right first answer has become wrong."""
    report = read(measured)
    records = [
        structs.replace(
            record,
            right=False if record.right else record.right,
            scores={
                name: structs.replace(share, part=0.0) if name == "answer recall@1" else share
                for name, share in record.scores.items()
            },
        )
        for record in report.records
    ]
    path = folder / "worse.json"
    path.write_bytes(msgspec.json.encode(structs.replace(report, records=records)))
    return path


@pytest.mark.gate
def test_a_server_is_measured_by_its_address(
    tmp_path: Path, copy_demo: CopyDemo, forking: Forking
) -> None:
    data = copy_demo(tmp_path / "data")
    log = tmp_path / "server.log"
    with running_server(
        data,
        log,
        program=forking,
        embedder="letters",
        reader="sentence",
        demo="true",
        log_level="warning",
    ) as server:
        arguments = [str(questions_file()), *SOME, "--url", server.address, "--clients", "4"]
        out = ["--brief", "--out", str(tmp_path / "out")]
        result = _eval(tmp_path, "run", *arguments, *out)
    report: Report = read(tmp_path / "out")

    assert result.exit_code == 0, result.output
    assert report.target == server.address
    assert report.models["reader"].startswith("sentence-")
    metrics = {metric.name: metric.value for metric in report.metrics}
    assert metrics["errors"] == 0
    assert metrics["law violations"] == 0
    assert metrics["peak memory"] > 50


def test_a_server_that_is_not_there_is_recorded_with_every_question(tmp_path: Path) -> None:
    arguments = [str(questions_file()), "--questions", "3", "--url", "http://127.0.0.1:9"]
    result = _eval(tmp_path, "run", *arguments, "--out", str(tmp_path / "out"))

    assert result.exit_code == 1
    errors = [str(record.error) for record in read(tmp_path / "out").records]
    assert ["127.0.0.1:9" in error for error in errors] == [True] * 3


@pytest.mark.parametrize("questions", [60, pytest.param(199, marks=pytest.mark.slow)])
@pytest.mark.gate
def test_calibration_is_written_used_and_measured(
    tmp_path: Path, data: Path, libraries: Path, questions: int
) -> None:
    asked = [str(DEMO), "--questions", str(questions), "--brief", *_at(libraries)]
    fitted = _eval(data, "calibrate", *asked, "--out", str(tmp_path / "own"))
    assert fitted.exit_code == 0, fitted.output
    judged = [r for r in read(tmp_path / "own").records if r.right is not None]
    assert json.loads((data / CALIBRATION).read_text())["questions"] == len(judged) > questions / 2

    after = _eval(data, "run", *asked, "--out", str(tmp_path / "after"))

    assert after.exit_code == 0, after.output
    own, calibrated = read(tmp_path / "own"), read(tmp_path / "after")
    assert own.models["calibration"] == "none"
    assert calibrated.models["calibration"] != "none"
    # The fit minimises this; the calibration error of so few questions is mostly chance.
    brier = {
        name: next(metric.value for metric in report.metrics if metric.name == "Brier")
        for name, report in (("own", own), ("calibrated", calibrated))
    }
    assert brier["calibrated"] < brier["own"]


def test_faults_of_a_set_are_listed_with_their_lines(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "1", "question": "What?"}\n{"id": "1", "question": 7}\n')

    faulty = _eval(data, "check", str(path))
    good = _eval(data, "check", str(DEMO))

    assert faulty.exit_code == 1
    assert "set.jsonl, line 2" in faulty.output
    assert good.exit_code == 0
    assert _eval(data, "run", str(path), "--out", str(tmp_path / "out")).exit_code == 1


def test_a_collection_without_articles_is_not_measured(tmp_path: Path, data: Path) -> None:
    result = _eval(data, "run", str(questions_file()), "--out", str(tmp_path / "out"))

    assert result.exit_code == 1
    assert "has no articles" in result.output


def test_an_invalid_report_is_named(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text('{"format": 1}')

    result = _eval(data, "compare", str(path), str(path))

    assert result.exit_code == 1
    assert str(path) in result.output


def test_the_commands_of_the_readme_are_there(data: Path) -> None:
    commands = ("run", "new", "check", "compare", "gate", "baseline", "calibrate", "peers")

    listed = _eval(data, "--help").output

    assert [name for name in commands if f"\n  {name} " not in listed] == []
