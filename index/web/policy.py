"""What may be fetched, and how far we go for it."""

from msgspec import Struct

USER_AGENT = "Dateline/0.1 (news question answering; follows robots.txt)"


class FetchPolicy(Struct, frozen=True, kw_only=True):
    """Bounds of fetching. The defaults are for public pages and feeds."""

    timeout_seconds: float = 20.0
    """Of one document, from looking up its host to its last byte, redirects included."""
    max_bytes: int = 16 << 20
    """Of one document, as sent and as unpacked."""
    max_redirects: int = 5
    user_agent: str = USER_AGENT
    respect_robots: bool = True
    allow_private: bool = False
    """Also fetch from loopback, private and all other addresses that are not public."""
    allowed_networks: tuple[str, ...] = ()
    """Networks to fetch from though they are not public, as "10.1.2.0/24"; safer than all."""
    ports: tuple[int, ...] = (80, 443, 8080, 8443)
    max_retries: int = 2
    """After an answer that says to come back later (429, 500, 502, 503, 504)."""
    backoff_seconds: float = 0.5
    """Waited before the first retry, doubled for each further one, where no wait is asked for."""
    max_wait_seconds: float = 30.0
    """A server that asks for a longer wait is left alone."""
    max_followed: int = 200
    """Articles fetched for one feed."""
