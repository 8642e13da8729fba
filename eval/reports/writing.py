"""Writes the human-readable forms of a report."""

from pathlib import Path

from eval.records import Report
from eval.reports.files import make_folder
from eval.reports.markdown import report_markdown
from eval.reports.pages import report_page
from eval.reports.plots import LIGHT, NAMES, Plot, plots, render, stages_plot
from index.files.durable import write_durably


def write_rendered(report: Report, folder: Path) -> list[Path]:
    """Write the page, the Markdown and the plots; delete outdated plots of an earlier report."""
    page = write_text(folder / "report.html", report_page(report))
    short = write_text(folder / "report.md", report_markdown(report))
    return [page, short, *_write_plots(report, folder / "plots")]


def write_text(path: Path, text: str) -> Path:
    """Write a text file and return its path."""
    write_durably(path, text.encode(errors="replace"))
    return path


def _write_plots(report: Report, folder: Path) -> list[Path]:
    make_folder(folder)
    lost = stages_plot(report)
    drawn = {
        folder / f"{plot.name}.png": plot for plot in [*plots(report), *([lost] if lost else [])]
    }
    for name in NAMES:
        if (old := folder / f"{name}.png") not in drawn:
            old.unlink(missing_ok=True)
    return [_write_plot(path, plot) for path, plot in drawn.items()]


def _write_plot(path: Path, plot: Plot) -> Path:
    write_durably(path, render(plot, LIGHT, "png"))
    return path
