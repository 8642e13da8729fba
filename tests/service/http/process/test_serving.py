"""What a serving process does beside its application."""

import asyncio
import gc
from pathlib import Path

from service.http.process.serving import application
from service.http.runtime import Runtime
from service.settings import Settings
from tests.service.conftest import settings_in
from tests.waiting import run_apart


async def _started(settings: Settings) -> int:
    """How many more objects the garbage collector spares as soon as all is loaded."""
    runtime = Runtime(settings)
    application(settings, runtime)
    before = gc.get_freeze_count()
    await runtime.start()
    while not runtime.is_ready:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    spared = gc.get_freeze_count() - before
    await runtime.stop()
    return spared


def test_the_garbage_collector_spares_what_is_loaded(tmp_path: Path) -> None:
    assert run_apart(_started(settings_in(tmp_path))) > 0
