"""Articles from the web: a page, a feed's entries, or the pages they link to."""

from collections.abc import Generator, Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec import structs

from index.errors import FetchError, InputError
from index.formats.contract import Documents
from index.formats.feed import Entry
from index.formats.steps.document import at_address
from index.records import Document, Metadata, Rejected
from index.web.addresses import Resolver, system_resolver
from index.web.entries import entries_of, format_of
from index.web.feed_cache import FeedCache, Validators
from index.web.policy import FetchPolicy

if TYPE_CHECKING:
    from index.web.fetcher import Fetched, Fetcher

__all__ = ["FeedCache", "FetchPolicy", "Resolver", "read_url", "system_resolver"]


def read_url(
    url: str,
    policy: FetchPolicy,
    cache: FeedCache | None = None,
    *,
    follow: bool = False,
    resolve: Resolver = system_resolver,
) -> Documents:
    """Yield the article of a page, or the articles of a feed's entries.

    Whatever may not or cannot be fetched is yielded as Rejected, with the reason. With a `cache`, a
    feed that has not changed since it was last read yields nothing. With `follow`, an entry with
    only a summary, or without text, is replaced by the article that it links to.
    """
    from index.web.fetcher import Fetcher

    with Fetcher(policy, resolve) as fetcher:
        try:
            known = cache.validators(url) if cache else Validators()
            fetched = fetcher.get(url, known.headers())
        except FetchError as exc:
            yield Rejected(url, str(exc))
            return
        if not fetched.not_modified:
            yield from _read(fetched, url, fetcher, cache, policy.max_followed if follow else 0)


def _read(
    fetched: "Fetched", url: str, fetcher: "Fetcher", cache: FeedCache | None, most_followed: int
) -> Documents:
    entries = entries_of(fetched, url, fetcher)
    if entries is not None:
        is_whole = yield from _followed(entries, fetched, url, fetcher, most_followed)
        # Only now: a feed that was not read to the end must not count as known.
        if cache and is_whole:
            cache.remember(url, fetched.headers)
        return
    format = format_of(fetched)
    if format is None:
        kind = fetched.media_type or "the content"
        yield Rejected(url, f"{kind} is neither an article nor a feed")
        return
    for found in format.read(BytesIO(fetched.body), url):
        yield found if isinstance(found, Rejected) else at_address(found, fetched.url)


def _followed(
    entries: Iterator[Entry], fetched: "Fetched", url: str, fetcher: "Fetcher", most_followed: int
) -> Generator[Document | Rejected, None, bool]:
    """Yield the entries' articles; return whether everything could be fetched."""
    failures = 0
    try:
        for entry in entries:
            link = link_of(entry, fetched)
            if link is None or entry.is_whole or not most_followed:
                yield with_link(entry.found, link)
                continue
            most_followed -= 1
            article = article_at(link, fetcher)
            failures += isinstance(article, str)
            yield merged(entry, article, link)
    except InputError as exc:
        yield Rejected(url, str(exc))
        return False
    return not failures


def link_of(entry: Entry, fetched: "Fetched") -> str | None:
    """The address of an entry's article; where it cannot be one, None."""
    try:
        return urljoin(fetched.url, entry.link) if entry.link else None
    except ValueError:
        return None


def article_at(link: str, fetcher: "Fetcher") -> Document | str:
    """The article that an entry links to, or why there is none."""
    try:
        fetched = fetcher.get(link)
    except FetchError as exc:
        return str(exc)
    format = format_of(fetched)
    found = next(format.read(BytesIO(fetched.body), link), None) if format else None
    if isinstance(found, Document):
        return at_address(found, fetched.url)
    return found.reason if found else "it is not an article"


def merged(announced: Entry, article: Document | str, link: str) -> Document | Rejected:
    """The article with the entry's metadata; the entry itself if there is no article."""
    entry = announced.found
    if isinstance(article, str):
        return _without_article(entry, link, article)
    if isinstance(entry, Rejected):
        return _filled(article, announced.about)
    return structs.replace(
        article,
        id=entry.id,
        title=entry.title or article.title,
        outlet=article.outlet or entry.outlet,
        published=entry.published or article.published,
        modified=entry.modified or article.modified,
        authors=entry.authors or article.authors,
        language=article.language or entry.language,
    )


def _without_article(entry: Document | Rejected, link: str, reason: str) -> Document | Rejected:
    if isinstance(entry, Rejected):
        return Rejected(entry.origin, f"has no text, and {link} could not be read: {reason}")
    note = f"text: the linked article could not be read ({reason})"
    return with_link(structs.replace(entry, assumed=(*entry.assumed, note)), link)


def _filled(article: Document, about: Metadata) -> Document:
    """The article with what the feed says of it where it says nothing itself."""
    said = ((name, getattr(about, name)) for name in Metadata.__struct_fields__)
    return structs.replace(
        article, **{name: value for name, value in said if value and not getattr(article, name)}
    )


def with_link(found: Document | Rejected, link: str | None) -> Document | Rejected:
    """The article of an entry, with its address."""
    return found if isinstance(found, Rejected) else structs.replace(found, url=link)
