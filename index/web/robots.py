"""What sites ask robots to leave alone (robots.txt, RFC 9309), looked up once a site and run."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from index.errors import FetchError

MAX_ROBOTS_BYTES = 512 << 10
"""So much of a robots.txt is read (RFC 9309, section 2.5)."""
MAX_DELAY_SECONDS = 10.0
"""The longest pause between two pages that a site can ask for."""

_REDIRECT, _SERVER_ERROR = 300, 500


class Robots:
    """The rules of the sites met in one run."""

    def __init__(self, fetch: Callable[[str], tuple[int, bytes]], user_agent: str) -> None:
        self._fetch = fetch
        self._agent = user_agent.partition("/")[0]
        self._rules: dict[str, Any] = {}

    def check(self, url: str) -> None:
        """Do nothing where the page may be fetched.

        Raises:
            FetchError: the site's robots.txt disallows it, or could not be had.
        """
        rules = self._of(url)
        if isinstance(rules, str):
            raise FetchError(f"{_site(url)}/robots.txt could not be read: {rules}")
        if not rules.can_fetch(url, self._agent):
            raise FetchError(f"{_site(url)}/robots.txt disallows it to robots")

    def delay_seconds(self, url: str) -> float:
        """The pause the site asks for between two pages, at most ten seconds."""
        rules = self._of(url)
        delay = None if isinstance(rules, str) else rules.crawl_delay(self._agent)
        return min(float(delay or 0.0), MAX_DELAY_SECONDS)

    def _of(self, url: str) -> Any:
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = self._parsed(f"{site}/robots.txt")
        return self._rules[site]

    def _parsed(self, url: str) -> Any:
        """The rules; all is allowed where there is no such file. Where it fails, the reason."""
        from protego import Protego

        try:
            status, body = self._fetch(url)
        except FetchError as exc:
            return str(exc)
        if status >= _SERVER_ERROR:
            return f"the server answered {status}; try again later"
        return Protego.parse(body.decode("utf-8", "replace") if status < _REDIRECT else "")


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
