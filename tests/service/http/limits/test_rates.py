"""Buckets: so many at once, then steadily; each by itself, and only so many of them."""

import multiprocessing
from pathlib import Path

import pytest

from service.http.limits.buckets import OwnBuckets, SharedBuckets
from service.http.limits.rates import MINUTE, Rates, site_of
from service.http.problems import RateError


class _Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


def _taken(rates: Rates, who: str, tries: int, cost: float = 1.0) -> int:
    taken = 0
    for _ in range(tries):
        try:
            rates.take(who, cost)
        except RateError:
            break
        taken += 1
    return taken


def test_so_many_at_once_and_then_one_for_each_second_that_passes(clock: _Clock) -> None:
    rates = Rates(60, clock=clock)
    at_once = _taken(rates, "a", 100)

    clock.now += 3
    later = _taken(rates, "a", 100)
    clock.now += 3600
    rested = _taken(rates, "a", 100)

    assert (at_once, later, rested) == (60, 3, 60)


def test_a_refusal_says_when_there_is_room_again_and_there_is(clock: _Clock) -> None:
    rates = Rates(20, clock=clock)
    _taken(rates, "a", 100)

    with pytest.raises(RateError, match="in 3 seconds") as refused:
        rates.take("a")
    clock.now += refused.value.wait_seconds

    rates.take("a")


def test_refused_requests_do_not_make_anyone_wait_longer(clock: _Clock) -> None:
    rates = Rates(60, clock=clock)
    for _ in range(10):
        _taken(rates, "a", 100)

    clock.now += 1

    assert _taken(rates, "a", 100) == 1


def test_each_has_a_bucket_and_light_requests_take_less(clock: _Clock) -> None:
    rates = Rates(10, clock=clock)

    assert _taken(rates, "a", 1000, cost=0.1) in (99, 100)
    assert _taken(rates, "b", 100) == 10


def test_without_a_limit_nothing_is_counted(clock: _Clock) -> None:
    rates = Rates(0, clock=clock)

    assert _taken(rates, "a", 1000) == 1000


def test_only_so_many_buckets_are_kept_and_the_busy_ones_stay(clock: _Clock) -> None:
    buckets = OwnBuckets(100)
    rates = Rates(5, buckets=buckets, clock=clock)
    for number in range(10_000):
        rates.take(f"guest {number}")
        if number % 50 == 0:
            _taken(rates, "busy", 100)

    assert len(buckets) == 100
    with pytest.raises(RateError):
        rates.check("busy")


def test_checking_counts_nothing(clock: _Clock) -> None:
    rates = Rates(1, clock=clock)

    for _ in range(10):
        rates.check("a")
    rates.take("a")

    with pytest.raises(RateError):
        rates.check("a")


def test_those_who_share_a_file_count_together(clock: _Clock, tmp_path: Path) -> None:
    one, other = (
        Rates(60, buckets=SharedBuckets(tmp_path / "limits.db", MINUTE), clock=clock)
        for _ in range(2)
    )

    assert _taken(one, "a", 40) == 40
    assert _taken(other, "a", 100) == 20
    clock.now += 3
    assert _taken(one, "a", 100) == 3
    with pytest.raises(RateError):
        other.check("a")


def _take(path: str, results: "multiprocessing.Queue[int]") -> None:
    rates = Rates(100, buckets=SharedBuckets(Path(path), MINUTE), clock=lambda: 1000.0)
    results.put(_taken(rates, "a", 100))


@pytest.mark.gate
def test_processes_that_take_at_once_never_take_too_many(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    path = str(tmp_path / "limits.db")
    takers = [context.Process(target=_take, args=(path, results)) for _ in range(2)]

    for taker in takers:
        taker.start()
    taken = [results.get(timeout=120) for _ in takers]
    for taker in takers:
        taker.join()

    assert sum(taken) == 100


def test_who_came_a_minute_ago_is_in_no_file(clock: _Clock, tmp_path: Path) -> None:
    path = tmp_path / "limits.db"
    Rates(5, buckets=SharedBuckets(path, MINUTE), clock=clock).take("192.0.2.7")

    clock.now += 61
    later = Rates(5, buckets=SharedBuckets(path, MINUTE), clock=clock)
    later.take("192.0.2.8")

    assert b"192.0.2.7" not in path.read_bytes()


def test_where_no_file_can_be_had_each_counts_alone(clock: _Clock, tmp_path: Path) -> None:
    buckets = SharedBuckets(tmp_path / "missing" / "limits.db", MINUTE)
    rates = Rates(5, buckets=buckets, clock=clock)

    assert _taken(rates, "a", 100) == 5


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1%eth0", "2001:db8:1:2::"),
        ("testclient", "testclient"),
        (None, "unknown"),
    ],
)
def test_addresses_of_one_site_share_a_bucket(address: str | None, site: str) -> None:
    assert site_of(address) == site
