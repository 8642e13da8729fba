"""`dateline eval`: measures answers on questions with known answers.

An entry point of the command line (`dateline.commands` in pyproject.toml). Each command imports
only what it needs.
"""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from eval.records import Report
    from service.settings import Settings

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)
_PLACE = click.Path(exists=True, path_type=Path)


@click.group(name="eval")
def evaluate() -> None:
    """Measure answers on questions with known answers."""


def _options(command: Any) -> Any:
    """The options that say what is measured, and how."""
    for option in reversed(
        [
            click.option("--questions", type=click.IntRange(1), help="Ask so many, by seed."),
            click.option("--articles", type=click.IntRange(1), help="Index so many of the set's."),
            click.option("--part", metavar="1/2", help="Only this part of the questions."),
            click.option("--seed", type=int, default=0, show_default=True),
            click.option("--clients", type=click.IntRange(1, 256), default=1, show_default=True),
            click.option("--searched", is_flag=True, help="Search though passages are given."),
            click.option("--url", metavar="ADDRESS", help="Ask this server."),
            click.option("--collection", "-c", metavar="NAME", help="Collection to ask."),
            click.option("--library", type=_FOLDER, help="Where articles of sets are indexed."),
        ]
    ):
        command = option(command)
    return command


@evaluate.command()
@click.argument("question_set", type=_PLACE)
@_options
@click.option("--out", type=_FOLDER, help="Folder of the report (default: eval-reports/NAME).")
@click.pass_context
def run(ctx: click.Context, /, question_set: Path, out: Path | None, **options: Any) -> None:
    """Measure a question set; write a report as HTML, JSON, Markdown and plots.

    QUESTION_SET is a file or folder: questions as JSON lines, SQuAD's JSON, a BEIR folder and
    others (see eval/QUESTION_SETS.md). Interrupted, it goes on when it is run again.
    """
    from rich.console import Console

    from eval.reports import show, write

    report, folder = _measured(ctx, question_set, out, options)
    written = write(report, folder)
    show(report, Console())
    click.echo(f"report: {written[1]}", err=True)
    _check_measured(report)


@evaluate.command()
@click.argument("out", type=_FILE)
@click.option("--collection", "-c", metavar="NAME", help="Collection to ask about.")
@click.option("--newest", is_flag=True, help="Offer the newest articles first.")
@click.option("--seed", type=int, default=0, show_default=True, help="Order of the articles.")
@click.option("--finish", is_flag=True, help="Judge the questions of OUT that nobody has judged.")
@click.option(
    "--feedback", type=_FILE, metavar="FILE", help="Add users' verdicts on answers to OUT."
)
@click.pass_context
def new(ctx: click.Context, /, out: Path, **options: Any) -> None:
    """Build a question set about your articles in the terminal, by asking and quoting.

    Every finished question is in the file at once; run it again to go on.
    """
    from eval.building.session import TerminalPrompter, build, from_feedback
    from eval.building.session import finish as judge_open
    from service.engine import Engine

    engine = Engine(_settings(ctx), calibrated=False)
    try:
        engine.open()
        collection = options["collection"]
        if options["feedback"] is not None:
            opened = engine.collection(collection)
            added = from_feedback(options["feedback"], out, engine.library, opened)
            click.echo(f"{added:,} questions added to {out}", err=True)
        elif options["finish"]:
            judge_open(engine, out, collection, TerminalPrompter())
        else:
            seed, newest = options["seed"], options["newest"]
            build(engine, out, collection, TerminalPrompter(), seed, newest=newest)
    finally:
        engine.close()


@evaluate.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def peers(ctx: click.Context, arguments: tuple[str, ...]) -> None:
    """Measure Dateline beside Haystack, txtai and a plain baseline (first: make peers)."""
    from eval.peers.__main__ import main

    ctx.exit(main(arguments))


@evaluate.command()
@click.argument("question_set", type=_PLACE)
@click.pass_context
def check(ctx: click.Context, question_set: Path) -> None:
    """Look for faults in a question set; exit status 1 where there are any."""
    from eval.sets import check as faults_of

    faults = faults_of(question_set)
    for fault in faults:
        click.echo(str(fault))
    counted = "1 fault" if len(faults) == 1 else f"{len(faults):,} faults"
    click.echo(f"{counted} in {question_set}", err=True)
    ctx.exit(1 if faults else 0)


@evaluate.command()
@click.argument("old", type=_PLACE)
@click.argument("new", type=_PLACE)
@click.option("--out", type=_FOLDER, help="Write compare.html and compare.md here.")
def compare(old: Path, new: Path, out: Path | None) -> None:
    """Compare two reports: differences with intervals, and which questions flipped."""
    from rich.console import Console

    from eval.comparing.compare import compare as compared
    from eval.comparing.compare import show, write
    from eval.reports import read

    comparison = compared(read(old), read(new))
    show(comparison, Console())
    if out is not None:
        for path in write(comparison, out):
            click.echo(f"written: {path}", err=True)


@evaluate.command()
@click.argument("measured", type=_PLACE)
@click.option("--against", type=_FILE, required=True, help="The baseline, a report.json.")
@click.option("--out", type=_FOLDER, help="Folder of the report, if one is measured.")
@click.option("--library", type=_FOLDER, help="Where articles of sets are indexed.")
@click.option(
    "--tolerance",
    "tolerances",
    multiple=True,
    metavar="METRIC=PART",
    help="How much a metric may get worse; for times and memory as a part of the old value.",
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
    """Fail where a metric dropped, by more than its tolerance and by more than chance.

    MEASURED is a report, or a question set: that is then measured as the baseline was.
    """
    from rich.console import Console

    from eval.comparing.gate import judge, show
    from eval.reports import read

    baseline = read(against)
    report = _report(ctx, measured, out, baseline, library)
    verdict = judge(baseline, report, dict(map(_tolerance, tolerances)))
    show(verdict, Console())
    ctx.exit(0 if verdict.passed else 1)


@evaluate.command()
@click.argument("report", type=_PLACE)
@click.argument("out", type=_FILE)
def baseline(report: Path, out: Path) -> None:
    """Reduce a report to what the gate needs: no text of questions or articles."""
    from eval.comparing.gate import save_baseline
    from eval.reports import read

    save_baseline(read(report), out)


@evaluate.command()
@click.argument("question_set", type=_PLACE)
@_options
@click.option("--out", type=_FOLDER, help="Folder of the report (default: eval-reports/NAME).")
@click.pass_context
def calibrate(ctx: click.Context, /, question_set: Path, out: Path | None, **options: Any) -> None:
    """Fit confidences to a question set, so that settings can take a risk target.

    Written is calibration.json in the data folder; a calibration made for another reader, embedder
    or search is refused when answering starts.
    """
    from rich.console import Console

    from eval.calibrating import calibrate as fit_and_save
    from eval.calibrating import show
    from eval.reports import write

    settings = _settings(ctx)
    folder = out or Path("eval-reports") / f"{question_set.name.split('.')[0]}-uncalibrated"
    report, _ = _measured(ctx, question_set, folder, options | {"calibrated": False})
    write(report, folder)
    fitted, path = fit_and_save(report, settings)
    show(fitted, Console())
    click.echo(f"written: {path}; it is used from the next start on", err=True)


def _tolerance(given: str) -> tuple[str, float]:
    name, _, part = given.rpartition("=")
    try:
        return name, float(part)
    except ValueError as exc:
        raise click.BadParameter(f"{given!r} is not like 'p50 total=0.5'") from exc


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

    from eval.runs.run import Options
    from eval.runs.run import run as measure

    folder = out or Path("eval-reports") / question_set.name.split(".")[0]
    options: Options = Options(**given)
    report = measure(question_set, _settings(ctx), folder, options)
    return structs.replace(report, command=_command()), folder


def _check_measured(report: "Report") -> None:
    """Fail where nothing could be measured: the first error says why."""
    errors = [record.error for record in report.records if record.error is not None]
    if errors and len(errors) == len(report.records):
        raise click.ClickException(f"no question could be asked: {errors[0]}")


def _command() -> str:
    """The command as it was given."""
    return shlex.join(["dateline", *sys.argv[1:]])


def _settings(ctx: click.Context) -> "Settings":
    from service.settings import load

    return load(**ctx.obj)
