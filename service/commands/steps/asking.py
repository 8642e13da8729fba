"""Builds a request from a question and the options given with it."""

from collections.abc import Mapping
from typing import Any

from index.text.dates.parsing import checked_date
from service.questions.requests.field_conditions import conditions_in_words
from service.wire.asking import AskFilters, AskRequest
from service.wire.fields import checked

_DATES = ("published_from", "published_to", "as_of")
_LISTS = ("source", "author")


def as_request(question: str, given: Mapping[str, Any]) -> AskRequest:
    """Build the request; omitted options have their defaults.

    Raises:
        InvalidFieldError: the question or one of the options is invalid.
    """
    for name in _DATES:
        checked_date(name, given[name])
    chosen = {name: value for name, value in given.items() if value is not None}
    chosen["spelling"] = not chosen.pop("as_typed")
    filters = {name: chosen.pop(name) for name in AskFilters.__struct_fields__ if name in chosen}
    for name in _LISTS:
        filters[name] = list(filters.get(name, ())) or None
    filters["meta"] = conditions_in_words(filters.get("meta", ()))
    return checked(AskRequest, {"question": question, "filters": filters, **chosen})
