"""One visit to a feed: new entries since the last visit, each page fetched once.

    ask, if it changed --> entries --> not seen before --> their pages, one by one --> Visited

Entries are known by a hash of what they say; pages that cannot be read are tried at three visits.
"""

import hashlib
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from index.errors import UnreadableFileError
from index.formats.feed import Entry
from index.interruption import go_on
from index.records import Document, Rejected
from index.web.articles import article_at, link_of, merged, with_link
from index.web.entries import entries_of, modified_of
from index.web.feed_cache import Validators

if TYPE_CHECKING:
    from index.web.fetcher import Fetched, Fetcher

MOST_PAGES = 50
"""Fetched at one visit; the others wait for the next."""
_MOST_ENTRIES = 20_000
_MOST_OLDER = 5_000
_TRIES = 3
# In a row: then the site has other troubles than one page.
_MOST_FAILURES = 3


class Known(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is remembered of a feed between two visits."""

    validators: Validators = Validators()
    seen: tuple[str, ...] = ()
    """Hashes of entries, those of the latest visit first."""
    failed: dict[str, int] = {}
    """How often the pages of entries could not be read, by their hashes."""


class Visited(Struct, frozen=True, kw_only=True):
    """What a visit found."""

    known: Known
    """What is to be remembered once the documents are stored."""
    documents: tuple[Document | Rejected, ...] = ()
    is_complete: bool = True
    """Whether nothing is left for the next visit."""


def visit(url: str, known: Known, fetcher: "Fetcher", *, follow: bool = True) -> Visited:
    """Read what is new in a feed.

    Args:
        url: of the feed, or of a news sitemap.
        known: what the last visit left.
        fetcher: what fetches; it keeps to robots.txt, and to one request at a time.
        follow: fetch the pages of entries without a whole text; otherwise their summaries are read.

    Raises:
        FetchError: the feed may not or cannot be fetched.
        UnreadableFileError: it announces no articles, or is damaged.
    """
    fetched = fetcher.get(url, known.validators.headers())
    if fetched.not_modified:
        return Visited(known=known)
    entries = entries_of(fetched, url, fetcher)
    if entries is None:
        kind = fetched.media_type or "what is there"
        raise UnreadableFileError(f"{kind} is neither a feed nor a news sitemap")
    visiting = _Visiting(known, fetched, fetcher, follow=follow)
    for entry in islice(entries, _MOST_ENTRIES):
        go_on()
        visiting.read(entry)
    return visiting.visited()


class _Visiting:
    """One visit under way."""

    def __init__(
        self, known: Known, fetched: "Fetched", fetcher: "Fetcher", *, follow: bool
    ) -> None:
        self._known = known
        self._before = frozenset(known.seen)
        self._fetched = fetched
        self._fetcher = fetcher
        self._follow = follow
        self._seen: dict[str, None] = {}
        self._failed: dict[str, int] = {}
        self._documents: list[Document | Rejected] = []
        self._pages_left = MOST_PAGES
        self._failures = 0
        self._is_complete = True

    def read(self, entry: Entry) -> None:
        """Take in one entry, unless it is known."""
        key = _key(entry)
        if key in self._before or key in self._seen:
            self._seen[key] = None
            return
        link = link_of(entry, self._fetched)
        if link is None or entry.is_whole or not self._follow:
            self._take(key, with_link(entry.found, link))
        elif self._pages_left and self._failures < _MOST_FAILURES:
            self._pages_left -= 1
            self._read_page(key, entry, link)
        else:
            self._wait(key, 0)

    def visited(self) -> Visited:
        """What the visit found."""
        headers = self._fetched.headers if self._is_complete else {}
        older = (key for key in self._known.seen if key not in self._seen)
        return Visited(
            known=Known(
                validators=Validators(headers.get("etag"), headers.get("last-modified")),
                seen=(*self._seen, *islice(older, _MOST_OLDER)),
                failed=self._failed,
            ),
            documents=tuple(self._documents),
            is_complete=self._is_complete,
        )

    def _read_page(self, key: str, entry: Entry, link: str) -> None:
        article = article_at(link, self._fetcher)
        tries = self._known.failed.get(key, 0) + 1
        if isinstance(article, Document):
            self._failures = 0
        else:
            self._failures += 1
            if tries < _TRIES:
                self._wait(key, tries)
                return
        self._take(key, merged(entry, article, link))

    def _take(self, key: str, found: Document | Rejected) -> None:
        self._seen[key] = None
        self._documents.append(found)

    def _wait(self, key: str, tries: int) -> None:
        """Leave an entry to the next visit."""
        self._is_complete = False
        if tries := max(tries, self._known.failed.get(key, 0)):
            self._failed[key] = tries


def _key(entry: Entry) -> str:
    """The same for an entry that says nothing new."""
    found = entry.found
    own = (found.id, found.text) if isinstance(found, Document) else ()
    said = repr((entry.link, modified_of(entry), own))
    return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:16]
