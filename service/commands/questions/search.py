"""`dateline search`: passages, with the scores of each stage."""

from typing import TYPE_CHECKING, Any

import click

from service.commands.steps import options
from service.commands.steps.context import reading, settings_of
from service.commands.steps.terminal import Terminal, print_json
from service.printing import style

if TYPE_CHECKING:
    from service.wire.passages import FoundPassage


@click.command(name="search")
@click.argument("question", nargs=-1, required=True)
@options.collection
@options.limit(10, 100, "passages", "-k")
@click.option("--collapse", is_flag=True, help="Show a wire story in several outlets only once.")
@options.outlets
@options.published_from
@options.published_to
@options.as_of
@options.meta
@options.url
@options.as_json
@click.pass_context
def command(ctx: click.Context, /, question: tuple[str, ...], **given: Any) -> None:
    """Find passages, with the scores of each stage."""
    from service.questions.requests.field_conditions import conditions_in_words
    from service.wire.fields import checked
    from service.wire.passages import SearchRequest

    as_json, url = given.pop("as_json"), given.pop("url")
    filters = {
        "source": list(given.pop("source")) or None,
        "published_from": given.pop("published_from"),
        "published_to": given.pop("published_to"),
        "meta": conditions_in_words(given.pop("meta")),
    }
    request = checked(SearchRequest, {"question": " ".join(question), "filters": filters, **given})
    with reading(ctx, url) as archive:
        found = archive.search(request)
    if as_json:
        print_json(found)
        return
    terminal = Terminal(settings_of(ctx).language)
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
    place = f"{passage.article_id}:{passage.start}-{passage.end}"
    click.echo(style(f"{number}. {passage.title or terminal.words('page_untitled')}", bold=True))
    click.echo(style(f"   {outlet}, {day} ({place})", dim=True))
    click.echo(style(f"   {stages}", dim=True))
    if passage.also_in:
        names = ", ".join(terminal.outlet(copy.source) for copy in passage.also_in)
        click.echo(style(f"   {terminal.words('answer_also_in', names=names)}", dim=True))
    click.echo(f"   {' '.join(passage.text.split())}\n")


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.3f}"
