"""What may be fetched, and the limits."""

from msgspec import Struct

USER_AGENT = "Dateline/0.1 (news question answering; follows robots.txt)"


class FetchPolicy(Struct, frozen=True, kw_only=True):
    """Limits of fetching. The defaults suit public pages and feeds."""

    timeout_seconds: float = 20.0
    """For one document, from looking up its host to its last byte, including redirects."""
    max_bytes: int = 16 << 20
    """For one document, both as sent and as unpacked."""
    max_redirects: int = 5
    user_agent: str = USER_AGENT
    respect_robots: bool = True
    allow_private: bool = False
    """Also fetch from loopback, private and all other non-public addresses."""
    allowed_networks: tuple[str, ...] = ()
    """Non-public networks to fetch from, such as "10.1.2.0/24"; safer than `allow_private`."""
    ports: tuple[int, ...] = (80, 443, 8080, 8443)
    max_retries: int = 2
    """Retries after a temporary failure (status 429, 500, 502, 503, 504)."""
    backoff_seconds: float = 0.5
    """The wait before the first retry, doubled each time, unless the server asks for another."""
    max_wait_seconds: float = 30.0
    """If a server asks for a longer wait, we give up."""
    max_followed: int = 200
    """The most linked articles fetched for one feed."""
