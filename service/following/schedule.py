"""When a feed is next visited, and whether it has been unusually quiet."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from msgspec import structs

from index.store.feed_table import FeedState

_MINUTE = 60
_LONGEST_WAIT_SECONDS = 24 * 3_600
_AGAIN_SECONDS = 60
# These days include nights and weekends; an outlet that changes its rhythm is relearned after them.
_DAYS = 28
_LEAST_DAYS = 3
_MUCH_LONGER = 1.5
_LEAST_QUIET_SECONDS = 3_600


def next_visit(
    state: FeedState,
    now: float,
    minutes: int,
    *,
    is_complete: bool = True,
    retry_after: float | None = None,
) -> int:
    """The time of the next visit in seconds since 1970.

    Delays grow after failures, up to a day, and respect Retry-After; they are short if entries were
    left over. Jittered by a tenth, so that feeds are not all visited at once.
    """
    usual = _MINUTE * (state.minutes or minutes)
    if not is_complete and not state.failures:
        usual = min(usual, _AGAIN_SECONDS)
    wait = min(_LONGEST_WAIT_SECONDS, usual * 2 ** min(state.failures, 20))
    scattered = wait * random.uniform(1.0, 1.1)  # noqa: S311
    return int(now + max(scattered, min(retry_after or 0.0, 7 * _LONGEST_WAIT_SECONDS)))


def with_arrival(state: FeedState, at: datetime, count: int, newest: str | None) -> FeedState:
    """The state after articles came."""
    return structs.replace(
        state,
        articles=state.articles + count,
        last_new=at.astimezone(UTC).isoformat(timespec="seconds"),
        newest=max(filter(None, (newest, state.newest)), default=None),
        longest_gaps=_with_gap(state, at),
    )


def quiet_after_seconds(state: FeedState) -> int | None:
    """For how long nothing may come before that is unusual; None while too little is known."""
    if len(state.longest_gaps) < _LEAST_DAYS:
        return None
    return int(max(_LEAST_QUIET_SECONDS, _MUCH_LONGER * max(state.longest_gaps.values())))


def quiet_seconds(state: FeedState, now: datetime) -> int:
    """For how long nothing has come."""
    since = datetime.fromisoformat(state.last_new or state.added)
    return max(0, int((now - since).total_seconds()))


def is_quiet(state: FeedState, now: datetime) -> bool:
    """Whether nothing has come for much longer than in the last four weeks."""
    usual = quiet_after_seconds(state)
    return usual is not None and quiet_seconds(state, now) > usual


def _with_gap(state: FeedState, at: datetime) -> Mapping[str, int]:
    if state.last_new is None:
        return state.longest_gaps
    day, oldest = at.date().isoformat(), (at - timedelta(days=_DAYS)).date().isoformat()
    gap = max(quiet_seconds(state, at), state.longest_gaps.get(day, 0))
    return {one: seconds for one, seconds in state.longest_gaps.items() if one > oldest} | {
        day: gap
    }
