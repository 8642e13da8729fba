"""The ingestion pipeline: documents in, one outcome for each, in individually durable batches.

    read --> skip what is known --> mark, split --> embed --> write --> followers

It can be interrupted anywhere: reported outcomes are stored, and the next run skips them.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import structs

from index.ahead.looking_ahead import LookAhead, Work, work_of
from index.embargoes import Embargoes, cross_an_embargo
from index.embedders.contract import Embedder
from index.errors import (
    DatelineError,
    EmbedderChangedError,
    InputError,
    InvalidFieldError,
    NotFoundError,
    StoreError,
)
from index.identity import Rule, article_id, has_own_id
from index.interruption import go_on
from index.outcomes import Outcome, Status, accepted, rejected, written
from index.prepare import MAX_CHARACTERS, Draft, Learned, check, drafts, embed, marks_of, prepare
from index.quotations.contract import Tagging
from index.records import Article, Document, Metadata, Rejected, reshape
from index.store.held_table import Held, released_at
from index.store.identities.claims import Known
from index.store.identities.identifying import superseded
from index.store.library import Library
from index.store.outlets import source_of
from index.store.values import Collection, Stored
from index.store.writing import Prepared
from index.text.hashes import digest

_log = logging.getLogger(__name__)

# Enough passages to fill the embedder's batches, few enough to report and store often.
_BATCH_ARTICLES = 64
_BATCH_CHARACTERS = 400_000
# A block at the edge of this many articles of one outlet with different openings is boilerplate.
LEARN_FROM = 5
_SETTLE_AT_ONCE = 16
_OF_AGENCIES = ("jsonl", "newsml")


Item = TypeVar("Item", bound=Document | Article | Rejected)

Follow = Callable[[Collection], object]
"""Updates the search indexes after a batch."""

EmbedderOf = Callable[[Collection], Embedder]
"""The embedder that a collection is searched with at this moment."""


class Ingester:
    """Adds documents to the library."""

    def __init__(
        self,
        library: Library,
        embedder_of: EmbedderOf,
        follow: Follow,
        tagging: Callable[[], Tagging | None] = lambda: None,
        most_characters: int = MAX_CHARACTERS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Build one.

        Args:
            library: where the articles are stored.
            embedder_of: returns the embedder of a collection.
            follow: called after every batch; must not raise, as the batch is stored.
            tagging: loads the quotation tagger; called at the first article.
            most_characters: longer documents are rejected.
            clock: seconds since 1970, for embargoes.
        """
        self._library = library
        self._embedder_of = embedder_of
        self._follow = follow
        self._tagging = tagging
        self._most_characters = most_characters
        self._clock = clock
        self._embargoes = Embargoes(library, self._write, follow)
        self._ahead: LookAhead | None = None

    def look_ahead(self, ahead: LookAhead) -> None:
        """From now on, prepare documents elsewhere before they are written here."""
        self._ahead = ahead

    def add(
        self,
        collection: Collection,
        documents: Iterable[Document | Rejected],
        rule: Rule = Rule.JUDGE,
    ) -> Iterator[Outcome]:
        """Add documents; yield an outcome for each, as soon as it is durable.

        `index.identity` decides whether a document is a new version or another article.

        Raises:
            StoreError: the data folder cannot be written to; what was yielded is stored.
        """
        for batch in self._coming(collection, batches(documents), rule):
            yield from self.add_each(collection, batch, rule)
        self.settle(collection)

    def _coming(
        self, collection: Collection, found: Iterator[list[Document | Rejected]], rule: Rule
    ) -> Iterator[Sequence[Document | Rejected]]:
        """The batches; what comes next is prepared meanwhile, if somebody does so."""
        if self._ahead is None:
            return found

        def expected(batch: Sequence[Document | Rejected]) -> Work:
            documents = self._expected(collection, batch, rule)
            learned = _Remembered(self._library, collection)
            return work_of(documents, learned, self._embedder_of(collection).fingerprint)

        return self._ahead.over(found, expected)

    def _expected(
        self, collection: Collection, batch: Sequence[Document | Rejected], rule: Rule
    ) -> list[Document]:
        """Which documents of a batch would be written now."""
        fresh = {
            number: item
            for number, item in enumerate(batch)
            if isinstance(item, Document)
            and _refusal(item, self._most_characters) is None
            and (released_at(item) or 0) <= self._clock()
        }
        known = self._known(collection, fresh, rule)
        return [document for number, document in fresh.items() if number not in known]

    def add_batch(
        self,
        collection: Collection,
        batch: Sequence[Document | Rejected],
        rule: Rule = Rule.JUDGE,
    ) -> list[Outcome]:
        """Add a few documents in one transaction; one outcome for each, in order.

        If documents with the same id differ in embargo, each has its own outcome.
        """
        if len(batch) > 1 and cross_an_embargo(batch):
            return [self.add_batch(collection, [item], rule)[0] for item in batch]
        outcomes = dict(self._not_to_be_written(collection, batch, rule))
        fresh = {
            number: item
            for number, item in enumerate(batch)
            if isinstance(item, Document) and number not in outcomes
        }
        for number, known in self._known(collection, fresh, rule).items():
            reason = superseded(known.article_id) if known.is_superseded else None
            outcomes[number] = accepted(
                fresh.pop(number), Status.UNCHANGED, known.article_id, reason
            )
        for number, outcome in self._embargoes.lifted(collection, fresh, rule).items():
            outcomes[number] = outcome
            del fresh[number]
        for number, stored in self._write(collection, fresh, rule).items():
            outcomes[number] = written(fresh[number], stored)
        for number in self._taken_back(collection, batch):
            outcomes[number] = _with_removal(outcomes[number])
        return [outcomes[number] for number in range(len(batch))]

    def _not_to_be_written(
        self, collection: Collection, batch: Sequence[Document | Rejected], rule: Rule
    ) -> Iterator[tuple[int, Outcome]]:
        """What is rejected, and what is kept until its embargo ends, by number."""
        for number, item in enumerate(batch):
            refused = _refusal(item, self._most_characters)
            if refused is not None:
                yield number, refused
            elif isinstance(item, Document):
                until = released_at(item) or 0
                if until > self._clock():
                    yield number, self._embargoes.hold(collection, item, rule, until)

    def add_each(
        self,
        collection: Collection,
        batch: Sequence[Document | Rejected],
        rule: Rule = Rule.JUDGE,
    ) -> list[Outcome]:
        """Add a few documents; an unexpected failure of one does not stop the others.

        The failing one is rejected, and the others are added one by one.
        """
        try:
            return self.add_batch(collection, batch, rule)
        except (DatelineError, OSError):
            raise
        except Exception as exc:  # noqa: BLE001
            if len(batch) > 1:
                return [self.add_each(collection, [item], rule)[0] for item in batch]
            _log.warning("%s: cannot be added", batch[0].origin, exc_info=exc)
            return [_unforeseen(batch[0], exc)]

    def release(self, at: float | None = None) -> int:
        """Publish every article whose embargo has ended by then (default: now); return how many.

        Raises:
            StoreError: the data folder cannot be written to.
        """
        return self._embargoes.release(self._clock() if at is None else at)

    def _taken_back(
        self, collection: Collection, batch: Sequence[Document | Rejected]
    ) -> Iterator[int]:
        """Remove articles that must not be quoted any more; yield who said so, by number.

        Only what agencies' formats gave can be taken back, and by them: ids of others may be equal.
        """
        for number, item in enumerate(batch):
            id = item.takes_back if isinstance(item, Rejected) else None
            later = (one.id for one in batch[number + 1 :] if isinstance(one, Document))
            if id is None or id in later:
                continue
            try:
                if self._format_of(collection, id) not in _OF_AGENCIES:
                    continue
                self._library.remove(collection, id)
            except NotFoundError:
                continue
            self._follow(collection)
            yield number

    def _format_of(self, collection: Collection, id: str) -> str:
        held = self._library.held.read(collection, id)
        return held.document.format if held else self._library.article(collection, id).format

    def settle(self, collection: Collection) -> int:
        """Mark newly learned boilerplate in older articles; return how many changed."""
        self._library.outlets.learn(collection, LEARN_FROM)
        settled = 0
        while stale := self._library.outlets.unsettled(collection, _SETTLE_AT_ONCE):
            learned = _Remembered(self._library, collection)
            changed = [a for a in stale if marks_of(document_of(a), learned(a)) != a.marks]
            for batch in batches(map(document_of, changed)):
                self._write(collection, dict(enumerate(batch)))
            self._library.outlets.mark_applied(collection, [article.id for article in stale])
            settled += len(changed)
        return settled

    def prepare_again(self, collection: Collection, stored: Sequence[Article]) -> int:
        """Analyse stored texts again; return how many changed."""
        learned = _Remembered(self._library, collection)
        while True:
            embedder = self._embedder_of(collection)
            found = drafts([*map(document_of, stored)], embedder, learned, self._tagging())
            changed = [new for new, old in zip(found, stored, strict=True) if _is_news(new, old)]
            prepared = embed(changed, embedder)
            try:
                count = self._library.rewrite(collection, prepared, embedder.fingerprint)
            except EmbedderChangedError as exc:
                _log.info("%s: %s", collection.name, exc)
            else:
                self._follow(collection)
                return count

    def restore(self, collection: Collection, id: str, version: str) -> Article:
        """Make an earlier version of an article current; the start of `version` is enough.

        Raises:
            NotFoundError: no such article or version.
            InvalidFieldError: several versions start like that.
        """
        wanted = self._library.article(collection, id, self._version(collection, id, version))
        self._write(collection, {0: document_of(wanted)})
        return self._library.article(collection, id)

    def _version(self, collection: Collection, id: str, beginning: str) -> str:
        found = [
            one.version
            for one in self._library.article_versions(collection, id)
            if one.version.startswith(beginning)
        ]
        if len(found) > 1:
            raise InvalidFieldError(
                "version", f"{beginning!r} is the beginning of {len(found)} versions; give more"
            )
        return found[0] if found else beginning

    def _known(
        self, collection: Collection, fresh: dict[int, Document], rule: Rule
    ) -> dict[int, Known]:
        """The documents that are already stored, unchanged, by number."""
        own = {n: document for n, document in fresh.items() if has_own_id(document)}
        ids = [article_id(document) for document in own.values()]
        stored = self._library.known_digests(collection, ids)
        known = {
            number: Known(article_id(document), is_superseded=False)
            for number, document in own.items()
            if stored.get(article_id(document)) == digest(document)
        }
        unknown = {n: document for n, document in fresh.items() if n not in known}
        if rule is not Rule.KEEP:
            unknown = {n: document for n, document in unknown.items() if n not in own}
        return known | self._library.claims.known(collection, unknown, rule)

    def _write(
        self,
        collection: Collection,
        documents: dict[int, Document],
        rule: Rule = Rule.JUDGE,
        released: Held | None = None,
    ) -> dict[int, Stored]:
        if not documents:
            return {}
        learned = _Remembered(self._library, collection)
        prepared, stored = self._prepare_and_write(
            collection, list(documents.values()), learned, rule, released
        )
        # Immediately, so that only an outlet's first few articles have to be updated later.
        edges = sorted({edge for item in prepared for edge in set(item.edges) - item.learned})
        try:
            count = self._library.outlets.learn(collection, LEARN_FROM, edges)
        except StoreError as exc:
            # The articles are stored, and what comes next learns it.
            _log.warning("boilerplate will be learned later: %s", exc)
        else:
            if count and self._ahead is not None:
                self._ahead.renew(_Remembered(self._library, collection))
        self._follow(collection)
        return dict(zip(documents, stored, strict=True))

    def _prepare_and_write(
        self,
        collection: Collection,
        documents: list[Document],
        learned: Learned,
        rule: Rule,
        released: Held | None,
    ) -> tuple[list[Prepared], list[Stored]]:
        while True:
            embedder = self._embedder_of(collection)
            prepared = self._prepared(documents, embedder, learned)
            try:
                stored = self._library.write(
                    collection, prepared, embedder.fingerprint, rule, released=released
                )
            except EmbedderChangedError as exc:
                _log.info("%s: %s", collection.name, exc)
            else:
                return prepared, stored

    def _prepared(
        self, documents: list[Document], embedder: Embedder, learned: Learned
    ) -> list[Prepared]:
        if self._ahead is not None:
            found = self._ahead.take(work_of(documents, learned, embedder.fingerprint))
            if found is not None:
                return found
        return prepare(documents, embedder, learned, self._tagging())


def _is_news(found: Draft, stored: Article) -> bool:
    """Whether a text's parts are not as they are stored."""
    parts = (found.marks, found.sentences, found.quotes)
    return parts != (stored.marks, stored.sentences, stored.quotes)


class _Remembered:
    """What is known about each outlet, looked up once per batch."""

    def __init__(self, library: Library, collection: Collection) -> None:
        self._library = library
        self._collection = collection
        self._known: dict[str | None, frozenset[str]] = {}

    def __call__(self, article: Metadata) -> frozenset[str]:
        source = source_of(article)
        if source not in self._known:
            self._known[source] = self._library.outlets.learned(self._collection, article)
        return self._known[source]


def batches(documents: Iterable[Item]) -> Iterator[list[Item]]:
    """Group documents or articles: enough of them to work on together, and few characters."""
    batch: list[Item] = []
    characters = 0
    for item in documents:
        go_on()
        batch.append(item)
        characters += 0 if isinstance(item, Rejected) else len(item.text)
        if len(batch) >= _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _unforeseen(item: Document | Rejected, exc: Exception) -> Outcome:
    words = " ".join(str(exc).split())[:200]
    return rejected(item, f"cannot be worked on: {type(exc).__name__}: {words}; please report this")


def _refusal(item: Document | Rejected, most_characters: int) -> Outcome | None:
    if isinstance(item, Rejected):
        return rejected(item, item.reason)
    try:
        check(item, most_characters)
        released_at(item)
    except InputError as exc:
        return rejected(item, str(exc))
    return None


def _with_removal(refused: Outcome) -> Outcome:
    reason = f"{refused.reason}; what was added of it before is removed"
    return structs.replace(refused, reason=reason)


def document_of(article: Article) -> Document:
    """The document an article came from, so that it can be prepared again."""
    return reshape(article, Document)
