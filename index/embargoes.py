"""Articles under embargo: held until it ends, then written as if newly added.

hold --> apart from all that is searched --> release, when their time comes
--> lifted, when a document says so
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from msgspec import structs

from index.errors import DatelineError
from index.identity import Rule, article_id, ids_beside
from index.interruption import go_on
from index.outcomes import Outcome, Status, accepted, written
from index.records import Document, Rejected
from index.store.held_table import EMBARGO, Held, NotHeldError
from index.store.library import Library
from index.store.values import Collection, Stored
from index.text.hashes import sha256

_log = logging.getLogger(__name__)

_LATER_SECONDS = 3_600


class Write(Protocol):
    """Prepares documents and writes them in one transaction."""

    def __call__(
        self,
        collection: Collection,
        documents: dict[int, Document],
        rule: Rule = ...,
        released: Held | None = ...,
    ) -> dict[int, Stored]:
        """What the library says of each, by number."""
        ...


class Embargoes:
    """The way into the embargo, and out of it."""

    def __init__(
        self, library: Library, write: Write, follow: Callable[[Collection], object]
    ) -> None:
        """`write` publishes articles; `follow` tells the search indexes what was withdrawn."""
        self._library = library
        self._write = write
        self._follow = follow

    def hold(self, collection: Collection, document: Document, rule: Rule, until: int) -> Outcome:
        """Keep a document until its time; durable when this returns."""
        id, taken = self._library.held.hold(collection, document, rule, until)
        if taken:
            self._follow(collection)
        day = document.embargoed_until or document.meta[EMBARGO]
        reason = f"under embargo until {day}; it appears then"
        return accepted(document, Status.EMBARGOED, id, reason)

    def lifted(
        self, collection: Collection, fresh: Mapping[int, Document], rule: Rule
    ) -> dict[int, Outcome]:
        """Write the documents whose embargo was lifted, by number."""
        held = self._library.held.matching(collection, fresh.values())
        lifted: dict[int, Outcome] = {}
        for number, document in fresh.items():
            if one := held.get(article_id(document)):
                # If another process is faster, it is a document like any other.
                with suppress(NotHeldError):
                    lifted[number] = self._publish(collection, one, document, rule)
        return lifted

    def release(self, moment: float) -> int:
        """Publish every article whose embargo has ended by that time; return how many.

        An article that fails unexpectedly is retried an hour later.

        Raises:
            StoreError: the data folder cannot be written to.
        """
        count = 0
        while due := self._library.held.due(moment):
            for collection, held in due:
                go_on()
                try:
                    self._publish(collection, held, held.document, held.rule)
                    count += 1
                except NotHeldError as exc:
                    _log.info("%s", exc)
                except (DatelineError, OSError):
                    raise
                except Exception as exc:  # noqa: BLE001
                    _log.error("%s: cannot be released", held.id, exc_info=exc)
                    self._library.held.postpone(collection, held, int(moment) + _LATER_SECONDS)
        return count

    def _publish(
        self, collection: Collection, held: Held, document: Document, rule: Rule
    ) -> Outcome:
        """Write what was under embargo, in the state given, after what was readable before it."""
        states = [document]
        if held.earlier:
            id = self._id_of_returning(collection, held)
            states = [
                structs.replace(one, id=id, is_claimed=False) for one in (*held.earlier, document)
            ]
        documents = dict(enumerate(states))
        *_, stored = self._write(collection, documents, rule, released=held).values()
        return written(document, stored)

    def _id_of_returning(self, collection: Collection, held: Held) -> str:
        """The id that an article had; another one if a file gave that to another meanwhile."""
        id = article_id(held.document)
        is_taken = held.document.is_claimed and self._library.known_digests(collection, [id])
        return ids_beside(id, sha256(held.document.text))[0] if is_taken else id


def cross_an_embargo(batch: Sequence[Document | Rejected]) -> bool:
    """Whether an article under embargo and another document may be the same article."""
    documents = [item for item in batch if isinstance(item, Document)]
    ids = Counter(map(article_id, documents))
    under = (one for one in documents if one.embargoed_until or EMBARGO in one.meta)
    return any(ids[article_id(one)] > 1 for one in under)
