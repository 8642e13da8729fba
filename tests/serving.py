"""Applications behind a real port, in this process: one of their own takes seconds to start."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx2
import structlog
import uvicorn
from litestar import Litestar

from service.http.app import create_app
from service.http.limits.connections import ImpatientProtocol
from service.settings import Settings
from tests.libraries import found_library
from tests.waiting import wait_until

_PATIENCE_SECONDS = 600
"""For a reply, however busy the machine."""


class Served(NamedTuple):
    """Where it answers."""

    address: str
    """For example "http://127.0.0.1:54321"."""

    def request(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and decoded body."""
        address = self.address + path
        reply = httpx2.request(method, address, json=body, timeout=_PATIENCE_SECONDS)
        is_json = "json" in reply.headers.get("content-type", "")
        return reply.status_code, reply.json() if is_json else reply.text


@contextmanager
def serve(app: Litestar) -> Iterator[str]:
    """An application behind a free port, in a thread of its own."""
    # A busy machine takes its time with requests too.
    config = uvicorn.Config(
        app,
        log_level="error",
        ws="none",
        http=ImpatientProtocol,
        timeout_keep_alive=_PATIENCE_SECONDS,
    )
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        wait_until(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@contextmanager
def serving_silently(settings: Settings) -> Iterator[Served]:
    """The same without a log, which would stand among what commands in this process print."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    try:
        with serving(settings) as served:
            yield served
    finally:
        structlog.reset_defaults()


@contextmanager
def serving(settings: Settings) -> Iterator[Served]:
    """The service with these settings, ready."""
    if not settings.database:
        found_library(settings.folder)
    with serve(create_app(settings)) as address:
        served = Served(address)
        wait_until(lambda: served.request("GET", "/ready")[0] == 200)
        yield served
