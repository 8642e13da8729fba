"""A newsroom in a process of its own, which can be killed.

    python -m tests.service.widget.mortal PORT [half]

With `half`, it sends the first half of each answer, and then no more.
"""

import asyncio
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from litestar.config.cors import CORSConfig

from tests.service.widget.newsroom import Newsroom, build
from tests.service.widget.stories import STORIES
from tests.waiting import wait_until

_ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def mortal(port: int, *how: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The process, once it answers; killed in the end, if not before."""
    command = [sys.executable, "-m", __name__, str(port), *how]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(command, env=environment) as process:
        wait_until(lambda: _answers(port))
        yield process
        process.kill()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/page") as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


async def _for_ever() -> None:
    await asyncio.Event().wait()


def main(port: int, how: list[str]) -> None:
    """Serve."""
    newsroom = Newsroom(STORIES)
    if "half" in how:
        newsroom.meanwhile = _for_ever
    app = build(newsroom, CORSConfig(allow_origins=["*"]))
    uvicorn.run(app, port=port, log_level="error", ws="none")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
