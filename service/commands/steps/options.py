"""Options that several commands share, each with one wording."""

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
    help="Only keys with this label see the articles that name none; may be repeated.",
)
max_answers: Option[Any] = click.option(
    "--max-answers",
    type=click.IntRange(1, 20),
    help="At most so many answers; by default 5, of people or days 20.",
)
speaker: Option[Any] = click.option("--speaker", metavar="NAME", help="Only this person's words.")
author: Option[Any] = click.option(
    "--author", multiple=True, metavar="NAME", help="Only this author; may be repeated."
)
min_confidence: Option[Any] = click.option(
    "--min-confidence", type=click.FloatRange(0, 1), help="Only answers at least this probable."
)
maybe_confidence: Option[Any] = click.option(
    "--maybe-confidence",
    type=click.FloatRange(0, 1),
    help="Where there is no answer, show a maybe at least this probable; 1: none.",
)
published_from: Option[Any] = click.option(
    "--from", "published_from", metavar="DATE", help="Published on this day or later."
)
published_to: Option[Any] = click.option(
    "--to", "published_to", metavar="DATE", help="Published on this day or earlier."
)
as_of: Option[Any] = click.option(
    "--as-of", metavar="DATE", help="Ignore everything published after this day."
)
meta: Option[Any] = click.option(
    "--meta",
    multiple=True,
    metavar="CONDITION",
    help="Only articles whose own fields meet this: section=politics, priority>=2 or "
    "section!=sport; may be repeated.",
)
as_typed: Option[Any] = click.option(
    "--as-typed", is_flag=True, help="Search for what is typed, without correcting misspelt words."
)
url: Option[Any] = click.option(
    "--url", metavar="URL", help="Ask this running server instead of reading the data folder."
)


def limit(usual: int, most: int, what: str, *short: str) -> Option[Any]:
    """`--limit`, and what it limits."""
    return click.option(
        "--limit",
        *short,
        default=usual,
        show_default=True,
        type=click.IntRange(1, most),
        help=f"At most so many {what}.",
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
    """Add everything that limits a question or its answers."""
    for option in reversed(_ASKING):
        command = option(command)
    return command


def rule(command: Command) -> Command:
    """Add `--replace` and `--keep`."""
    replace = click.option(
        "--replace",
        is_flag=True,
        help="Replace the article of the same id, URL or path, whatever its text; revive versions.",
    )
    keep = click.option(
        "--keep", is_flag=True, help="Replace nothing: keep whatever has another text as well."
    )
    return replace(keep(command))
