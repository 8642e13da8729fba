"""`dateline doctor`: verify the library, its indexes and the models."""

from typing import TYPE_CHECKING

import click

from service.commands.steps import options
from service.commands.steps.context import require_library, settings_of
from service.commands.steps.terminal import Terminal, print_json
from service.printing import style

if TYPE_CHECKING:
    from service.commands.steps.examining import Finding


@click.command(name="doctor")
@click.option("--repair", is_flag=True, help="Rebuild damaged indexes.")
@options.as_json
@click.pass_context
def command(ctx: click.Context, repair: bool, as_json: bool) -> None:  # noqa: FBT001
    """Verify offsets, counts, checksums, log positions and models."""
    from service.commands.steps.examining import examine

    settings = settings_of(ctx)
    require_library(settings)
    findings = examine(settings, repair=repair)
    if as_json:
        print_json(findings)
    else:
        for finding in findings:
            _print_finding(Terminal(settings.language), finding)
    ctx.exit(1 if any(finding.problem for finding in findings) else 0)


def _print_finding(terminal: Terminal, finding: "Finding") -> None:
    state = terminal.words("doctor_problem" if finding.problem else "doctor_ok")
    colour = "red" if finding.problem else "green"
    repaired = terminal.words("doctor_repaired") if finding.repaired else ""
    words = f"{finding.what}: {finding.detail} {repaired}".rstrip()
    click.echo(f"{style(f'{state:8}', fg=colour)}  {words}")
