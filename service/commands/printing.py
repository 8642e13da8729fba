"""What the commands print: tables and quotes on a terminal, JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from prompts import say

if TYPE_CHECKING:
    # Only named here: `dateline config` and the like must not load the database's library.
    from collections.abc import Sequence

    from index.records import Article
    from index.store.library import VersionSummary
    from index.store.values import ArticleSummary
    from service.wire import Answer, AnswerItem, Citation, SearchAnswer

_BAR = "│ "
_WIDE = 60


def print_answer(answer: Answer, *, as_json: bool) -> None:
    """Quotes as blocks, highlighted words in bold, then one line for each source."""
    if as_json:
        print_json(answer)
        return
    if answer.period is not None:
        days = answer.period
        found = [days.holds(citation.published) for citation in answer.citations]
        name = "page_period_other" if found and not any(found) else "page_period"
        click.secho(say(name, first=days.first, last=days.last), dim=True)
    if answer.status != "answered":
        click.echo(answer.text)
        return
    citations = {citation.number: citation for citation in answer.citations}
    for item in answer.answers:
        _print_item(item, citations)


def _print_item(item: AnswerItem, citations: dict[int, Citation]) -> None:
    if item.speaker is not None:
        cue = f" ({item.speaker.cue})" if item.speaker.cue else ""
        click.secho(f"{item.speaker.name}{cue}", bold=True)
    first = citations[item.citations[0]]
    print_block(_marked(item, first))
    for number in item.citations:
        click.secho(f"  [{number}] {_source_line(citations[number])}", dim=True)
    click.echo()


def print_block(words: str) -> None:
    """Quoted words beside a bar, without empty lines."""
    for line in words.splitlines():
        if line.strip():
            click.echo(click.style(_BAR, fg="cyan") + line)


def _marked(item: AnswerItem, citation: Citation) -> str:
    """The quote, with the highlighted words in bold where there is a terminal."""
    marked = ""
    done = 0
    for highlight in item.highlights:
        start = max(done, highlight.start - citation.start)
        end = min(len(item.quote), highlight.end - citation.start)
        marked += item.quote[done:start] + click.style(item.quote[start:end], bold=True)
        done = end
    return marked + item.quote[done:]


def _source_line(citation: Citation) -> str:
    date = citation.published[:10] if citation.published else "date unknown"
    outlet = citation.source or "outlet unknown"
    title = citation.title or citation.article_id
    return f"{outlet}, {date} — {title} ({citation.article_id}:{citation.start}-{citation.end})"


def print_found(found: SearchAnswer, *, as_json: bool) -> None:
    """Passages with the scores of each stage."""
    if as_json:
        print_json(found)
        return
    for number, item in enumerate(found.passages, start=1):
        scores = item.scores
        dense, lexical = _score(scores.dense), _score(scores.lexical)
        stages = f"fused {scores.fused:.3f}  dense {dense}  lexical {lexical}"
        click.secho(f"{number}. {item.title or item.article_id}", bold=True)
        click.secho(f"   {stages}  {item.source or ''} {(item.published or '')[:10]}", dim=True)
        click.echo(f"   {' '.join(item.text.split())}\n")
    if not found.passages:
        click.echo("no passages found")


def print_articles(found: Sequence[ArticleSummary], total: int, *, as_json: bool) -> None:
    """A line for each article."""
    if as_json:
        print_json(list(found))
        return
    for article in found:
        date = (article.published or "unknown")[:10]
        title = article.title or "(no title)"
        click.echo(f"{article.id:24}  {date:10}  {(article.outlet or ''):20.20}  {title:.{_WIDE}}")
    click.secho(f"{len(found):,} of {total:,} articles", dim=True, err=True)


def print_article(article: Article, versions: Sequence[VersionSummary], *, as_json: bool) -> None:
    """An article's metadata and text; furniture is dimmed."""
    if as_json:
        print_json({"article": article, "versions": list(versions)})
        return
    for name in ("title", "source", "published", "url", "language", "format", "origin"):
        value = getattr(article, "outlet" if name == "source" else name)
        click.echo(f"{name:10} {value if value is not None else 'unknown'}")
    click.echo(f"{'authors':10} {', '.join(article.authors) or 'unknown'}")
    for note in article.assumed:
        click.echo(f"{'assumed':10} {note}")
    for version in versions:
        state = "superseded" if version.superseded else "current"
        click.echo(f"{'version':10} {version.version} {state}, added {version.added}")
    click.echo()
    _print_text(article)


def _print_text(article: Article) -> None:
    position = 0
    for mark in article.marks:
        click.echo(article.text[position : mark.start], nl=False)
        click.secho(article.text[mark.start : mark.end], dim=True, nl=False)
        position = mark.end
    click.echo(article.text[position:])


def print_settings(settings: Sequence[tuple[str, str, str]], *, as_json: bool) -> None:
    """Every setting: name, value, meaning."""
    if as_json:
        print_json({name: value for name, value, _ in settings})
        return
    width = max(len(name) for name, _, _ in settings)
    for name, value, meaning in settings:
        click.echo(f"{name:{width}}  {value:24}  {meaning}")


def print_findings(findings: Sequence[Any], *, as_json: bool) -> None:
    """What the doctor looked at and found."""
    if as_json:
        print_json(list(findings))
        return
    for finding in findings:
        state = (
            click.style("problem", fg="red") if finding.problem else click.style("ok", fg="green")
        )
        repaired = " (repaired)" if finding.repaired else ""
        click.echo(f"{state:8}  {finding.what}: {finding.detail}{repaired}")


def print_json(value: object) -> None:
    """A value for programs."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.3f}"
