"""How often somebody may ask: a bucket that fills steadily, and from which each request takes.

    60 a minute --> 60 at once, then one a second, and again 60 after a minute's rest

Of the buckets, so many are kept; those that were not used for longest are forgotten, and whoever
comes back then finds a full one. Each process has its own.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from service.http.problems import RateError

_MOST_BUCKETS = 20_000
_MINUTE = 60.0
# Whoever has a connection by IPv6 has so many addresses of their own (RFC 6177).
_SITE_BITS = 64


class Rates:
    """The buckets of one process. For one event loop."""

    def __init__(
        self,
        per_minute: int,
        *,
        most: int = _MOST_BUCKETS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Allow so many requests a minute to each; 0: any number."""
        self._per_minute = per_minute
        self._most = most
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, who: str, cost: float = 1.0) -> None:
        """Count a request.

        Args:
            who: what is counted by.
            cost: how much of a request it is.

        Raises:
            RateError: it is one too many; it is not counted.
        """
        if self._per_minute:
            left = self._left_for(who, cost)
            self._keep(who, left - cost)

    def check(self, who: str) -> None:
        """See that there is room for a request, without counting it.

        Raises:
            RateError: there is none.
        """
        if self._per_minute:
            self._left_for(who, 1.0)

    def _left_for(self, who: str, cost: float) -> float:
        """What is in the bucket, if it is enough for this."""
        left = self._left(who)
        if left < cost:
            wait = max(1, math.ceil((cost - left) * _MINUTE / self._per_minute))
            raise RateError(f"too many requests; try again in {wait} seconds", wait)
        return left

    def _left(self, who: str) -> float:
        left, since = self._buckets.get(who, (float(self._per_minute), self._clock()))
        more = (self._clock() - since) * self._per_minute / _MINUTE
        return min(float(self._per_minute), left + more)

    def _keep(self, who: str, left: float) -> None:
        self._buckets[who] = left, self._clock()
        self._buckets.move_to_end(who)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)


def site_of(address: str | None) -> str:
    """An address, or of an IPv6 one the network of its site."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or "unknown"
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if isinstance(found, IPv6Address):
        return str(IPv6Address(int(found) >> _SITE_BITS << _SITE_BITS))
    return str(found)
