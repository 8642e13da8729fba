"""Filters that match nothing: which one, and which values exist."""

from collections.abc import Iterable, Sequence

from msgspec import structs
from rapidfuzz import process

from index.records import Filters
from index.store import holdings
from service.answers.refusing.reasons import LookedAt, Quoted, Refusal, days
from service.answers.scope import Scope

_MOST_NAMED = 10
"""Maximum number of existing values listed, most similar first."""
_MOST_KNOWN = 5_000
_ALL = Filters.__struct_fields__


def refused_by_filters(scope: Scope) -> Refusal | None:
    """Which filters leave no article; None if some article is left."""
    if scope.holdings.articles:
        return None
    return _unknown_value(scope) or _no_such_date(scope) or _nothing_together(scope)


def looked_at(scope: Scope, without: Sequence[str] = ()) -> LookedAt:
    """The articles that the filters allow, those called `without` apart."""
    empty = Filters()
    unset = {name: getattr(empty, name) for name in without}
    filters = structs.replace(scope.filters, **unset)
    outlets = _spelt(filters.outlet, _outlets(scope) if filters.outlet else ())
    authors = _spelt(filters.author, _authors(scope) if filters.author else ())
    return LookedAt(
        holdings=scope.counted(filters),
        names=tuple(name for name in (*outlets.values(), *authors.values()) if name),
        unknown=tuple(value for value, name in (outlets | authors).items() if name is None),
    )


def _unknown_value(scope: Scope) -> Refusal | None:
    """A filter none of whose values any article has."""
    filters = scope.filters
    if filters.outlet and _are_unknown(filters.outlet, known := _outlets(scope)):
        wording = _of(known, "", "unknown_source_of_many", "unknown_source_no_names")
        return _unknown(scope, "unknown_source", filters.outlet, known, wording)
    if filters.author and _are_unknown(filters.author, known := _authors(scope)):
        wording = _of(known, "", "unknown_author_of_many", "unknown_author_no_names")
        return _unknown(scope, "unknown_author", filters.author, known, wording)
    library, collection = scope.opened.library, scope.opened.collection
    if filters.article_ids and not holdings.known_ids(library, collection, filters.article_ids):
        return _unknown(scope, "unknown_article", filters.article_ids, ())
    return None


def _of(known: Sequence[str], few: str, many: str, none: str) -> str:
    """The wording for so many known values."""
    if not known:
        return none
    return few if len(known) <= _MOST_NAMED else many


def _unknown(
    scope: Scope, name: str, values: Sequence[str], known: Sequence[str], wording: str = ""
) -> Refusal:
    """Say which values there are, if the articles name any."""
    closest = ", ".join(_closest(values[0], known))
    shown: dict[str, str | Quoted] = {"values": Quoted(tuple(values)), "known": closest}
    return Refusal(name, shown, wording=wording, looked_at=looked_at(scope, _ALL))


def _no_such_date(scope: Scope) -> Refusal | None:
    """The days asked for, if articles of other days would be left."""
    found = looked_at(scope, ("published_from", "published_to"))
    if not found.holdings.articles:
        return None
    asked = days(scope.filters.published_from, scope.filters.published_to)
    return Refusal("date_out_of_range", {"asked": asked}, looked_at=found)


def _nothing_together(scope: Scope) -> Refusal:
    return Refusal("filters_match_nothing", looked_at=looked_at(scope, _ALL))


def _outlets(scope: Scope) -> list[str]:
    return holdings.outlets(scope.opened.library, scope.opened.collection, _MOST_KNOWN)


def _authors(scope: Scope) -> list[str]:
    return holdings.authors(scope.opened.library, scope.opened.collection, _MOST_KNOWN)


def _spelt(values: Iterable[str], known: Iterable[str]) -> dict[str, str | None]:
    """Each value with its spelling in the articles; None if no article has it."""
    spellings = {name.casefold(): name for name in known}
    return {value: spellings.get(value.casefold()) for value in values}


def _are_unknown(values: Sequence[str], known: Iterable[str]) -> bool:
    return not any(_spelt(values, known).values())


def _closest(value: str, known: Sequence[str]) -> list[str]:
    if len(known) <= _MOST_NAMED:
        return list(known)
    found = process.extract(value.casefold(), known, processor=str.casefold, limit=_MOST_NAMED)
    return [name for name, _, _ in found]
