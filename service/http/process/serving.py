"""`dateline serve`: runs uvicorn in one process or several."""

import gc
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import click
import msgspec

from service.access.exposure import check_exposure
from service.access.key_ring import KeyRing
from service.http.process.announcing import announce
from service.http.process.leaving import GRACE_SECONDS, leave_promptly
from service.settings import Settings, load

if TYPE_CHECKING:
    from litestar.types import ASGIApp

    from service.http.runtime import Runtime

_SETTINGS_VARIABLE = "DATELINE_SERVE_SETTINGS"


def serve(settings: Settings) -> None:
    """Serve until told to stop; answers in progress are finished if they take less than a second.

    If the models or the library cannot be used, a single process exits with the reason; several
    stay up and report it at `/ready`, because they would only be restarted again and again.

    Raises:
        SettingsError: the server would be reachable by others without any access control.
        click.ClickException: the address cannot be used, or questions cannot be answered.
    """
    import uvicorn

    check_exposure(settings, KeyRing(settings.folder))
    _check_port(settings)
    announce(settings)
    if settings.workers == 1:
        _serve_alone(settings)
        return
    # Worker processes start from scratch: this tells them what the command line decided.
    os.environ[_SETTINGS_VARIABLE] = msgspec.json.encode(settings).decode()
    uvicorn.run(
        "service.http.process.serving:worker_app",
        factory=True,
        workers=settings.workers,
        **_options(settings),
    )


def _serve_alone(settings: Settings) -> None:
    import uvicorn

    from service.http.process.logs import configure
    from service.http.runtime import Runtime

    configure(settings)
    runtime = Runtime(settings)
    server = uvicorn.Server(uvicorn.Config(application(settings, runtime), **_options(settings)))

    def end() -> None:
        server.should_exit = True

    runtime.give_up = end
    with suppress(KeyboardInterrupt):
        server.run()
    if runtime.failure is not None:
        raise click.ClickException(runtime.failure)


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "host": settings.host,
        "port": settings.port,
        "log_config": None,
        "access_log": False,
        "http": "service.http.limits.connections:ImpatientProtocol",
        "timeout_keep_alive": settings.idle_seconds,
        "timeout_graceful_shutdown": GRACE_SECONDS,
        "server_header": False,
        # uvicorn would trust any local client: see `behind_proxies`.
        "proxy_headers": False,
    }


def worker_app() -> object:
    """The application of one serving process."""
    from service.http.process.logs import configure
    from service.http.runtime import Runtime

    settings = _handed_down(os.environ)
    configure(settings)
    return application(settings, Runtime(settings))


def application(settings: Settings, runtime: "Runtime") -> "ASGIApp":
    """The application, whose process ends soon after being told to."""
    from service.http.app import create_app
    from service.http.process.proxies import behind_proxies
    from service.http.process.tracing import Tracing

    tracing = Tracing(settings)
    # Loaded objects stay: collecting garbage among them blocks all answers, for .37 s at 100,000
    # passages.
    runtime.when_ready = gc.freeze
    app = create_app(settings, runtime)
    app.on_startup.append(partial(leave_promptly, runtime.begin_stop))
    app.on_shutdown.append(tracing.end)
    return behind_proxies(tracing.of(app), settings)


def _handed_down(environment: Mapping[str, str]) -> Settings:
    data = environment.get(_SETTINGS_VARIABLE)
    return msgspec.json.decode(data, type=Settings) if data else load(environment)


def _check_port(settings: Settings) -> None:
    """Report a port in use at once: uvicorn would notice only after the models are loaded."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except (OSError, TypeError, UnicodeError) as exc:
            # Of a host that can be no name, Python says so with a TypeError.
            reason = getattr(exc, "strerror", None) or exc
            raise click.ClickException(
                f"{settings.host}:{settings.port}: {reason}; choose another --port or --host"
            ) from exc
