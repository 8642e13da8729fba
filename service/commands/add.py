"""`dateline add`: places in, progress and a summary out."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec
from msgspec import structs

from index.formats import read_paths
from index.ingest import Outcome, Status
from index.records import Document, Rejected
from index.web.articles import FeedCache, FetchPolicy, read_url
from service.engine import Engine
from service.settings import Settings

_LOG_EVERY_SECONDS = 10.0


def add_places(
    settings: Settings,
    places: Iterable[str],
    collection: str | None,
    *,
    follow: bool,
    source: str | None,
    as_json: bool,
) -> int:
    """Add everything found at the places; return how many documents were rejected."""
    engine = Engine(settings, calibrated=False)
    try:
        opened = engine.library.create_collection(collection or settings.collection)
        documents = _documents(places, settings, follow=follow, source=source)
        # Sources read ahead of the report: a broken one must not hide what was stored.
        outcomes = engine.ingester.add(opened, documents)
        counts = _report(outcomes, _sizes(places), as_json=as_json)
    finally:
        engine.close()
    _summarise(counts, as_json=as_json)
    return counts[Status.REJECTED]


def _documents(
    places: Iterable[str], settings: Settings, *, follow: bool, source: str | None
) -> Iterator[Document | Rejected]:
    cache = FeedCache(settings.folder / "feeds.json")
    for place in places:
        if place.startswith(("http://", "https://")):
            found = read_url(place, FetchPolicy(), cache, follow=follow)
        else:
            found = read_paths([Path(place)])
        for document in found:
            yield _with_source(document, source)


def _with_source(document: Document | Rejected, source: str | None) -> Document | Rejected:
    if source and isinstance(document, Document) and document.outlet is None:
        assumed = (*document.assumed, f"source: {source}, given on the command line")
        return structs.replace(document, outlet=source, assumed=assumed)
    return document


def _report(
    outcomes: Iterable[Outcome], sizes: dict[str, int], *, as_json: bool
) -> Counter[Status]:
    if as_json:
        return _report_json(outcomes)
    if sys.stderr.isatty():
        return _report_bar(outcomes, sizes)
    return _report_lines(outcomes)


def _sizes(places: Iterable[str]) -> dict[str, int]:
    """Bytes of every local file that will be read, by its path."""
    sizes: dict[str, int] = {}
    for place in map(Path, places):
        files = place.rglob("*") if place.is_dir() else [place]
        sizes |= {str(file): file.stat().st_size for file in files if file.is_file()}
    return sizes


class _BytesDone:
    """How many bytes of the files have been worked off, told by where outcomes come from."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self._sizes = sizes
        self._current = ""
        self.done = 0

    def saw(self, origin: str) -> None:
        """An outcome came from this place: the file before it is finished."""
        file = origin if origin in self._sizes else origin.split(", line")[0]
        if file != self._current:
            self.done += self._sizes.get(self._current, 0)
            self._current = file


def _report_json(outcomes: Iterable[Outcome]) -> Counter[Status]:
    counts: Counter[Status] = Counter()
    for outcome in outcomes:
        counts[outcome.status] += 1
        click.echo(msgspec.json.encode(outcome).decode())
    return counts


def _report_bar(outcomes: Iterable[Outcome], sizes: dict[str, int]) -> Counter[Status]:
    """A bar with what was done, the rate and the time left; rejections stay above it as lines.

    The time left follows from the bytes of whole files: it is unknown inside a single large one.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    counts: Counter[Status] = Counter()
    start = time.monotonic()
    bytes_done = _BytesDone(sizes)
    columns = (BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=sum(sizes.values()) or None)
        for outcome in outcomes:
            counts[outcome.status] += 1
            if outcome.status is Status.REJECTED:
                progress.console.print(f"[red]rejected[/] {escape(_rejection(outcome))}")
            done = counts.total()
            rate = done / max(1e-9, time.monotonic() - start)
            bytes_done.saw(outcome.origin)
            description = f"{done:,} articles, {rate:,.1f} a second, left:"
            progress.update(task, description=description, completed=bytes_done.done)
    return counts


def _report_lines(outcomes: Iterable[Outcome]) -> Counter[Status]:
    counts: Counter[Status] = Counter()
    start = said = time.monotonic()
    for outcome in outcomes:
        counts[outcome.status] += 1
        if outcome.status is Status.REJECTED:
            click.echo(f"rejected {_rejection(outcome)}", err=True)
        if time.monotonic() - said > _LOG_EVERY_SECONDS:
            said = time.monotonic()
            rate = counts.total() / (said - start)
            click.echo(f"{counts.total():,} articles, {rate:,.1f} a second", err=True)
    return counts


def _rejection(outcome: Outcome) -> str:
    return f"{outcome.origin}: {outcome.reason}"


def _summarise(counts: Counter[Status], *, as_json: bool) -> None:
    parts = [f"{counts[status]:,} {status.value}" for status in Status if counts[status]]
    click.echo(", ".join(parts) or "no articles found", err=as_json)
