"""Rate limiting: a token bucket that fills steadily.

    60 a minute --> 60 at once, then one a second, and again 60 after a minute's rest

Several server processes share their buckets; see buckets.py.
"""

import math
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from pathlib import Path

from service.http.limits.buckets import Bucket, Buckets, OwnBuckets, SharedBuckets
from service.http.problems import RateError

MINUTE = 60.0
# A single IPv6 subscriber has this many addresses (RFC 6177).
_SITE_BITS = 64


class Rates:
    """How often each may ask. For one event loop."""

    def __init__(
        self,
        per_minute: int,
        *,
        buckets: Buckets | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Allow this many requests per minute and caller, at once or spread out; 0: no limit.

        Callers that share buckets (by default those of this process) need the same clock.
        """
        self._per_minute = per_minute
        self._buckets = OwnBuckets() if buckets is None else buckets
        self._clock = clock

    def take(self, who: str, cost: float = 1.0) -> None:
        """Count a request, or a fraction of one.

        Raises:
            RateError: the limit is exceeded; the request is not counted.
        """
        if self._per_minute:
            now = self._clock()
            with self._buckets.of(who, now) as bucket:
                bucket.state = self._left_for(bucket, cost, now) - cost, now

    def check(self, who: str) -> None:
        """Check that there is room for a request, without counting it.

        Raises:
            RateError: there is no room.
        """
        if self._per_minute:
            now = self._clock()
            with self._buckets.of(who, now) as bucket:
                self._left_for(bucket, 1.0, now)

    def _left_for(self, bucket: Bucket, cost: float, now: float) -> float:
        """What is in the bucket, if it is enough for this."""
        left = self._left(bucket, now)
        if left < cost:
            wait = max(1, math.ceil((cost - left) * MINUTE / self._per_minute))
            raise RateError(f"too many requests; try again in {wait} seconds", wait)
        return left

    def _left(self, bucket: Bucket, now: float) -> float:
        left, since = bucket.state or (float(self._per_minute), now)
        # A clock that was put back fills nothing.
        more = max(0.0, now - since) * self._per_minute / MINUTE
        return min(float(self._per_minute), left + more)


def shared_by(processes: int, folder: Path, name: str) -> Buckets:
    """Buckets of one process, or of several that serve a data folder."""
    return OwnBuckets() if processes == 1 else SharedBuckets(folder / f"{name}.db", MINUTE)


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
