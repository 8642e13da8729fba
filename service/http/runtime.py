"""The state of a server process: engine, queues, background loops."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from litestar import Request
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.types import Scope
from structlog import get_logger

from index.errors import DatelineError, NotFoundError, StoreError
from index.interruption import Stopped, go_on, interruptible
from index.store.moving.mover import moved_away
from service.access.key_ring import KeyRing
from service.engine import Engine, fetch_policy, thread_count
from service.following.listing import list_feeds
from service.following.polling import FeedVisit, Poller
from service.http.background.job_runner import JobRunner
from service.http.background.loops import Loop, LoopState
from service.http.background.memory import give_back_memory
from service.http.limits.admission import Admission
from service.http.limits.kept_streams import KeptStreams
from service.http.problems import BehindError, NotReadyError
from service.http.requests.options import WITHOUT_ENGINE
from service.settings import Settings
from service.wire.asking import AskRequest
from service.wire.feeds import FeedOut

_log = get_logger("service")

# Writes of other processes are seen after at most this long.
_FOLLOW_SECONDS = 0.25
_SETTLE_SECONDS = 30.0
_RELEASE_SECONDS = 0.5
_VISIT_SECONDS = 1.0
# Fifty pages of a slow site.
_VISIT_PATIENCE_SECONDS = 1_200.0
# How long one step may take without a sign of life.
_FOLLOW_PATIENCE_SECONDS = 60.0
_SETTLE_PATIENCE_SECONDS = 300.0

# Four questions may wait for each one being answered, none much longer than two others take: at
# full capacity, the server answers nine in ten, in less than three times the usual 99th percentile.
# Under overload, half as many as are being answered keep everything busy.
_WAITING_FOR_EACH = 4
_PATIENCE = 2.75
# Writes take milliseconds, and clients that add articles can wait.
_WAITING_WRITES = 64
# So do lookups.
_LOOKUPS_AT_ONCE = 2
_WAITING_LOOKUPS = 64
_WAITING_SUGGESTIONS = 8
# One of several processes may be ready before the others: these wait rather than refuse.
_LOADING_SECONDS = 60.0
# Most requests by far: where there is no room for one, its body is not even read.
_QUESTIONS = ("/v1/ask", "/v1/chat/completions", "/v1/responses", "/nlweb/ask")

T = TypeVar("T")
AnyRequest = Request[Any, Any, State]
I = TypeVar("I")  # noqa: E741


class Runtime:
    """Loads the engine in the background, admits work, and keeps the loops running."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.keys = KeyRing(settings.folder)
        self.failure: str | None = None
        self.give_up: Callable[[], object] = lambda: None
        """Called if the engine can never answer."""
        self.when_ready: Callable[[], object] = lambda: None
        """Called once, when everything is loaded."""
        self._engine: Engine | None = None
        self._jobs: JobRunner | None = None
        self._leaving = False
        self._loading: asyncio.Task[None] | None = None
        self._loops: list[Loop] = []
        self._feeds: Loop | None = None
        threads, seconds = thread_count(settings), settings.queue_ms / 1000
        # Questions and writes have separate queues: a long ingestion must not delay answers.
        self.questions = Admission(
            at_once=threads,
            waiting=settings.queue_length or _WAITING_FOR_EACH * threads,
            overloaded=settings.queue_length or max(1, threads // 2),
            patience=None if settings.queue_length else _PATIENCE,
            seconds=seconds,
        )
        # Reading rows needs no model: watching or stopping a job never waits for answers.
        self.lookups = Admission(
            at_once=_LOOKUPS_AT_ONCE, waiting=_WAITING_LOOKUPS, seconds=seconds
        )
        # A suggestion asks several questions: it must never take the place of two.
        self.suggestions = Admission(at_once=1, waiting=_WAITING_SUGGESTIONS, seconds=seconds)
        self.streams = KeptStreams()
        self.writes = Admission(at_once=1, waiting=_WAITING_WRITES, seconds=seconds)

    @property
    def engine(self) -> Engine:
        """The engine.

        Raises:
            NotReadyError: it is still being loaded, or could not be.
        """
        if self._engine is None:
            detail = self.failure or "models and indexes are being loaded"
            raise NotReadyError(f"{detail}; ask /ready")
        return self._engine

    @property
    def jobs(self) -> JobRunner:
        """The runner of ingestion jobs.

        Raises:
            NotReadyError: it is still being loaded.
        """
        _ = self.engine
        assert self._jobs is not None  # noqa: S101
        return self._jobs

    @property
    def is_ready(self) -> bool:
        """Whether questions can be answered."""
        return self._engine is not None

    def check(self) -> None:
        """Check that the library is in place and all background loops are running.

        Raises:
            NotReadyError: the engine is loading, or failed to load.
            BehindError: the library is missing, or a loop is stuck; the message says why.
        """
        try:
            self.engine.library.database.check_in_place()
        except StoreError as exc:
            raise BehindError(str(exc)) from exc
        troubles = [state.trouble for state in self.loops() if state.trouble]
        if troubles:
            behind = self.changes_behind()
            troubles += [f"{name}: {count:,} changes behind" for name, count in behind.items()]
            raise BehindError("; ".join(troubles))

    def feeds(self) -> list[FeedOut]:
        """The feeds followed; empty while unknown."""
        try:
            return list_feeds(self._engine.library) if self._engine else []
        except StoreError:
            return []

    def wake_feeds(self) -> None:
        """Signal that a feed may be due."""
        if self._feeds is not None:
            self._feeds.wake()

    def loops(self) -> list[LoopState]:
        """How the background loops fare."""
        loops = [*self._loops, *(self._jobs.loops if self._jobs else ())]
        return [loop.state() for loop in loops]

    def changes_behind(self) -> dict[str, int]:
        """For each collection, the number of log changes its indexes have not applied.

        Empty while unknown; the loops that need the log then report why.
        """
        try:
            return self._engine.catalogue.behind() if self._engine else {}
        except StoreError:
            return {}

    async def start(self) -> None:
        """Start loading; return immediately."""
        self._loading = asyncio.create_task(self._load())

    def begin_stop(self) -> None:
        """Stop long-running work; answers in progress may still finish."""
        self._leaving = True
        for loop in [*self._loops, *(self._jobs.loops if self._jobs else ())]:
            loop.begin_stop()

    async def stop(self) -> None:
        """Stop everything, write snapshots, close."""
        self.begin_stop()
        self.questions.stop()
        self.lookups.stop()
        self.suggestions.stop()
        self.writes.stop()
        if self._loading is not None:
            with suppress(asyncio.CancelledError):
                await self._loading
        await asyncio.to_thread(self._close)

    async def let_in(self, scope: Scope) -> None:
        """Admit a request once the engine is loaded; refuse a question if there is no capacity.

        Raises:
            BusyError: too many requests at once.
        """
        await self._wait_for_engine(scope)
        if scope["path"] in _QUESTIONS:
            self.questions.check_room()

    async def _wait_for_engine(self, scope: Scope) -> None:
        """Where other processes may have said that they are ready, wait until this one is."""
        if self.settings.workers == 1 or not _needs_engine(scope):
            return
        if self._loading is not None and not self._loading.done():
            await asyncio.wait([self._loading], timeout=_LOADING_SECONDS)

    async def read(self, work: Callable[..., T], *arguments: object) -> T:
        """Run work for a client off the event loop, in turn."""
        return await self.questions.run(work, *arguments)

    async def look_up(self, work: Callable[..., T], *arguments: object) -> T:
        """Run work that only reads a few rows, however many questions wait."""
        return await self.lookups.run(work, *arguments)

    async def suggest(self, work: Callable[..., T], *arguments: object) -> T:
        """Run work that no client's answer depends on."""
        return await self.suggestions.run(work, *arguments)

    async def read_all(self, work: Callable[[I], T], items: Sequence[I]) -> list[T]:
        """Run work for each of many items that are asked as one."""
        return await self.questions.run_all(work, items)

    async def write(self, work: Callable[..., T], *arguments: object) -> T:
        """Run work that changes the library, one piece at a time, off the event loop."""
        return await self.writes.run(work, *arguments)

    async def _load(self) -> None:
        start = time.perf_counter()
        try:
            engine = await asyncio.to_thread(self._open_engine)
        except Stopped:
            return
        except Exception as exc:  # noqa: BLE001
            known = isinstance(exc, DatelineError)
            self.failure = str(exc) if known else f"{type(exc).__name__}: {exc}"
            _log.error("cannot start", reason=self.failure, exc_info=None if known else exc)
            self.give_up()
            return
        self._jobs = JobRunner(engine)
        self._jobs.start()
        self._engine = engine
        self._feeds = self._visitor(engine)
        follower = self._follower(engine)
        engine.library.database.watch(follower.wake)
        self._loops = [
            follower,
            self._settler(engine),
            self._releaser(engine),
            *([self._feeds] if self.settings.follow_minutes else []),
        ]
        for loop in self._loops:
            loop.start()
        if self._leaving:
            self.begin_stop()
        self.when_ready()
        _log.info("ready", seconds=round(time.perf_counter() - start, 2))

    def _open_engine(self) -> Engine:
        with interruptible(self._check_leaving):
            if self.settings.demo:
                from service.demo.first_start import claim_folder

                claim_folder(self.settings)
            engine = Engine(self.settings, serving=True)
            engine.open()
            if gone := moved_away(engine.library.database):
                _log.warning("library moved", reason=gone)
            _ = engine.conversing, engine.ingester, engine.feedback
            if self.settings.demo:
                from service.demo.first_start import index_demo

                index_demo(engine)
            # Otherwise the first question would pay for lazy initialisation.
            engine.embedder.embed_questions(["a question to warm up"])
            engine.reader.warm_up()
            # Words and patterns are read from files now: later there may be none left to open.
            with suppress(NotFoundError):
                engine.answerer.inquiry(AskRequest(question="Who said so last week?"))
            return engine

    def _check_leaving(self) -> None:
        if self._leaving:
            raise Stopped

    def _follower(self, engine: Engine) -> Loop:
        def follow() -> bool:
            positions = engine.library.log.positions()
            engine.catalogue.follow_all()
            # What could not be followed is only noted there: others must be served all the same.
            if any(engine.catalogue.behind(positions).values()):
                raise StoreError("; ".join(engine.catalogue.notices()) or "an index is behind")
            return False

        return Loop("follower", follow, pause=_FOLLOW_SECONDS, patience=_FOLLOW_PATIENCE_SECONDS)

    def _settler(self, engine: Engine) -> Loop:
        """Learns boilerplate from articles that came one by one; deletes what is of no use.

        That is, vectors of old embedders, views for labels that nobody has, conversations that
        nobody goes on with, old feedback.
        """
        seen: dict[int, int] = engine.library.log.positions()

        def settle() -> bool:
            nonlocal seen
            positions = engine.library.log.positions()
            for collection in engine.library.collections():
                if positions.get(collection.pk, 0) != seen.get(collection.pk, 0):
                    engine.ingester.settle(collection)
            seen = engine.library.log.positions()
            engine.library.views.tidy(engine.library.collections())
            engine.catalogue.tidy()
            engine.conversing.table.delete_unused()
            engine.feedback.tidy()
            if engine.asked is not None:
                engine.asked.tidy()
            give_back_memory()
            return False

        return Loop("settler", settle, pause=_SETTLE_SECONDS, patience=_SETTLE_PATIENCE_SECONDS)

    def _releaser(self, engine: Engine) -> Loop:
        """Publishes what is under embargo when its time comes."""

        def release() -> bool:
            engine.ingester.release()
            return False

        patience = _SETTLE_PATIENCE_SECONDS
        return Loop("releaser", release, pause=_RELEASE_SECONDS, patience=patience)

    def _visitor(self, engine: Engine) -> Loop:
        """Visits the feeds that are followed."""
        poller = Poller(engine, fetch_policy(engine.settings))

        def visit() -> bool:
            for one in poller.visit_due():
                _tell_of(one)
                go_on()
            return False

        return Loop("feeds", visit, pause=_VISIT_SECONDS, patience=_VISIT_PATIENCE_SECONDS)

    def _close(self) -> None:
        for loop in self._loops:
            loop.stop()
        if self._jobs is not None:
            self._jobs.stop()
        if self._engine is not None:
            self._engine.close()


def _tell_of(visit: FeedVisit) -> None:
    """Log what came of a visit to a feed, if that is something."""
    # What follows the question mark may be a secret.
    feed, state = visit.feed.url.partition("?")[0], visit.feed.state
    if state.error is not None:
        _log.warning("feed not read", feed=feed, reason=state.error, failures=state.failures)
    elif visit.news:
        _log.info("feed read", feed=feed, articles=visit.news)


def _needs_engine(scope: Scope) -> bool:
    """Whether the handler of a request takes the runtime, and can do nothing without its engine."""
    handler = scope.get("route_handler")
    if not isinstance(handler, HTTPRouteHandler) or handler.opt.get(WITHOUT_ENGINE):
        return False
    return "runtime" in handler.parsed_fn_signature.parameters
