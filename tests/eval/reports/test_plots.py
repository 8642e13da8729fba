import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from eval.records import Report
from eval.reports import save, write
from eval.reports.plots import DARK, LIGHT, plots, render, stages_plot
from tests.eval.reports.samples import HOSTILE, lifelike, record, report
from tests.forms import gated

_PNG = b"\x89PNG\r\n\x1a\n"
_ROOT = Path(__file__).resolve().parents[3]


def _names(report: Report) -> list[str]:
    return [plot.name for plot in plots(report)]


def test_a_full_report_has_every_plot() -> None:
    made = lifelike(60)

    assert _names(made) == ["recall", "reliability", "risk-coverage", "types", "latency"]
    lost = stages_plot(made)
    assert lost is not None
    assert lost.alt.startswith("Losses by stage, of 59 questions. not indexed: ")


def test_plots_without_data_are_not_drawn() -> None:
    assert _names(report([])) == []
    assert _names(report([record("q", right=True)])) == ["reliability", "risk-coverage"]


def test_scores_that_are_not_probabilities_have_no_reliability_diagram() -> None:
    one = msgspec.structs.replace(record("q", right=True), confidence=7.5, scores={})

    # A peer's score may be any number; it still ranks. (Its summary would refuse it.)
    made = msgspec.structs.replace(report([]), records=[one])

    assert _names(made) == ["risk-coverage"]


def test_the_words_beside_a_plot_state_its_figures() -> None:
    # Two at .9, one of them right; one at .2, wrong. Error: 2/3 * |.5 - .9| + 1/3 * .2 = 1/3.
    records = [
        record("1", right=True, confidence=0.9),
        record("2", right=False, confidence=0.9),
        record("3", right=False, confidence=0.2),
    ]

    reliability, coverage = plots(report(records))

    assert reliability.alt == (
        "Reliability diagram, expected calibration error .333. Confidence .100 to .200: "
        ".000 right of 1 question; .800 to .900: .500 right of 2 questions."
    )
    # No threshold keeps at most 10 % wrong. Area: risks 1/2, 1/2, 2/3 at 1/3, 2/3, 1: 5/9.
    assert coverage.alt == (
        "Risk-coverage curve, area .556. All answered: .667 wrong; at most 5 % wrong: 0.0 % "
        "answered; at most 10 % wrong: 0.0 % answered."
    )


def test_recall_is_described_by_stage_and_depth() -> None:
    found = {plot.name: plot for plot in plots(lifelike(60))}["recall"]

    assert "dense passage: " in found.alt
    assert found.alt.count(" at 50") == 3


@pytest.mark.gate
def test_the_same_plot_gives_the_same_bytes_in_both_looks() -> None:
    plot = plots(lifelike(60))[0]

    assert render(plot, LIGHT, "png").startswith(_PNG)
    assert render(plot, LIGHT, "png") == render(plot, LIGHT, "png")
    assert render(plot, LIGHT, "svg") == render(plot, LIGHT, "svg")
    assert render(plot, LIGHT, "svg") != render(plot, DARK, "svg")


@pytest.mark.parametrize("text", gated(HOSTILE))
def test_strange_names_are_drawn_as_text(text: str) -> None:
    records = [
        msgspec.structs.replace(record(str(n), right=True, lost=text), type=kind)
        for n, kind in enumerate((text, "who", text, "who"))
    ]
    made = report(records)

    drawn = {plot.name: render(plot, LIGHT, "svg") for plot in plots(made)}

    assert b"\x00" not in drawn["types"]
    assert b"<script" not in drawn["types"]
    assert render(plots(made)[-1], LIGHT, "png").startswith(_PNG)


@pytest.mark.gate
def test_writing_leaves_page_words_and_plots_of_this_report_alone(tmp_path: Path) -> None:
    two = report([record("q", right=True), record("r", right=False)])
    write(two, tmp_path / "made")
    (tmp_path / "made" / "plots" / "mine.png").write_bytes(b"")

    files = write(report([record("q", right=True)]), tmp_path / "made")

    assert [str(file.relative_to(tmp_path / "made")) for file in files] == [
        "report.json",
        "report.html",
        "report.md",
        "plots/reliability.png",
        "plots/risk-coverage.png",
    ]
    left = {file.name for file in (tmp_path / "made" / "plots").iterdir()}
    assert left == {"reliability.png", "risk-coverage.png", "mine.png"}


def _python(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=_ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.gate
def test_reading_and_showing_a_report_loads_no_library_of_the_extra(tmp_path: Path) -> None:
    save(lifelike(60), tmp_path / "report.json")
    code = (
        "import sys, pathlib, rich.console, eval.calibrate, eval.command, eval.runs.run\n"
        "import eval.comparing.gate, eval.comparing.shown\n"
        "from eval.reports import read, show\n"
        "report = read(pathlib.Path(sys.argv[1]))\n"
        "show(report, rich.console.Console(quiet=True))\n"
        "eval.comparing.gate.judge(report, report)\n"
        "print({'matplotlib', 'jinja2', 'sklearn', 'scipy'} & set(sys.modules))"
    )

    assert _python(code, str(tmp_path)) == "set()"


@pytest.mark.gate
def test_drawing_keeps_away_from_the_global_state_of_pyplot(tmp_path: Path) -> None:
    save(report([record("q", right=True)]), tmp_path / "report.json")
    code = (
        "import sys, pathlib\n"
        "from eval.reports import read, write\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "write(read(folder), folder)\n"
        "print('matplotlib.figure' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )

    assert _python(code, str(tmp_path)) == "True False"


@pytest.mark.short(1)
@pytest.mark.parametrize("library", ["matplotlib", "jinja2"])
def test_a_missing_library_names_the_command_that_installs_it(tmp_path: Path, library: str) -> None:
    save(report([record("q", right=True)]), tmp_path / "report.json")
    code = (
        "import sys, pathlib\n"
        f"sys.modules['{library}'] = None\n"
        "from eval.reports import read, write\n"
        "from index.errors import SettingsError\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "try:\n"
        "    write(read(folder), folder / 'new')\n"
        "except SettingsError as exc:\n"
        "    print(exc)"
    )

    said = _python(code, str(tmp_path))

    assert library in said
    assert "pip install 'dateline[eval]'" in said
    assert (tmp_path / "new" / "report.json").is_file()
