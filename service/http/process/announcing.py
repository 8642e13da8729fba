"""The startup messages of `dateline serve`: its address, and what to try next."""

import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from prompts import say
from service.access.exposure import is_open
from service.demo import EXAMPLE_QUESTIONS
from service.demo.first_start import holds_own_articles
from service.printing import style
from service.settings import Settings


def announce(settings: Settings) -> None:
    """Print it to standard error."""
    address, language = f"http://{_host(settings)}:{settings.port}/", settings.language
    click.echo(style(say("cli_serving", language, address=address), bold=True), err=True)
    if not is_open(settings):
        name = "cli_public" if settings.public_read else "cli_keys_needed"
        click.echo(style(say(name, language), fg="yellow"), err=True)
    is_demo = settings.demo and not holds_own_articles(settings)
    if is_demo:
        _tell_of_demo(language)
    if sys.stderr.isatty():
        _tell_next(language, address, is_demo=is_demo)


def _host(settings: Settings) -> str:
    return f"[{settings.host}]" if ":" in settings.host else settings.host


def _tell_of_demo(language: str) -> None:
    click.echo(say("cli_examples", language), err=True)
    for question in EXAMPLE_QUESTIONS:
        click.echo(f"  {question}", err=True)


def _tell_next(language: str, address: str, *, is_demo: bool) -> None:
    """The commands for another terminal."""
    asked = f"ask --url {address} {EXAMPLE_QUESTIONS[0]}" if is_demo else f"list --url {address}"
    click.echo(say("cli_next", language), err=True)
    for line in (*_activation(), f"dateline {asked}"):
        click.echo(f"  {line}", err=True)
    if is_demo:
        click.echo(say("cli_next_own", language), err=True)


def _activation() -> Iterator[str]:
    """How the command `dateline` becomes known, where it is not."""
    script = Path(sys.prefix) / "bin" / "activate"
    if shutil.which("dateline") is None and script.exists():
        yield f". {shlex.quote(_nearby(script))}"


def _nearby(path: Path) -> str:
    """The path from here if it lies below, as it is in another terminal at the same place."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
