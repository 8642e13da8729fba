"""Questions and searches as links: query parameters shared by all GET endpoints.

@get("/v1/ask", opt={QUERY: AskedByLink})
async def ask_by_link(request: AnyRequest, ...) -> ...:
fields = fields_of(query_of(request, AskedByLink))
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec import Struct, structs

from index.records import Filters
from index.text.dates.parsing import checked_period
from service.http.requests.parameters import given_values
from service.questions.requests.field_conditions import condition_of, conditions_in_words
from service.wire.asking import AskFilters
from service.wire.fields import (
    AskedAt,
    AsOf,
    Author,
    CollectionName,
    Conditions,
    Outlet,
    PassageCount,
    PublishedFrom,
    PublishedTo,
    QuestionText,
    SpeakerName,
    SuggestionCount,
    checked,
)
from service.wire.passages import Collapsed

T = TypeVar("T", bound=Struct)


class Linked(Struct, frozen=True, kw_only=True):
    """A question or topic, and the filters for articles."""

    q: QuestionText
    collection: CollectionName | None = None
    source: Outlet | None = None
    author: Author | None = None
    speaker: SpeakerName | None = None
    published_from: PublishedFrom | None = None
    published_to: PublishedTo | None = None
    meta: Conditions | None = None


class _Dated(Linked, frozen=True, kw_only=True):
    """And at which time it is asked."""

    as_of: AsOf | None = None
    asked_at: AskedAt | None = None


class AskedByLink(_Dated, frozen=True, kw_only=True):
    """A question."""

    suggestions: SuggestionCount = 0


class SearchedByLink(_Dated, frozen=True, kw_only=True):
    """A search."""

    limit: PassageCount = 10
    collapse: Collapsed = False


def filters_of(
    source: str | None,
    author: str | None,
    published_from: str | None,
    published_to: str | None,
    meta: Sequence[str] | None,
) -> Filters:
    """The article filters given by a list's parameters.

    Raises:
        InvalidFieldError: a date or a condition is invalid.
    """
    names = ("published_from", "published_to")
    first, last = checked_period(names, published_from, published_to)
    return Filters(
        outlet=(source,) if source else (),
        author=(author,) if author else (),
        published_from=first,
        published_to=last,
        meta=condition_of(conditions_in_words(meta or ()), "meta"),
    )


def query_of(request: Any, type_: type[T]) -> T:
    """The parsed query of a request.

    Raises:
        InvalidFieldError: a parameter is missing.
    """
    return checked(type_, given_values(request, type_), strict=False)


def fields_of(linked: Linked) -> dict[str, Any]:
    """The same as the body of a request has it."""
    given = structs.asdict(linked)
    filters = {name: given.pop(name) for name in AskFilters.__struct_fields__ if name in given}
    filters["meta"] = conditions_in_words(linked.meta or ())
    given.pop("suggestions", None)
    return {"question": given.pop("q"), "filters": filters, **given}
