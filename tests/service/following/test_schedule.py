"""When feeds are visited, and from when on their silence is unusual."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from index.store.feed_table import FeedState
from service.following.schedule import (
    is_quiet,
    next_visit,
    quiet_after_seconds,
    quiet_seconds,
    with_arrival,
)

_START = datetime(2026, 3, 2, 8, tzinfo=UTC)
_HOUR = timedelta(hours=1)


def _fresh() -> FeedState:
    return FeedState(added=_START.isoformat())


def _after_days(days: int, hours: tuple[int, ...] = (8, 12, 18)) -> FeedState:
    """A feed that brought something at these hours of every day."""
    state = _fresh()
    for day in range(days):
        for hour in hours:
            state = with_arrival(state, _START + timedelta(days=day, hours=hour - 8), 1, None)
    return state


@pytest.mark.parametrize(
    ("failures", "minutes", "least"),
    [(0, None, 900), (0, 5, 300), (1, None, 1_800), (3, None, 7_200), (50, None, 86_400)],
)
def test_failures_double_the_wait_up_to_a_day(
    failures: int, minutes: int | None, least: int
) -> None:
    state = structs.replace(_fresh(), failures=failures, minutes=minutes)

    wait = next_visit(state, 1_000.0, 15) - 1_000

    assert least <= wait <= least * 1.1 + 1


def test_the_server_says_when_it_wants_to_be_asked_again() -> None:
    wait = next_visit(structs.replace(_fresh(), failures=1), 0.0, 15, retry_after=9_000.0)

    assert wait == 9_000


def test_what_was_left_is_fetched_soon() -> None:
    assert next_visit(_fresh(), 0.0, 15, is_complete=False) <= 66


def test_silence_is_unusual_only_where_it_is_longer_than_before() -> None:
    state = _after_days(5)
    night = datetime(2026, 3, 6, 18, tzinfo=UTC)

    quiet = [is_quiet(state, night + hours * _HOUR) for hours in (5, 14, 20, 22)]

    assert quiet_after_seconds(state) == 14 * 3_600 * 1.5
    assert quiet == [False, False, False, True]


def test_nothing_is_unusual_before_anything_is_known() -> None:
    later = _START + timedelta(days=400)

    assert is_quiet(_fresh(), later) is False
    assert is_quiet(_after_days(2), later) is False
    assert quiet_seconds(_fresh(), later) == 400 * 86_400


def test_busy_feeds_are_given_an_hour_and_old_pauses_are_forgotten() -> None:
    state = _after_days(6, hours=tuple(range(24)))
    with_pause = with_arrival(state, _START + timedelta(days=20), 1, None)
    later = with_pause
    for day in range(21, 60):
        for hour in range(0, 24, 6):
            later = with_arrival(later, _START + timedelta(days=day, hours=hour), 1, None)

    assert quiet_after_seconds(state) == 5_400
    assert quiet_after_seconds(with_pause) == int(with_pause.longest_gaps["2026-03-22"] * 1.5)
    assert quiet_after_seconds(later) == 6 * 3_600 * 1.5
    assert len(later.longest_gaps) <= 28
