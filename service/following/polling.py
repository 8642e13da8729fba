"""Visits a feed: adds its articles and records its state.

    due --> visit, several sites at a time --> add what is new --> note state and next visit

The state is recorded only after the articles are stored: after a kill in between, the next visit
finds them unchanged.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct, structs

from index.errors import DatelineError, FetchError, InputError
from index.ingest import batches
from index.interruption import go_on
from index.outcomes import Outcome, Status
from index.records import Document
from index.store.feed_table import Feed, FeedState, FeedTable
from index.web.addresses import Resolver, system_resolver
from index.web.policy import FetchPolicy
from index.web.robots import Rules
from index.web.visiting import Known, Visited, visit
from service.engine import Engine
from service.following.completing import completed
from service.following.schedule import next_visit, with_arrival
from service.following.side_by_side import side_by_side

if TYPE_CHECKING:
    from index.web.fetcher import Fetcher

_log = logging.getLogger(__name__)

_RULES_SECONDS = 3_600
_SITES_AT_ONCE = 4
_NEWS = (Status.ADDED, Status.UPDATED)


class FeedVisit(Struct, frozen=True):
    """What came of a visit."""

    feed: Feed
    outcomes: Sequence[Outcome]

    @property
    def news(self) -> int:
        """How many articles are new, or have a new version."""
        return sum(outcome.status in _NEWS for outcome in self.outcomes)


class Poller:
    """Visits the feeds of a library; one process at a time does."""

    def __init__(
        self,
        engine: Engine,
        policy: FetchPolicy,
        *,
        resolve: Resolver = system_resolver,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Prepare; nothing is fetched yet.

        Args:
            engine: stores the articles.
            policy: what may be fetched. Failures are not retried at once: there will be
                another visit.
            resolve: looks up hosts.
            clock: seconds since 1970.
        """
        self.table = FeedTable(engine.library.database)
        self._engine = engine
        self._policy = structs.replace(policy, max_retries=0)
        self._resolve = resolve
        self._clock = clock
        self._rules: Rules = {}
        self._rules_since = clock()
        self._alone = partial(engine.library.database.alone, "feeds")

    def visit_due(self) -> Iterator[FeedVisit]:
        """Visit every feed that is due; nothing while another process does.

        Raises:
            StoreError: the data folder cannot be written to.
        """
        if not self.table.due(self._clock(), limit=1):
            return
        with self._alone() as mine:
            if mine:
                yield from self._visits(self.table.due(self._clock()))

    def visit_now(self, feeds: Sequence[Feed]) -> Iterator[FeedVisit]:
        """Visit these feeds, unless another process is visiting.

        Raises:
            StoreError: the data folder cannot be written to.
        """
        with self._alone() as mine:
            if mine:
                yield from self._visits(feeds)
                return
        for feed in feeds:
            self.table.hasten(feed.collection, feed.url)

    def _visits(self, feeds: Sequence[Feed]) -> Iterator[FeedVisit]:
        """Several sites at a time; each at the pace that it asks for, its feeds one by one."""
        self._forget_rules()
        sites: dict[str, list[Feed]] = defaultdict(list)
        for feed in feeds:
            sites[_site(feed.url)].append(feed)
        for feed, found in side_by_side(map(self._at_site, sites.values()), _SITES_AT_ONCE):
            yield self._taken_in(feed, found)

    def _forget_rules(self) -> None:
        """Read robots.txt again after an hour, and at once where it could not be read."""
        if self._clock() - self._rules_since > _RULES_SECONDS:
            self._rules.clear()
            self._rules_since = self._clock()
        for site in [site for site, rules in self._rules.items() if isinstance(rules, str)]:
            del self._rules[site]

    def _at_site(self, feeds: Sequence[Feed]) -> Iterator[tuple[Feed, Visited | InputError]]:
        """What is new in each of these feeds, or why it cannot be read."""
        # Imported here: most commands fetch nothing.
        from index.web.fetcher import Fetcher

        with Fetcher(self._policy, self._resolve, self._rules) as fetcher:
            for feed in feeds:
                go_on()
                yield feed, self._visit(feed, fetcher)

    def _visit(self, feed: Feed, fetcher: "Fetcher") -> Visited | InputError:
        known = msgspec.json.decode(self.table.known(feed), type=Known)
        try:
            return visit(feed.url, known, fetcher, follow=feed.state.follow)
        except InputError as exc:
            return exc
        except (DatelineError, OSError):
            raise
        except Exception as exc:  # noqa: BLE001
            # An unexpected failure of one feed must not stop the others.
            _log.error("%s: cannot be read", feed.url, exc_info=exc)
            return InputError(f"cannot be read: {type(exc).__name__}; please report this")

    def _taken_in(self, feed: Feed, found: Visited | InputError) -> FeedVisit:
        """Add what is new, and note how the feed fares."""
        if isinstance(found, InputError):
            return FeedVisit(self._failed(feed, found), ())
        outcomes = tuple(self._added(feed, found))
        return FeedVisit(self._succeeded(feed, found, outcomes), outcomes)

    def _added(self, feed: Feed, found: Visited) -> Iterator[Outcome]:
        outlet, labels = feed.state.outlet, feed.state.visible_to or ()
        documents = (completed(one, outlet, labels, "for the feed") for one in found.documents)
        for batch in batches(documents):
            yield from self._engine.ingester.add_each(feed.collection, batch)

    def _succeeded(self, feed: Feed, found: Visited, outcomes: Sequence[Outcome]) -> Feed:
        now = self._clock()
        state = structs.replace(
            feed.state,
            visited=_iso(now),
            failures=0,
            error=None,
        )
        news = [
            document.published if isinstance(document, Document) else None
            for document, outcome in zip(found.documents, outcomes, strict=True)
            if outcome.status in _NEWS
        ]
        if news:
            newest = max(filter(None, news), default=None)
            state = with_arrival(state, datetime.fromtimestamp(now, UTC), len(news), newest)
        known = msgspec.json.encode(found.known)
        return self._noted(feed, state, now, known, is_complete=found.is_complete)

    def _failed(self, feed: Feed, exc: InputError) -> Feed:
        now = self._clock()
        state = structs.replace(
            feed.state, visited=_iso(now), failures=feed.state.failures + 1, error=str(exc)
        )
        after = exc.retry_after if isinstance(exc, FetchError) else None
        return self._noted(feed, state, now, retry_after=after)

    def _noted(
        self,
        feed: Feed,
        state: FeedState,
        now: float,
        known: bytes | None = None,
        *,
        is_complete: bool = True,
        retry_after: float | None = None,
    ) -> Feed:
        minutes = self._engine.settings.follow_minutes or 15
        at = next_visit(state, now, minutes, is_complete=is_complete, retry_after=retry_after)
        noted = structs.replace(feed, next_at=at, state=state)
        self.table.note(noted, known)
        return noted


def _site(url: str) -> str:
    """Hosts of one site: feeds.ledger.example and www.ledger.example link to the same pages."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
