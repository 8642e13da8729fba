"""What a serving process holds: the engine once it is loaded, and threads for model work."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from structlog import get_logger

from index.errors import DatelineError, StoreError
from service.engine import Engine, thread_count
from service.http.job_runner import JobRunner
from service.http.problems import NotReadyError
from service.settings import Settings

_log = get_logger("service")

# Writes of other processes are seen after at most this long.
_FOLLOW_SECONDS = 0.25
_SETTLE_SECONDS = 30.0

T = TypeVar("T")


class Runtime:
    """Loads the engine beside the event loop, follows the log, runs jobs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.failure: str | None = None
        self.give_up: Callable[[], object] = lambda: None
        """Called where nothing will ever be answered."""
        self._engine: Engine | None = None
        self._jobs: JobRunner | None = None
        # Questions and writes apart: a long ingestion must not hold up answers.
        self._readers = ThreadPoolExecutor(thread_count(settings), thread_name_prefix="answer")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._tasks: list[asyncio.Task[None]] = []

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

    async def start(self) -> None:
        """Begin to load; return at once."""
        self._tasks.append(asyncio.create_task(self._load()))

    async def stop(self) -> None:
        """Finish what is under way, write snapshots, close."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        if self._jobs is not None:
            await asyncio.to_thread(self._jobs.stop)
        self._readers.shutdown(wait=True)
        self._writer.shutdown(wait=True)
        if self._engine is not None:
            await asyncio.to_thread(self._engine.close)

    async def read(self, work: Callable[..., T], *arguments: object) -> T:
        """Run work that answers somebody, off the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, work, *arguments)

    async def write(self, work: Callable[..., T], *arguments: object) -> T:
        """Run work that changes the library, one piece at a time, off the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, work, *arguments)

    async def _load(self) -> None:
        start = time.perf_counter()
        try:
            engine = await asyncio.to_thread(self._open_engine)
        except DatelineError as exc:
            self.failure = str(exc)
            _log.error("cannot start", reason=str(exc))
            self.give_up()
            return
        self._jobs = JobRunner(engine)
        self._jobs.start()
        self._engine = engine
        _log.info("ready", seconds=round(time.perf_counter() - start, 2))
        self._tasks.append(asyncio.create_task(self._follow()))
        self._tasks.append(asyncio.create_task(self._settle()))

    def _open_engine(self) -> Engine:
        engine = Engine(self.settings)
        engine.open()
        _ = engine.answerer, engine.ingester
        if self.settings.demo:
            from service.demo.first_start import index_demo

            index_demo(engine)
        # The first question would otherwise pay for what is set up on first use.
        engine.embedder.embed_questions(["a question to warm up"])
        engine.reader.warm_up()
        return engine

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS)
            try:
                await asyncio.to_thread(self.engine.catalogue.follow_all)
            except StoreError as exc:
                _log.warning("cannot follow the log", reason=str(exc))

    async def _settle(self) -> None:
        """Learn boilerplate from articles that came one by one; delete old embedders' vectors."""
        seen: dict[int, int] = self.engine.library.log.positions()
        while True:
            await asyncio.sleep(_SETTLE_SECONDS)
            try:
                seen = await self.write(self._settle_changed, seen)
                await asyncio.to_thread(self.engine.catalogue.tidy)
            except StoreError as exc:
                _log.warning("cannot tidy up", reason=str(exc))

    def _settle_changed(self, seen: dict[int, int]) -> dict[int, int]:
        library = self.engine.library
        positions = library.log.positions()
        for collection in library.collections():
            if positions.get(collection.pk, 0) != seen.get(collection.pk, 0):
                self.engine.ingester.settle(collection)
        return library.log.positions()
