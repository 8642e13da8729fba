"""The command line: `dateline COMMAND`. Command modules are imported on demand."""

import keyword
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any, cast

import click

from index.errors import DatelineError, InvalidFieldError
from service.commands import articles, questions, server
from service.commands.steps.context import terminal_of
from service.commands.steps.interruption import INTERRUPTED, raise_when_interrupted
from service.commands.steps.terminal import one_line
from service.printing import guard

_ROOMS = (articles, questions, server)
_WHOLE = 1_000
_ADDED = "dateline.commands"
# The guard decides about colours: click would remove escape sequences unseen, and ids with them.
_CONTEXT = {"help_option_names": ["-h", "--help"], "color": True}
# What continues where it stopped, if it is run again.
_CONTINUING = ("add", "eval", "import", "reembed", "reread")
_SET_BY = {
    "published_from": "--from",
    "published_to": "--to",
    "as_of": "--as-of",
    "meta": "--meta",
    "about": "--about",
}
"""The options that set fields of requests by other names."""


class _Group(click.Group):
    """Finds commands by name; prints our errors as one line on standard error.

    The exit status is then 2 if an option or argument is wrong, else 1.

    Higher-level packages register their commands as `_ADDED` entry points, so that this module
    does not import them.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of built-in and registered commands, sorted."""
        del ctx
        return sorted([*_own_names(), *entry_points(group=_ADDED).names])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        return _own(cmd_name) or _added(cmd_name)

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the command line with sanitised output, including `--help` and click's own errors."""
        guard()
        return super().main(*arguments, **options)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with a full sentence each: click would truncate it to one line."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, one.get_short_help_str(_WHOLE)) for name, one in commands if one]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            raise_when_interrupted()
            return _written(lambda: super(_Group, self).invoke(ctx))
        except DatelineError as exc:
            raise _named_by_option(exc) or click.ClickException(one_line(str(exc))) from exc
        except BrokenPipeError:
            # The reader of our output has exited (`| head`): not an error.
            raise click.exceptions.Exit(0) from None
        except (Exception, KeyboardInterrupt) as exc:
            if not _is_interruption(exc):
                raise
            _report_interruption(ctx)
            raise click.exceptions.Exit(INTERRUPTED) from None


@click.group(cls=_Group, context_settings=_CONTEXT)
@click.option("--data", metavar="FOLDER", help="Data folder (default: DATELINE_DATA).")
@click.option("--config", metavar="FILE", help="TOML file with settings.")
@click.option(
    "--demo", is_flag=True, default=None, help="Use the demo articles, in their own data folder."
)
@click.version_option(package_name="dateline", prog_name="dateline")
@click.pass_context
def main(ctx: click.Context, /, **given: Any) -> None:
    """Answer questions about the news in the news's own words, with citations."""
    ctx.obj = given


def _named_by_option(error: DatelineError) -> click.UsageError | None:
    """The error in terms of the option that sets the invalid field."""
    if not isinstance(error, InvalidFieldError):
        return None
    option = _SET_BY.get(error.field.rpartition(".")[2])
    message = str(error).replace(f"{error.field}:", f"{option}:", 1)
    return click.UsageError(one_line(message)) if option else None


def _written(work: Callable[[], Any]) -> Any:
    """Run it and flush stdout, so that write errors surface here."""
    try:
        return work()
    finally:
        sys.stdout.flush()


def _is_interruption(error: BaseException | None) -> bool:
    """Whether Ctrl-C is the root cause: a library interrupted during import wraps it."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _report_interruption(ctx: click.Context) -> None:
    continues = ctx.invoked_subcommand in _CONTINUING
    name = "cli_interrupted" if continues else "cli_interrupted_for_good"
    terminal_of(ctx).say(name, err=True)


def _own_names() -> Iterator[str]:
    modules = (module for room in _ROOMS for module in iter_modules(room.__path__))
    names = (module.name.rstrip("_") for module in modules if not module.ispkg)
    return (name for name in names if _own(name) is not None)


def _own(name: str) -> click.Command | None:
    if not name.isidentifier():
        return None
    file = f"{name}{'_' if keyword.iskeyword(name) else ''}"
    for module in (f"{room.__name__}.{file}" for room in _ROOMS):
        if find_spec(module):
            return cast("click.Command | None", getattr(import_module(module), "command", None))
    return None


def _added(name: str) -> click.Command | None:
    for entry in entry_points(group=_ADDED, name=name):
        return cast("click.Command", entry.load())
    return None
