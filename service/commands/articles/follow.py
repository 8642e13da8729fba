"""`dateline follow`: poll feeds for new articles."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from service.commands.steps import options
from service.commands.steps.context import open_engine, settings_of
from service.commands.steps.terminal import Terminal, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.outcomes import Outcome
    from index.store.feed_table import Feed
    from index.store.values import Collection
    from service.engine import Engine
    from service.wire.feeds import FeedOut


@click.command(name="follow")
@click.argument("urls", nargs=-1, metavar="URL...")
@options.collection
@click.option("--every", "minutes", type=click.IntRange(1, 10_080), help="Minutes between visits.")
@click.option("--source", "outlet", metavar="NAME", help="Outlet for articles without one.")
@options.visible_to
@click.option("--summaries", is_flag=True, help="Do not fetch pages; use the feed's text.")
@click.option("--list", "is_list", is_flag=True, help="List the feeds without changing anything.")
@click.option("--now", "is_now", is_flag=True, help="Visit these feeds, or all feeds, now.")
@click.option("--remove", "is_removal", is_flag=True, help="Stop following these feeds.")
@options.as_json
@click.pass_context
def command(
    ctx: click.Context,
    /,
    urls: tuple[str, ...],
    collection: str | None,
    minutes: int | None,
    outlet: str | None,
    labels: tuple[str, ...],
    summaries: bool,  # noqa: FBT001
    is_list: bool,  # noqa: FBT001
    is_now: bool,  # noqa: FBT001
    is_removal: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Follow RSS, Atom and JSON feeds and news sitemaps; a running server polls them.

    New feeds are visited at once. Without a URL, lists the feeds.
    """
    if is_list + is_now + is_removal > 1:
        raise click.UsageError("use only one of --list, --now and --remove")
    if is_removal and not urls:
        raise click.UsageError("--remove needs the URLs of the feeds")
    settings = settings_of(ctx)
    is_adding = bool(urls) and not (is_list or is_now or is_removal)
    with open_engine(settings, calibrated=False, create=is_adding) as engine:
        chosen = engine.library.create_collection(collection or settings.collection)
        following = _Following(engine, chosen, Terminal(settings.language), as_json=as_json)
        if is_removal:
            following.remove(urls)
        elif is_adding:
            following.add(urls, minutes, outlet, labels, follow=not summaries)
        elif is_now:
            following.visit(urls)
        following.show(() if is_removal else urls)


class _Following:
    """Manages the feeds of one collection."""

    def __init__(
        self, engine: "Engine", collection: "Collection", terminal: Terminal, *, as_json: bool
    ) -> None:
        from service.engine import fetch_policy
        from service.following.polling import Poller

        self._engine = engine
        self._collection = collection
        self._terminal = terminal
        self._as_json = as_json
        self._failed = False
        """Whether a visit failed, which is told already."""
        self._poller = Poller(engine, fetch_policy(engine.settings))

    def add(
        self,
        urls: Sequence[str],
        minutes: int | None,
        outlet: str | None,
        labels: tuple[str, ...],
        *,
        follow: bool,
    ) -> None:
        """Follow feeds from now on, and visit them."""
        from service.following.listing import add_feed
        from service.wire.feeds import FeedIn

        for url in urls:
            wanted = FeedIn(
                url=url, minutes=minutes, outlet=outlet, follow=follow, visible_to=labels or None
            )
            add_feed(self._engine.library, self._collection, wanted)
        self.visit(urls)

    def remove(self, urls: Sequence[str]) -> None:
        """Stop following feeds."""
        for url in urls:
            self._poller.table.remove(self._collection, url)
            self._terminal.say("cli_unfollowed", err=self._as_json, feed=url)

    def visit(self, urls: Sequence[str]) -> None:
        """Visit feeds now."""
        from service.commands.steps.progress import report, summarise

        counts = report(self._terminal, self._visited(urls), {}, as_json=False)
        if counts or not self._failed:
            summarise(self._terminal, counts, as_json=True)

    def show(self, urls: Sequence[str]) -> None:
        """List feeds."""
        from service.following.listing import feed_out

        feeds = [feed_out(feed) for feed in self._chosen(urls)]
        if self._as_json:
            print_json(feeds)
            return
        if not feeds:
            self._terminal.say("cli_no_feeds", err=True)
        for feed in feeds:
            click.echo(self._terminal.fitted(f"{self._state(feed)}  {feed.url}"))

    def _chosen(self, urls: Sequence[str]) -> "list[Feed]":
        table = self._poller.table
        return (
            [table.get(self._collection, url) for url in urls]
            if urls
            else table.all(self._collection)
        )

    def _visited(self, urls: Sequence[str]) -> "Iterator[Outcome]":
        for visit in self._poller.visit_now(self._chosen(urls)):
            feed, reason = visit.feed.url, visit.feed.state.error
            if reason is not None:
                self._failed = True
                words = self._terminal.words("cli_feed_failed", feed=feed, reason=reason)
                click.echo(words, err=True)
            yield from visit.outcomes

    def _state(self, feed: "FeedOut") -> str:
        """The state of a feed, in a few words."""
        if feed.error is not None:
            return self._terminal.words("cli_feed_fails", count=feed.failures)
        if feed.visited is None:
            return self._terminal.words("cli_feed_new")
        name = "cli_feed_quiet" if feed.quiet else "cli_feed_works"
        day = self._terminal.day(feed.newest or feed.last_new)
        return self._terminal.words(name, count=feed.articles, day=day)
