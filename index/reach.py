"""A caller's reach: anything outside it does not exist for them.

    confine(Reach(collections=frozenset({"news"})))     # at the door, for the rest of a request
        ...
            check_reach("archive")                      # where something is looked up: raises

Every collection lookup checks here, so that no entry point can forget to. Callers who may not see
every article get a view of the collection (`index.store.views`). Unconfined callers, as on the
command line and in background loops, reach everything.
"""

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from contextvars import ContextVar

from msgspec import Struct

from index.errors import OutOfReachError


class Reach(Struct, frozen=True, kw_only=True):
    """What a caller may access."""

    collections: frozenset[str] | None = None
    """None: all collections."""
    labels: frozenset[str] | None = None
    """Of articles with labels, only those with one of these are visible; None: all articles."""
    sees_scores: bool = True
    """Whether the numbers behind a ranking are shown."""

    def covers(self, collection: str) -> bool:
        """Whether a collection is in reach."""
        return self.collections is None or collection in self.collections


def may_see(labels: Collection[str] | None, visible_to: Collection[str]) -> bool:
    """Whether a caller with these labels sees articles with the others."""
    return labels is None or not visible_to or not set(visible_to).isdisjoint(labels)


def confine(reach: Reach) -> None:
    """Restrict the rest of this task, and what it starts, to this reach."""
    _reach.set(reach)


def reach() -> Reach:
    """The caller's reach."""
    return _reach.get()


@contextmanager
def confirming() -> Generator[None]:
    """At the end of the block, repeat the checks made in it."""
    checks: dict[object, Callable[[], object]] = {}
    token = _to_confirm.set(checks)
    try:
        yield
        for check in checks.values():
            check()
    finally:
        _to_confirm.reset(token)


def confirm_later(key: object, check: Callable[[], object]) -> None:
    """Repeat a check at the end of the current request, once per key."""
    checks = _to_confirm.get()
    if checks is not None:
        checks.setdefault(key, check)


def check_reach(collection: str) -> None:
    """See that a collection is in reach, before looking whether it exists.

    Raises:
        OutOfReachError: it is not.
    """
    if not reach().covers(collection):
        raise OutOfReachError(f"this key or token is not for collection {collection!r}")


_everything = Reach()
_reach: ContextVar[Reach] = ContextVar("reach", default=_everything)
_to_confirm: ContextVar[dict[object, Callable[[], object]] | None] = ContextVar(
    "to_confirm", default=None
)
