"""Article identity: the ids a document claims, their scope, and which version is newer.

A guid, URL, path or row id identifies an article only within its source: a feed, a site, a folder,
a file. So a document replaces an article only if

1. both make the same claim (`Claims`),
2. both come from the same origin (`are_of_one_origin`), and
3. their texts are plausibly two versions of a story (`index.text.matching.likeness`).

Otherwise both are kept. A home page given as every page's canonical URL, or yesterday's row
numbers, are then claimed by several texts and identify none of them; title and place narrow them
down. `index.store.identities.identifying` applies these rules inside the transaction that writes.
"""

import re
from enum import StrEnum
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from msgspec import Struct

from index.records import Document, Metadata
from index.text.dates.parsing import first_instant, last_instant
from index.text.hashes import digest, sha256

# Positions of rows and entries in their file, as written by the formats.
_PART = re.compile(r", (?:line|entry) [0-9]+$")
_SITE = re.compile(r"^(?:www[0-9]?|m|mobile|amp)\.")
_ABOUT_THE_VISIT = re.compile(
    r"utm_.*|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|ocid|ito|smid|amp|outputtype",
    re.IGNORECASE,
)
_AMP = re.compile(r"/amp/?$|(?<=\.)amp\.(?=html?$)", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)

_HASH_LENGTHS = (8, 16, 64)
_MOST_OF_AN_ID = 440


class Rule(StrEnum):
    """How to treat a document whose id belongs to an article with another text."""

    JUDGE = "judge"
    """It replaces the article if their texts are plausibly two versions of one story."""
    REPLACE = "replace"
    """It replaces the article."""
    KEEP = "keep"
    """Keep both."""


class Claims(Struct, frozen=True):
    """A document's identity claims, in words and as keys: equal keys are equal claims."""

    words: str
    """For messages: "the id '1001'"."""
    keys: tuple[int, ...]
    """The claim itself, and together with title and place, for claims that many texts make."""
    state: int
    """The claim together with text and metadata: equal states were seen before."""
    older: int | None = None
    """How libraries until schema 3 knew a file named by a relative path."""

    @property
    def all(self) -> tuple[int, ...]:
        """All stored claims."""
        return (*self.keys, self.state)


def article_id(document: Document) -> str:
    """The id under which a document is stored, unless it already belongs to another article.

    Without its own id, it is derived from the URL, the file's place or the text, in this order.
    """
    if document.id is not None:
        return document.id
    if document.url:
        return "u-" + sha256(document.url)[:20]
    if document.place:
        return "f-" + sha256(document.place)[:20]
    return "t-" + sha256(document.text)[:20]


def ids_beside(id: str, sha256: str) -> tuple[str, ...]:
    """Alternative ids for a text whose id is taken; the first free one is used."""
    base = id[:_MOST_OF_AN_ID]
    return tuple(f"{base}-{sha256[:length]}" for length in _HASH_LENGTHS)


def is_beside(other: str, id: str) -> bool:
    """Whether the first is such an alternative for the second."""
    base, _, ending = other.rpartition("-")
    is_hash = len(ending) in _HASH_LENGTHS and not set(ending) - set("0123456789abcdef")
    return is_hash and base == id[:_MOST_OF_AN_ID]


def has_own_id(document: Document) -> bool:
    """Whether the id is set by the caller, which needs no evidence."""
    return document.id is not None and not document.is_claimed


def is_nameless(document: Document) -> bool:
    """Whether only place and text identify it."""
    return document.id is None and not document.url


def claims_of(document: Document, state: str | None = None) -> Claims:
    """A document's claims; `state` is its digest, if known."""
    words, name, around = _named(document)
    keys = [_key(*name)]
    if document.title:
        keys.append(_key(*around, "title", _plain(document.title)))
    if document.place and document.place not in name:
        keys.append(_key(*name, "place", document.place))
    is_relative = is_nameless(document) and document.place not in (None, document.origin)
    return Claims(
        words,
        tuple(dict.fromkeys(keys)),
        _key(*name, "state", state or digest(document)),
        _key("file", document.origin) if is_relative else None,
    )


def are_of_one_origin(one: Metadata, other: Metadata) -> bool:
    """Whether two documents may be of one feed, site or outlet; unknown is no contradiction."""
    sites = site_of(one.url), site_of(other.url)
    outlets = _plain(one.outlet), _plain(other.outlet)
    comparable = [pair for pair in (sites, outlets) if all(pair)]
    return not comparable or any(first == second for first, second in comparable)


def is_older(one: Metadata, other: Metadata) -> bool:
    """Whether `one` is an earlier state than `other`, by modification, then by publication."""
    latest = one.modified or one.published, other.modified or other.published
    for first, second in (latest, (one.published, other.published)):
        if first and second and last_instant(first) < first_instant(second):
            return True
        if first and second and last_instant(second) < first_instant(first):
            return False
    return False


def site_of(url: str | None) -> str:
    """The host of a URL without `www.`, `m.` or `amp.`; "" if there is none."""
    return _SITE.sub("", _split(url or "").hostname or "")


def plain_url(url: str) -> str:
    """A URL without parts that do not select the page.

    Drops the scheme, `www.` and `amp.`, a final slash or `index.html`, fragments, and tracking
    parameters. Implemented here, not by a library, because stored data depends on it.
    """
    parts = _split(url)
    if not parts.hostname:
        return url
    path = _INDEX.sub("", _AMP.sub("", parts.path).rstrip("/"))
    asked = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _ABOUT_THE_VISIT.fullmatch(pair[0])
    ]
    return f"{site_of(url)}{path}" + (f"?{urlencode(sorted(asked))}" if asked else "")


def _named(document: Document) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The strongest claim: in words, its kind and value, and within what a title is looked for."""
    if document.id is not None:
        is_address = document.id.startswith(("http://", "https://"))
        name = ("id", plain_url(document.id) if is_address else document.id)
        return f"the id {document.id!r}", name, name
    if document.url:
        name = ("url", plain_url(document.url))
        return f"the URL {document.url}", name, name
    if document.place:
        return (
            f"the place {document.place}",
            ("file", document.place),
            ("in", _PART.sub("", document.place)),
        )
    name = ("text", sha256(document.text))
    return "the text", name, name


def _key(*parts: str) -> int:
    """63 bits, which every database has as a number: a false match would still be judged."""
    return int(sha256("\x1f".join(parts))[:16], 16) >> 1


def _plain(words: str | None) -> str:
    return " ".join((words or "").casefold().split())


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
