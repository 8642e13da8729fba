"""Reports in all forms: JSON, one HTML page, plots, Markdown, tables on a terminal.

Everything is made from an `eval.records.Report`, just measured or read back. jinja2 and matplotlib
are loaded only when used, so that reading and showing a report needs neither.
"""

from pathlib import Path

from eval.records import Report
from eval.reports.files import is_report, make_folder, read, report_file, save
from eval.reports.terminal import show
from eval.support.extras import require_library

__all__ = ["is_report", "read", "require_libraries", "save", "show", "write"]


def require_libraries() -> None:
    """Check that the libraries that `write` needs are installed: before hours of measuring.

    Raises:
        SettingsError: one is not installed.
    """
    for library in ("jinja2", "matplotlib"):
        require_library(library)


def write(report: Report, folder: Path, *, brief: bool = False) -> list[Path]:
    """Write report.json and, unless `brief`, report.html, report.md and plots/*.png.

    Returns:
        The files, in this order.

    Raises:
        SettingsError: jinja2 or matplotlib is not installed; report.json is written anyway.
        StoreError: a file cannot be written.
    """
    make_folder(folder)
    file = report_file(folder)
    # What took hours to measure is saved before anything is rendered.
    save(report, file)
    if brief:
        return [file]
    from eval.reports.writing import write_rendered

    return [file, *write_rendered(report, folder)]
