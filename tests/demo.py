"""The demo's articles, indexed once by the smallest parts: for all tests, in all workers."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

CopyDemo = Callable[[Path], Path]


@pytest.fixture(scope="session")
def copy_demo(tmp_path_factory: pytest.TempPathFactory) -> CopyDemo:
    """Makes a data folder that is like that of a demo after its first start."""
    base = tmp_path_factory.getbasetemp()
    # Each worker has a folder of its own in that of the run.
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _index(shared / "demo.unfinished")
            (shared / "demo.unfinished").rename(folder)
    return lambda copy: shutil.copytree(folder, copy)


def _index(folder: Path) -> None:
    # Not every run of tests is of the service.
    from service.demo.first_start import claim_folder, index_demo
    from service.engine import Engine
    from service.settings import load

    settings = load({}, data=str(folder), embedder="letters", reader="sentence")
    claim_folder(settings)
    engine = Engine(settings)
    engine.open()
    index_demo(engine)
    engine.close()
