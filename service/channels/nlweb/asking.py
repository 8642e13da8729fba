"""What NLWeb asks, as a question of ours.

query=And the ferry?&prev=["Who built the bridge?"]     a question after others
decontextualized_query=Who runs the ferry?              one that stands alone, whatever query is
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from index.errors import InvalidFieldError
from service.channels.nlweb.requests import (
    NlwebLink,
    NlwebPreferences,
    NlwebQuery,
    NlwebRequest,
    PreviousQuery,
)
from service.wire.asking import MAX_HISTORY, AskRequest
from service.wire.checking import checked

CHATGPT_APP = "chatgpt_app"
_SUMMARIZE = "summarize"
_MODES = {"list": "list", "none": "list", _SUMMARIZE: _SUMMARIZE}
_ITEMS = frozenset(("newsarticle", "article", "creativework", "thing"))
_EVERYWHERE = "all"
_OFF = (False, "0", "false", "False")
_USER = "user"
_MOST_ANSWERS = 20
_PERCENT = 100


class Asked(Struct, frozen=True, kw_only=True):
    """A question, however it was put, and how its reply should look."""

    query: str
    question: AskRequest
    is_streamed: bool
    with_summary: bool
    query_id: str | None
    response_format: str | None
    accepts: str | None
    """Languages, as `Accept-Language` lists them."""


def asked(given: NlwebRequest | NlwebLink) -> Asked:
    """The question, and how its reply should look.

    Raises:
        InvalidFieldError: what is asked for cannot be given.
    """
    whole = given if isinstance(given, NlwebRequest) else _in_full(given)
    prefer = whole.prefer or NlwebPreferences()
    query = whole.query if isinstance(whole.query, NlwebQuery) else NlwebQuery(text=whole.query)
    mode = _mode(whole.mode or prefer.mode or whole.generate_mode or "list")
    _check_items(whole.item_type, whole.required_item_type, query.item_type)
    streaming = prefer.streaming if whole.streaming is None else whole.streaming
    return Asked(
        query=query.text,
        question=_question(whole, query),
        is_streamed=streaming not in _OFF,
        with_summary=mode == _SUMMARIZE,
        query_id=whole.query_id or None,
        response_format=prefer.response_format,
        accepts=prefer.accept_language,
    )


def _in_full(link: NlwebLink) -> NlwebRequest:
    return NlwebRequest(**{name: getattr(link, name) for name in link.__struct_fields__})


def _question(whole: NlwebRequest, query: NlwebQuery) -> AskRequest:
    alone = whole.decontextualized_query or query.decontextualized_query
    fields: dict[str, Any] = {
        "question": alone if alone and alone.strip() else query.text,
        "collection": _collection(query.site if whole.site is None else whole.site),
    }
    before = [] if alone else _before(whole)
    if before:
        fields["history"] = [{"question": one} for one in before[-MAX_HISTORY:]]
    most = whole.max_results or query.max_results
    if most is not None:
        fields["max_answers"] = min(most, _MOST_ANSWERS)
    least = query.min_score if whole.min_score is None else whole.min_score
    if least is not None:
        fields["min_confidence"] = least / _PERCENT
    return checked(AskRequest, fields)


def _mode(given: str) -> str:
    if given == "generate":
        raise InvalidFieldError(
            "mode", "generate is not offered: answers are quotes; use list or summarize"
        )
    if given not in _MODES:
        raise InvalidFieldError("mode", f"{given[:100]!r} is unknown; use list or summarize")
    return _MODES[given]


def _check_items(*types: str | None) -> None:
    for one in types:
        if one and one.rpartition("/")[2].lower() not in _ITEMS:
            raise InvalidFieldError("itemType", f"{one[:100]!r}: there are only NewsArticles here")


def _collection(site: str | list[str] | None) -> str | None:
    sites = [site] if isinstance(site, str) else site or []
    named = [one for one in sites if one.strip() and one.strip() != _EVERYWHERE]
    if len(named) > 1:
        raise InvalidFieldError("site", f"{len(named)} are named; one can be asked at a time")
    return named[0] if named else None


def _before(whole: NlwebRequest) -> list[str]:
    """The questions before, wherever they are."""
    given = whole.prev or (whole.context.prev if whole.context else None) or []
    return [text for one in _listed(given) if (text := _text(one))]


def _listed(given: list[str | PreviousQuery] | str) -> Iterable[str | PreviousQuery]:
    """What may also come as text: a JSON list, or questions with commas between them."""
    if not isinstance(given, str):
        return [one for item in given for one in _opened(item)]
    try:
        return msgspec.json.decode(given, type=list[str | PreviousQuery])
    except msgspec.ValidationError as exc:
        raise InvalidFieldError("prev", str(exc)) from exc
    except msgspec.DecodeError:
        return [part.strip() for part in given.split(",") if part.strip()]


def _opened(item: str | PreviousQuery) -> Iterator[str | PreviousQuery]:
    """An item, or what is listed in it as JSON."""
    if not isinstance(item, str) or item.lstrip()[:1] not in ("[", "{"):
        yield item
        return
    try:
        yield from msgspec.json.decode(item, type=list[str | PreviousQuery])
    except msgspec.DecodeError:
        yield _as_query(item)


def _as_query(item: str) -> str | PreviousQuery:
    try:
        return msgspec.json.decode(item, type=PreviousQuery)
    except msgspec.DecodeError:
        return item


def _text(one: str | PreviousQuery) -> str | None:
    """The question; None for what somebody else said."""
    if isinstance(one, str):
        return one
    if one.role not in (None, _USER):
        return None
    nested = one.query
    if isinstance(nested, dict):
        nested = nested.get("query") or nested.get("text")
    text = nested or one.text or one.question or one.content
    if not isinstance(text, str):
        raise InvalidFieldError("prev", "has an entry without a question; send it as `query`")
    return text
