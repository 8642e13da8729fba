"""`dateline search`: passages, with the scores of each stage."""

from typing import TYPE_CHECKING, Any

import click

from service.commands.steps import options
from service.commands.steps.context import open_engine, settings_of
from service.commands.steps.terminal import Terminal, print_json

if TYPE_CHECKING:
    from service.wire import FoundPassage


@click.command(name="search")
@click.argument("question", nargs=-1, required=True)
@options.collection
@click.option(
    "--limit",
    "-k",
    default=10,
    show_default=True,
    type=click.IntRange(1, 100),
    help="At most so many passages.",
)
@options.outlets
@options.published_from
@options.published_to
@options.as_of
@options.meta
@options.as_json
@click.pass_context
def command(ctx: click.Context, /, question: tuple[str, ...], **given: Any) -> None:
    """Find passages, with the scores of each stage."""
    from service.lookups.passages import find
    from service.questions.field_conditions import conditions_in_words
    from service.wire import SearchRequest, checked

    as_json = given.pop("as_json")
    filters = {
        "source": list(given.pop("source")) or None,
        "published_from": given.pop("published_from"),
        "published_to": given.pop("published_to"),
        "meta": conditions_in_words(given.pop("meta")),
    }
    request = checked(SearchRequest, {"question": " ".join(question), "filters": filters, **given})
    settings = settings_of(ctx)
    with open_engine(settings, calibrated=False) as engine:
        found = find(engine, request)
    if as_json:
        print_json(found)
        return
    terminal = Terminal(settings.language)
    for number, passage in enumerate(found.passages, start=1):
        _print_passage(terminal, number, passage)
    if not found.passages:
        terminal.say("cli_no_passages_found")


def _print_passage(terminal: Terminal, number: int, passage: "FoundPassage") -> None:
    scores = passage.scores
    stages = terminal.words(
        "cli_scores",
        fused=_score(scores.fused),
        dense=_score(scores.dense),
        lexical=_score(scores.lexical),
    )
    outlet, day = terminal.outlet(passage.source), terminal.day(passage.published)
    click.secho(f"{number}. {passage.title or passage.article_id}", bold=True)
    click.secho(f"   {outlet}, {day} ({stages})", dim=True)
    click.echo(f"   {' '.join(passage.text.split())}\n")


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.3f}"
