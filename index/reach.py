"""A caller's reach: anything outside it does not exist for them.

    confine(Reach(collections=frozenset({"news"})))     # at the door, for the rest of a request
        ...
            check_reach("archive")                      # where something is looked up: raises

Whatever looks up a collection asks here, so that no way in can forget to. Who does not see every
article of it gets a view of it from there (`index.store.views`). Where nobody is confined,
as on the command line and in background loops, everything is in reach.
"""

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from contextvars import ContextVar

from msgspec import Struct

from index.errors import OutOfReachError


class Reach(Struct, frozen=True, kw_only=True):
    """How far somebody may reach."""

    collections: frozenset[str] | None = None
    """None: all of them."""
    labels: frozenset[str] | None = None
    """Of articles with labels, those with one of these are seen; None: every article is."""
    sees_scores: bool = True
    """Whether the numbers behind a ranking are shown."""

    def covers(self, collection: str) -> bool:
        """Whether a collection is in reach."""
        return self.collections is None or collection in self.collections


def may_see(labels: Collection[str] | None, visible_to: Collection[str]) -> bool:
    """Whether somebody with these labels sees what is for those with one of others."""
    return labels is None or not visible_to or not set(visible_to).isdisjoint(labels)


def confine(reach: Reach) -> None:
    """Let the rest of this task, and what it starts, reach so far and no further."""
    _reach.set(reach)


def reach() -> Reach:
    """How far whoever asks may reach."""
    return _reach.get()


@contextmanager
def confirming() -> Generator[None]:
    """Confirm at the end of the block what was taken for granted in it."""
    checks: dict[object, Callable[[], object]] = {}
    token = _to_confirm.set(checks)
    try:
        yield
        for check in checks.values():
            check()
    finally:
        _to_confirm.reset(token)


def confirm_later(key: object, check: Callable[[], object]) -> None:
    """Let a check be made again at the end of what is being answered, once for each key."""
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
