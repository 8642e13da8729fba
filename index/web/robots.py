"""robots.txt rules (RFC 9309), fetched once per site and run.

Whoever comes again and again keeps the rules for longer, but no more than a day (section 2.4).
"""

from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from index.errors import FetchError

MAX_ROBOTS_BYTES = 512 << 10
"""How much of a robots.txt is read (RFC 9309, section 2.5)."""
MAX_DELAY_SECONDS = 10.0
"""The longest pause between two pages that we grant a site."""

Rules: TypeAlias = dict[str, Any]
"""What is allowed, by site; in the place of rules that could not be read, the reason."""

_REDIRECT, _SERVER_ERROR = 300, 500


class Robots:
    """The rules of the sites visited in one run."""

    def __init__(
        self,
        fetch: Callable[[str], tuple[int, bytes]],
        user_agent: str,
        rules: Rules | None = None,
    ) -> None:
        self._fetch = fetch
        self._agent = user_agent.partition("/")[0]
        self._rules: Rules = {} if rules is None else rules

    def check(self, url: str) -> None:
        """Do nothing if the page may be fetched.

        Raises:
            FetchError: the site's robots.txt disallows it, or could not be fetched.
        """
        rules = self._of(url)
        if isinstance(rules, str):
            raise FetchError(f"{_site(url)}/robots.txt could not be read: {rules}")
        if not rules.can_fetch(url, self._agent):
            raise FetchError(f"{_site(url)}/robots.txt does not allow robots to fetch it")

    def delay_seconds(self, url: str) -> float:
        """The pause between two pages that the site asks for, at most ten seconds."""
        rules = self._of(url)
        delay = None if isinstance(rules, str) else rules.crawl_delay(self._agent)
        return min(float(delay or 0.0), MAX_DELAY_SECONDS)

    def _of(self, url: str) -> Any:
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = self._parsed(f"{site}/robots.txt")
        return self._rules[site]

    def _parsed(self, url: str) -> Any:
        """The rules, which allow everything if there is no such file; on failure, the reason."""
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
