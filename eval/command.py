"""`dateline eval`: measures answers to questions with known answers.

An entry point of the command line (`dateline.commands` in pyproject.toml). Each command imports
only what it needs.
"""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.printing import console

if TYPE_CHECKING:
    from eval.records import Report
    from service.settings import Settings

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)
_PLACE = click.Path(exists=True, path_type=Path)


@click.group(name="eval")
def evaluate() -> None:
    """Measure answers to questions with known answers."""


def _options(command: Any) -> Any:
    """Add the options that say what is measured, and how."""
    for option in reversed(
        [
            click.option("--questions", type=click.IntRange(1), help="Ask N questions, by seed."),
            click.option("--articles", type=click.IntRange(1), help="Index N of its articles."),
            click.option("--part", metavar="1/2", help="Ask only this part of the questions."),
            click.option(
                "--seed",
                type=int,
                default=0,
                show_default=True,
                help="Seed of samples and intervals.",
            ),
            click.option(
                "--clients",
                type=click.IntRange(1, 256),
                default=1,
                show_default=True,
                help="Ask this many questions at once.",
            ),
            click.option(
                "--searched", is_flag=True, help="Search even if each question has its passage."
            ),
            click.option(
                "--conversations",
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                help="Ask the conversations in this file about the set's articles.",
            ),
            click.option("--url", metavar="URL", help="Ask this server."),
            click.option("--collection", "-c", metavar="NAME", help="Collection to ask."),
            click.option(
                "--library", type=_FOLDER, help="Folder for the indexed articles of sets."
            ),
            click.option("--brief", is_flag=True, help="Write report.json only, which is faster."),
        ]
    ):
        command = option(command)
    return command


@evaluate.command()
@click.argument("question_set", type=_PLACE)
@_options
@click.option("--out", type=_FOLDER, help="Folder for the report (default: eval-reports/NAME).")
@click.pass_context
def run(ctx: click.Context, /, question_set: Path, out: Path | None, **options: Any) -> None:
    """Measure a question set and write a report.

    QUESTION_SET is a file or folder: questions as JSON Lines, SQuAD's JSON, a BEIR folder and
    others (see eval/QUESTION_SETS.md). The report is written as HTML, JSON, Markdown and plots. If
    interrupted, run it again to continue.
    """
    from eval.reports import show, write

    brief = options.pop("brief")
    report, folder = _measured(ctx, question_set, out, options | {"by_type": not brief})
    written = write(report, folder, brief=brief)
    show(report, console())
    click.echo(f"report: {written[0] if brief else written[1]}", err=True)
    _check_measured(report)


@evaluate.command()
@click.argument("out", type=_FILE)
@click.option("--collection", "-c", metavar="NAME", help="Collection to ask about.")
@click.option("--newest", is_flag=True, help="Offer the newest articles first.")
@click.option("--seed", type=int, default=0, show_default=True, help="Order of the articles.")
@click.option("--finish", is_flag=True, help="Judge the unjudged questions in OUT.")
@click.option(
    "--feedback", type=_FILE, metavar="FILE", help="Add users' verdicts on answers to OUT."
)
@click.pass_context
def new(ctx: click.Context, /, out: Path, **options: Any) -> None:
    """Build a question set in the terminal.

    You ask questions about your articles and answer them by quoting. Each finished question is
    saved at once; run it again to continue.
    """
    from eval.building.feedback import add_feedback
    from eval.building.prompting import TerminalPrompter
    from eval.building.session import build, finish
    from service.engine import Engine

    engine = Engine(_settings(ctx), calibrated=False)
    try:
        engine.open()
        collection = options["collection"]
        if options["feedback"] is not None:
            found = engine.collection(collection)
            added = add_feedback(options["feedback"], out, engine.library, found)
            click.echo(f"{added:,} questions added to {out}", err=True)
        elif options["finish"]:
            finish(engine, out, collection, TerminalPrompter())
        else:
            seed, newest = options["seed"], options["newest"]
            build(engine, out, collection, TerminalPrompter(), seed, newest=newest)
    finally:
        engine.close()


@evaluate.command()
@click.argument("out", type=_FILE)
@click.option("--collection", "-c", metavar="NAME", help="Collection that feedback is about.")
@click.option(
    "--unverified", is_flag=True, help="Include feedback on answers unknown to the server."
)
@click.pass_context
def from_feedback(ctx: click.Context, /, out: Path, **options: Any) -> None:
    """Turn readers' feedback into questions of a set.

    Answers that helped become known answers; of those that did not, the question is added for you
    to judge (`dateline eval new OUT --finish`). Run it again to add what is new.
    """
    from eval.building.readers_feedback import add_readers_feedback
    from index.store.feedback_table import FeedbackTable
    from index.store.library import Library
    from service.commands.steps.context import named_collection, require_library

    settings = _settings(ctx)
    require_library(settings)
    library = Library(settings.library)
    try:
        collection = named_collection(library, settings, options["collection"])
        table = FeedbackTable(library.database, settings.feedback_days)
        added = add_readers_feedback(
            table, out, library, collection, unverified=options["unverified"]
        )
    finally:
        library.close()
    click.echo(f"{added:,} questions added to {out}", err=True)


@evaluate.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def peers(ctx: click.Context, arguments: tuple[str, ...]) -> None:
    """Compare Dateline with Haystack and txtai.

    A naive baseline is measured too. Run `make peers` first.
    """
    from eval.peers.__main__ import main

    ctx.exit(main(arguments))


@evaluate.command()
@click.argument("question_set", type=_PLACE)
@click.pass_context
def check(ctx: click.Context, question_set: Path) -> None:
    """Check a question set; exit status 1 if it has faults."""
    from eval.reports.formatting import counted
    from eval.sets import check as find_faults

    faults = find_faults(question_set)
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{counted(len(faults), 'fault')} in {question_set}", err=True)
    ctx.exit(1 if faults else 0)


@evaluate.command()
@click.argument("old", type=_PLACE)
@click.argument("new", type=_PLACE)
@click.option("--out", type=_FOLDER, help="Write compare.html and compare.md here.")
def compare(old: Path, new: Path, out: Path | None) -> None:
    """Compare two reports.

    Shows differences with their intervals, and the questions that flipped.
    """
    from eval.comparing.compare import compare as compare_reports
    from eval.comparing.shown import show, write
    from eval.reports import read

    comparison = compare_reports(read(old), read(new))
    show(comparison, console())
    if out is not None:
        for path in write(comparison, out):
            click.echo(f"written: {path}", err=True)


@evaluate.command()
@click.argument("measured", type=_PLACE)
@click.option("--against", type=_FILE, required=True, help="The baseline, a report.json.")
@click.option("--out", type=_FOLDER, help="Folder for the report, if one is measured.")
@click.option("--library", type=_FOLDER, help="Folder for the indexed articles of sets.")
@click.option(
    "--tolerance",
    "tolerances",
    multiple=True,
    metavar="METRIC=AMOUNT",
    help="Tolerated drop of a metric; for times and memory, as a fraction of the old value.",
)
@click.pass_context
def gate(
    ctx: click.Context,
    measured: Path,
    against: Path,
    out: Path | None,
    library: Path | None,
    tolerances: tuple[str, ...],
) -> None:
    """Compare with a baseline; fail if a metric dropped.

    A metric fails if it dropped by more than its tolerance and by more than chance explains.
    MEASURED is a report, or a question set, which is then measured the way the baseline was.
    """
    from eval.comparing.gate import judge, show
    from eval.reports import read

    baseline = read(against)
    report = _report(ctx, measured, out, baseline, library)
    verdict = judge(baseline, report, dict(map(_tolerance, tolerances)))
    show(verdict, console())
    ctx.exit(0 if verdict.passed else 1)


@evaluate.command()
@click.argument("report", type=_PLACE)
@click.argument("out", type=_FILE)
def baseline(report: Path, out: Path) -> None:
    """Reduce a report to what the gate needs.

    The result contains no text of questions or articles.
    """
    from eval.comparing.baseline import save_baseline
    from eval.reports import read

    save_baseline(read(report), out)


@evaluate.command()
@click.argument("question_set", type=_PLACE)
@_options
@click.option("--out", type=_FOLDER, help="Folder for the report (default: eval-reports/NAME).")
@click.pass_context
def calibrate(ctx: click.Context, /, question_set: Path, out: Path | None, **options: Any) -> None:
    """Fit confidences to a question set.

    Writes calibration.json into the data folder, so that a risk target can be set. A calibration
    made for another reader, embedder or search is rejected at start-up.
    """
    from eval.calibrate import calibrate as fit_and_save
    from eval.calibrate import require_libraries, show
    from eval.reports import write

    require_libraries()
    settings = _settings(ctx)
    folder = out or Path("eval-reports") / f"{question_set.name.split('.')[0]}-uncalibrated"
    brief = options.pop("brief")
    options |= {"calibrated": False, "by_type": not brief}
    report, _ = _measured(ctx, question_set, folder, options)
    write(report, folder, brief=brief)
    fitted, path = fit_and_save(report, settings)
    show(fitted, console())
    click.echo(f"written: {path}; it takes effect at the next start", err=True)


def _tolerance(given: str) -> tuple[str, float]:
    name, _, part = given.rpartition("=")
    try:
        return name, float(part)
    except ValueError as exc:
        raise click.BadParameter(
            f"{given!r}: expected METRIC=AMOUNT, as in 'p50 total=0.5'"
        ) from exc


def _report(
    ctx: click.Context, measured: Path, out: Path | None, baseline: "Report", library: Path | None
) -> "Report":
    from eval.reports import is_report, read, write

    if is_report(measured):
        return read(measured)
    options: dict[str, Any] = {
        name: int(value) for name, value in baseline.options.items() if value.isdigit()
    }
    options |= {
        "part": baseline.options.get("part"),
        "searched": "searched" in baseline.options,
        "library": library,
    }
    report, folder = _measured(ctx, measured, out, options)
    write(report, folder)
    return report


def _measured(
    ctx: click.Context, question_set: Path, out: Path | None, given: dict[str, Any]
) -> "tuple[Report, Path]":
    from msgspec import structs

    from eval.reports import require_libraries
    from eval.runs.run import Options
    from eval.runs.run import run as measure

    require_libraries()
    folder = out or Path("eval-reports") / question_set.name.split(".")[0]
    options: Options = Options(**given)
    report = measure(question_set, _settings(ctx), folder, options)
    return structs.replace(report, command=shlex.join(["dateline", *sys.argv[1:]])), folder


def _check_measured(report: "Report") -> None:
    """Fail if nothing could be measured: the first error says why."""
    errors = [record.error for record in report.records if record.error is not None]
    if errors and len(errors) == len(report.records):
        raise click.ClickException(f"no question could be measured: {errors[0]}")


def _settings(ctx: click.Context) -> "Settings":
    from service.settings import load

    return load(**ctx.obj)
