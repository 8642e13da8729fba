import re
from io import StringIO

import msgspec
import pytest
from rich.console import Console

from eval.records import Report
from eval.reports import show
from tests.eval.reports.samples import HOSTILE, lifelike, record, report


def _shown(report: Report) -> str:
    console = Console(file=StringIO(), width=140, force_terminal=True)
    show(report, console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def _plain(text: str) -> str:
    """Without the colours that rich itself writes."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_the_terminal_shows_metrics_types_and_losses() -> None:
    made = lifelike(60)
    metric = next(metric for metric in made.metrics if metric.name == "answer recall@1")

    text = _plain(_shown(made))

    figures = f".{metric.value:.3f} .{metric.low:.3f} to .{metric.high:.3f}".replace(".0.", ".")
    assert re.search(r"answer recall@1 +" + re.escape(figures).replace(r"\ ", " +"), text)
    assert "answer recall@1 by type" in text
    assert re.search(r"Lost of \d+ questions", text)
    assert re.search(r"below threshold +\d+ +\d+\.\d %", text)


@pytest.mark.short(1)
@pytest.mark.parametrize("text", [*HOSTILE, "[bold]name[/bold]", "[/nothing]"])
def test_names_are_neither_markup_nor_commands_for_the_terminal(text: str) -> None:
    asked = msgspec.structs.replace(record("q", right=False, lost=text), type=text)

    shown = _plain(_shown(report([asked], name=text, target=text)))

    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    if text.startswith("["):
        assert text in shown


def test_an_empty_report_can_be_shown() -> None:
    assert "Of 0 questions: no share was measured." in _shown(report([]))
