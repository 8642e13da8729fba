"""Buckets: so many at once, then steadily; each by itself, and only so many of them."""

import pytest

from service.http.limits.rates import Rates, site_of
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
    assert len(rates) == 0


def test_only_so_many_buckets_are_kept_and_the_busy_ones_stay(clock: _Clock) -> None:
    rates = Rates(5, most=100, clock=clock)
    for number in range(10_000):
        rates.take(f"guest {number}")
        if number % 50 == 0:
            _taken(rates, "busy", 100)

    assert len(rates) == 100
    with pytest.raises(RateError):
        rates.check("busy")


def test_checking_counts_nothing(clock: _Clock) -> None:
    rates = Rates(1, clock=clock)

    for _ in range(10):
        rates.check("a")
    rates.take("a")

    with pytest.raises(RateError):
        rates.check("a")


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
