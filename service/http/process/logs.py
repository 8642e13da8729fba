"""Structured logs on standard error: readable on a terminal, JSON elsewhere."""

import logging
import sys

import structlog

from service.printing import neutralised, unguarded
from service.settings import Settings

_SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
# Dateline logs requests itself, with their ids.
_TOO_MUCH = ("uvicorn.access", "httpx2", "httpcore2", "faiss.loader")


def configure(settings: Settings) -> None:
    """Send Dateline's own logs and those of libraries through one formatter."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [_handler(_renderer(settings.log_format))]
    root.setLevel(settings.log_level.upper())
    for name in _TOO_MUCH:
        logging.getLogger(name).setLevel(logging.WARNING)


def _renderer(log_format: str) -> structlog.typing.Processor:
    if log_format == "text" or (log_format == "auto" and sys.stderr.isatty()):
        return _neutralising(structlog.dev.ConsoleRenderer())
    return structlog.processors.JSONRenderer()


def _neutralising(render: structlog.typing.Processor) -> structlog.typing.Processor:
    """Messages and their values, addresses and titles among them, without power over a terminal.

    JSON needs no such care: it escapes them by itself.
    """

    def processor(
        logger: structlog.typing.WrappedLogger, name: str, event: structlog.typing.EventDict
    ) -> structlog.typing.ProcessorReturnValue:
        safe = {key: neutralised(it) if isinstance(it, str) else it for key, it in event.items()}
        return render(logger, name, safe)

    return processor


def _handler(renderer: structlog.typing.Processor) -> logging.Handler:
    handler = logging.StreamHandler(unguarded(sys.stderr))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=list(_SHARED),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    return handler
