"""The limits that words of a message put on articles, together with those of the request."""

from collections.abc import Callable, Sequence

from msgspec import structs

from index.records import Filters
from index.text.dates import first_instant, last_instant
from service.questions.followups.resolution import Narrowing


def narrowed(filters: Filters, narrowing: Narrowing) -> Filters | None:
    """The filters with the message's limits among them; None if no article can pass both."""
    outlets = _both(filters.outlet, narrowing.outlets, str.casefold)
    ids = _both(filters.article_ids, narrowing.article_ids, str)
    if outlets is None or ids is None:
        return None
    first = [day for day in (filters.published_from, narrowing.published_from) if day]
    last = [day for day in (filters.published_to, narrowing.published_to) if day]
    return structs.replace(
        filters,
        outlet=outlets,
        article_ids=ids,
        published_from=max(first, key=first_instant, default=None),
        published_to=min(last, key=last_instant, default=None),
    )


def _both(
    given: Sequence[str], said: Sequence[str], key: Callable[[str], str]
) -> tuple[str, ...] | None:
    """The values that both allow, where no values allow everything; None if there are none."""
    if not given or not said:
        return (*given, *said)
    allowed = set(map(key, given))
    return tuple(value for value in said if key(value) in allowed) or None
