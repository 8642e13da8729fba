"""New answers to a saved question since the last visit.

first visit    --> every answer there is, and the log's position as part of an entity tag
same position  --> nothing is asked: nothing can be new
later          --> answers from articles that were added after that position
"""

import hashlib
import re

import msgspec
from msgspec import Struct, structs

from index.store.values import Collection
from service.engine import Engine
from service.questions.requests.parsing import to_query
from service.wire.answer import Answer, AnswerItem, Citation, Status
from service.wire.asking import AskFilters, AskRequest
from service.wire.conversations import cited_by

_TAG = re.compile(r'(?:W/)?"([0-9]{1,18})-([0-9a-f]{16})-[0-9a-f]{16}"')
_MOST_IDS = 1_000
"""Of more new articles than that, the answers are picked out afterwards."""
_ANSWERED: Status = "answered"


class Entry(Struct, frozen=True):
    """One quote that answers, and when its article was added."""

    item: AnswerItem
    citation: Citation
    added: str


class News(Struct, frozen=True, kw_only=True):
    """New answers, newest first, and the entity tag for the next request."""

    request: AskRequest
    collection: Collection
    entries: list[Entry]
    tag: str


class Unchanged(Struct, frozen=True):
    """No article has come since the answer with this tag."""

    tag: str


def news(engine: Engine, request: AskRequest, known: str = "") -> News | Unchanged:
    """Answers from articles that the reader has not seen.

    `known` are the reader's entity tags from `If-None-Match`.

    Raises:
        NotFoundError: no such collection.
        InvalidFieldError: a field is invalid.
    """
    opened = engine.catalogue.get(to_query(request, engine.settings.collection).collection)
    collection, log = opened.collection, engine.library.log
    # Taken before the answer: articles added in between are reported next time too, under the same
    # id.
    position = log.ordinal(collection, opened.seq)
    wanted = _hash(_wanted(request, collection))
    seen = {int(tag[1]): tag[0] for tag in _TAG.finditer(known) if tag[2] == wanted}
    if position in seen:
        return Unchanged(seen[position])
    since = max((at for at in seen if at < position), default=0)
    entries = _entries(engine, collection, request, log.at_ordinal(collection, since))
    told = _hash([(e.citation.article_id, e.citation.version, e.citation.start) for e in entries])
    tag = f'"{position}-{wanted}-{told}"'
    return News(request=request, collection=collection, entries=entries, tag=tag)


def _wanted(request: AskRequest, collection: Collection) -> object:
    """What positions are comparable for: a question about a collection, or about a view of one."""
    named = structs.replace(request, collection=collection.name)
    return named if collection.of is None else (named, collection.pk)


def _entries(
    engine: Engine, collection: Collection, request: AskRequest, since: int
) -> list[Entry]:
    """The citations of answers, those of the articles added last first."""
    fresh = engine.library.log.added_after(collection, since)
    if not fresh:
        return []
    if since and len(fresh) <= _MOST_IDS:
        filters = _among(request.filters, {id for id, _ in fresh})
        request = structs.replace(request, filters=filters)
    told = _cited(engine.conversing.ask(request))
    entries = [
        Entry(item, citation, engine.library.article(collection, *key).added)
        for item, citation in told
        if (key := (citation.article_id, citation.version)) in fresh
    ]
    return sorted(entries, key=lambda entry: entry.added, reverse=True)


def _cited(answer: Answer) -> list[tuple[AnswerItem, Citation]]:
    """Each citation once, with the answer that it belongs to first."""
    if answer.status != _ANSWERED:
        return []
    numbered = {citation.number: citation for citation in answer.citations}
    items = cited_by(answer)
    return [(items[n], numbered[n]) for n in sorted(items) if n in numbered]


def _among(filters: AskFilters, ids: set[str]) -> AskFilters:
    if filters.article_ids is not None:
        ids = ids.intersection(filters.article_ids)
    return structs.replace(filters, article_ids=sorted(ids))


def _hash(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:16]
