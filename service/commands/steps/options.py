"""Options shared by several commands."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
Option = Callable[[Command], Command]

collection: Option[Any] = click.option(
    "--collection", "-c", metavar="NAME", help="Collection to use."
)
as_json: Option[Any] = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
outlets: Option[Any] = click.option(
    "--source", multiple=True, metavar="NAME", help="Only this outlet; may be repeated."
)
visible_to: Option[Any] = click.option(
    "--visible-to",
    "labels",
    multiple=True,
    metavar="LABEL",
    help="Label for articles without one, so that only keys with it see them; may be repeated.",
)
max_answers: Option[Any] = click.option(
    "--max-answers",
    type=click.IntRange(1, 20),
    help="Maximum number of answers; default 5, or 20 for people or days.",
)
speaker: Option[Any] = click.option("--speaker", metavar="NAME", help="Only this person's words.")
author: Option[Any] = click.option(
    "--author", multiple=True, metavar="NAME", help="Only this author; may be repeated."
)
min_confidence: Option[Any] = click.option(
    "--min-confidence", type=click.FloatRange(0, 1), help="Minimum confidence of answers."
)
maybe_confidence: Option[Any] = click.option(
    "--maybe-confidence",
    type=click.FloatRange(0, 1),
    help="Minimum confidence of a maybe, shown if there is no answer; 1: show none.",
)
published_from: Option[Any] = click.option(
    "--from", "published_from", metavar="DATE", help="Published on or after this date."
)
published_to: Option[Any] = click.option(
    "--to", "published_to", metavar="DATE", help="Published on or before this date."
)
as_of: Option[Any] = click.option(
    "--as-of", metavar="DATE", help="Ignore articles published after this date."
)
meta: Option[Any] = click.option(
    "--meta",
    multiple=True,
    metavar="CONDITION",
    help="Only articles whose custom fields match: section=politics, priority>=2 or "
    "section!=sport; may be repeated.",
)
as_typed: Option[Any] = click.option(
    "--as-typed", is_flag=True, help="Search for the question as typed, misspellings included."
)
url: Option[Any] = click.option(
    "--url", metavar="URL", help="Query this running server instead of the data folder."
)


def limit(usual: int, most: int, what: str, *short: str) -> Option[Any]:
    """A `--limit` option."""
    return click.option(
        "--limit",
        *short,
        default=usual,
        show_default=True,
        type=click.IntRange(1, most),
        help=f"Maximum number of {what}.",
    )


_ASKING: tuple[Option[Any], ...] = (
    collection,
    max_answers,
    speaker,
    outlets,
    author,
    published_from,
    published_to,
    as_of,
    meta,
    min_confidence,
    maybe_confidence,
    as_typed,
)


def asking(command: Command) -> Command:
    """Add all options that restrict a question or its answers."""
    for option in reversed(_ASKING):
        command = option(command)
    return command


def rule(command: Command) -> Command:
    """Add `--replace` and `--keep`."""
    replace = click.option(
        "--replace",
        is_flag=True,
        help="Replace the article with the same id, URL or path, even by an earlier version.",
    )
    keep = click.option(
        "--keep", is_flag=True, help="Replace nothing; keep articles with different texts."
    )
    return replace(keep(command))
