"""Fetches one document from the web, or raises a FetchError with the reason."""

from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from time import monotonic, sleep, time
from typing import Self
from urllib.parse import urlsplit

import httpcore2
import httpx2
from msgspec import Struct

from index.errors import FetchError
from index.web.addresses import Resolver
from index.web.pinned import Deadline, PinnedTransport
from index.web.policy import FetchPolicy
from index.web.robots import MAX_ROBOTS_BYTES, Robots, Rules
from index.web.unpacking import check_size, unpacked

_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
    "application/xml;q=0.9, text/*;q=0.8, */*;q=0.5"
)
_READABLE = (
    *("text/", "message/rfc822", "application/xhtml", "application/xml", "application/rss"),
    *("application/atom", "application/rdf", "application/json", "application/feed+json"),
    "application/jsonl",
    *("application/x-ndjson", "application/csv", "application/pdf", "application/octet-stream"),
)
_SUCCESS = range(200, 300)
_REDIRECTS = (301, 302, 303, 307, 308)
_TEMPORARY_FAILURES = (429, 500, 502, 503, 504)
_FAILURES = (
    *(httpx2.HTTPError, httpx2.InvalidURL, httpcore2.NetworkError, httpcore2.ProtocolError),
    *(httpcore2.UnsupportedProtocol, OSError, UnicodeError),
)


class Fetched(Struct, frozen=True):
    """A document as the server sent it."""

    url: str
    """Its URL after redirects."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def media_type(self) -> str:
        """The Content-Type header."""
        return self.headers.get("content-type", "")

    @property
    def not_modified(self) -> bool:
        """Whether it is unchanged since we last fetched it."""
        return self.status == HTTPStatus.NOT_MODIFIED


class Fetcher:
    """Fetches under one policy; keeps robots.txt, connections and cookies while it is open."""

    def __init__(self, policy: FetchPolicy, resolve: Resolver, rules: Rules | None = None) -> None:
        """Fetch nothing yet.

        Args:
            policy: what may be fetched.
            resolve: looks up hosts.
            rules: of sites that were visited before; those that are read are added.
        """
        self._policy = policy
        self._deadline = Deadline()
        self._client = httpx2.Client(
            transport=PinnedTransport(policy, resolve, self._deadline),
            headers={
                "User-Agent": policy.user_agent,
                "Accept": _ACCEPT,
                # The encodings that we can unpack within a limit.
                "Accept-Encoding": "gzip, deflate",
            },
            timeout=policy.timeout_seconds,
            trust_env=False,
        )
        self._robots = Robots(self._robots_file, policy.user_agent, rules)
        self._next_allowed: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """Fetch one document: follow redirects, obey "retry later", stay within all limits.

        Raises:
            FetchError: it may not or could not be fetched.
        """
        fetched = self._get_once(url, headers or {})
        for attempt in range(self._policy.max_retries):
            if fetched.status not in _TEMPORARY_FAILURES:
                break
            sleep(self._wait_seconds(fetched, attempt))
            fetched = self._get_once(url, headers or {})
        if not (fetched.not_modified or fetched.status in _SUCCESS):
            said = f"the server answered {_status_text(fetched.status)}"
            raise FetchError(said, _retry_after(fetched.headers.get("retry-after", "")))
        return fetched

    def _get_once(self, url: str, headers: Mapping[str, str]) -> Fetched:
        check = self._robots.check if self._policy.respect_robots else _no_check
        return self._follow(url, headers, check, self._policy.max_bytes)

    def _robots_file(self, url: str) -> tuple[int, bytes]:
        found = self._follow(url, {}, _no_check, MAX_ROBOTS_BYTES)
        return found.status, found.body

    def _follow(
        self, url: str, headers: Mapping[str, str], check: Callable[[str], None], limit: int
    ) -> Fetched:
        """Follow redirects; every hop is checked like the first, and all share one deadline."""
        left = self._policy.timeout_seconds
        for _ in range(self._policy.max_redirects + 1):
            parsed = checked_url(url)
            check(url)
            self._pace(url, check)
            # Set for each hop, because fetching robots.txt has its own deadline.
            self._deadline.start(left)
            started = monotonic()
            fetched = self._send(parsed, headers, limit)
            left -= monotonic() - started
            if fetched.status not in _REDIRECTS or "location" not in fetched.headers:
                return fetched
            url = str(parsed.join(fetched.headers["location"]))
        raise FetchError(f"it redirects more than {self._policy.max_redirects} times")

    def _send(self, url: httpx2.URL, headers: Mapping[str, str], limit: int) -> Fetched:
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as answer:
                found = {name.lower(): value for name, value in answer.headers.items()}
                body = _body(answer, limit) if answer.is_success else b""
                return Fetched(str(url), answer.status_code, found, body)
        except (httpcore2.TimeoutException, httpx2.TimeoutException) as exc:
            seconds = self._policy.timeout_seconds
            raise FetchError(f"it took longer than {seconds:g} seconds; try again later") from exc
        except _FAILURES as exc:
            raise FetchError(f"it could not be fetched: {str(exc) or type(exc).__name__}") from exc

    def _pace(self, url: str, check: Callable[[str], None]) -> None:
        """Wait for the pause between pages that a site's robots.txt asks for."""
        if check is _no_check:
            return
        host = httpx2.URL(url).host
        sleep(max(0.0, self._next_allowed.get(host, 0.0) - monotonic()))
        self._next_allowed[host] = monotonic() + self._robots.delay_seconds(url)

    def _wait_seconds(self, fetched: Fetched, attempt: int) -> float:
        asked = _retry_after(fetched.headers.get("retry-after", ""))
        if asked is None:
            asked = self._policy.backoff_seconds * 2**attempt
        if asked > self._policy.max_wait_seconds:
            status = _status_text(fetched.status)
            said = f"the server answered {status}: try again in {asked:.0f} seconds"
            raise FetchError(said, asked)
        return asked


def _no_check(url: str) -> None:
    """Check nothing."""


def checked_url(url: str) -> httpx2.URL:
    """The URL's parts.

    Raises:
        FetchError: it cannot be fetched.
    """
    try:
        parsed = httpx2.URL(url)
        # If the standard library cannot parse it, neither robots.txt nor links can be handled.
        _ = urlsplit(url).port
    except (httpx2.InvalidURL, UnicodeError, ValueError) as exc:
        raise FetchError(f"{url[:200]!r} is not a valid URL: {exc}") from exc
    if parsed.scheme not in ("http", "https"):
        raise FetchError(f"{url[:200]!r} cannot be fetched; give a URL that begins with http(s)://")
    if not parsed.host:
        raise FetchError(f"{url[:200]!r} is not a valid URL: it has no host")
    if parsed.userinfo:
        raise FetchError("the URL contains a user name; remove it")
    return parsed


def _body(answer: httpx2.Response, limit: int) -> bytes:
    kind = answer.headers.get("content-type", "").strip().lower()
    if kind and not kind.startswith(_READABLE):
        raise FetchError(f"{kind.partition(';')[0]} is neither an article nor a feed")
    length = answer.headers.get("content-length", "")
    if length.isdecimal():
        check_size(int(length[:20]), limit)
    return unpacked(answer.iter_raw(), answer.headers.get("content-encoding", ""), limit)


def _retry_after(value: str) -> float | None:
    """Seconds to wait, given as a number or as a date (RFC 9110, section 10.2.3)."""
    if value.strip().isdecimal():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time())
    except (ValueError, TypeError, OverflowError):
        return None


def _status_text(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
