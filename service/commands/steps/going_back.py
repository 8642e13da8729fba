"""Rolls libraries back to a log position or a backup."""

import time
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct, structs

from index.errors import InvalidFieldError
from index.going_back import WentBack, go_back_to, go_back_to_copy
from index.store.library import Library
from index.text.dates.parsing import checked_date, first_instant
from service.backups.manifest import DATABASE
from service.engine import Engine
from service.settings import Settings


class Point(Struct, frozen=True):
    """A point in a log: a change, or a time in seconds since 1970."""

    sequence: int | None = None
    time: float | None = None


def moment(until: str) -> Point:
    """Parse a point in the log.

    Raises:
        InvalidFieldError: it is neither a number nor a time, or it is in the future.
    """
    if until.isdecimal() and len(until) < 19:
        return Point(sequence=int(until))
    at = first_instant(checked_date("--until", until) or "")
    if at > time.time():
        now = datetime.now(UTC).isoformat(timespec="seconds")
        raise InvalidFieldError("--until", f"{until} is in the future; it is now {now}")
    return Point(time=at)


def taken_back(settings: Settings, folder: Path, point: Point) -> WentBack:
    """Roll every collection of an unused data folder back to a point in its log."""
    engine = Engine(structs.replace(settings, data=str(folder), database=""), calibrated=False)
    try:
        library = engine.library
        seq = library.log.position_at(point.time) if point.time is not None else point.sequence
        went = WentBack()
        for collection in library.collections():
            went += go_back_to(library, engine.ingester, collection, seq or 0)
        return went
    finally:
        engine.close()


def rolled_back(engine: Engine, copy: Path) -> WentBack:
    """Roll every collection back to its state in a copied data folder."""
    library, copied = engine.library, Library(copy / DATABASE)
    try:
        went = WentBack()
        for one in copied.collections():
            collection = library.create_collection(one.name)
            went += go_back_to_copy(library, engine.ingester, collection, copied, one)
        return went
    finally:
        copied.close()
