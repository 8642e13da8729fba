"""Converts NLWeb requests to questions.

query=And the ferry?&prev=["Who built the bridge?"]     a question after others
decontextualized_query=Who runs the ferry?              one that stands alone, whatever query is
"""

import re
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from index.errors import InvalidFieldError
from service.channels.nlweb.requests import (
    USER,
    NestedQuery,
    NlwebLink,
    NlwebPreferences,
    NlwebQuery,
    NlwebRequest,
    PreviousQuery,
)
from service.wire.asking import MAX_HISTORY, AskRequest
from service.wire.fields import MAX_QUESTION, NOT_BLANK, checked

CHATGPT_APP = "chatgpt_app"
_SUMMARIZE = "summarize"
_MODES = {"list": "list", "none": "list", _SUMMARIZE: _SUMMARIZE}
_ITEMS = frozenset(("newsarticle", "article", "creativework", "thing"))
_EVERYWHERE = "all"
_OFF = (False, "0", "false", "False")
_MOST_ANSWERS = 20
_PERCENT = 100


class Asked(Struct, frozen=True, kw_only=True):
    """A question and the desired form of the response."""

    query: str
    question: AskRequest
    is_streamed: bool
    with_summary: bool
    query_id: str | None
    response_format: str | None
    accepts: str | None
    """Languages, as `Accept-Language` lists them."""


def asked(given: NlwebRequest | NlwebLink) -> Asked:
    """The question and the desired form of the response.

    Raises:
        InvalidFieldError: the request cannot be fulfilled.
    """
    whole = given if isinstance(given, NlwebRequest) else _in_full(given)
    prefer = whole.prefer or NlwebPreferences()
    query = whole.query if isinstance(whole.query, NlwebQuery) else NlwebQuery(text=whole.query)
    mode = _mode(whole.mode, prefer.mode, whole.generate_mode)
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
    alone = whole.decontextualized_query or query.decontextualized_query or ""
    fields: dict[str, Any] = {
        "question": query.text if _is_blank(alone) else alone,
        "collection": _collection(query.site if whole.site is None else whole.site),
    }
    before = _before(whole)
    if before and _is_blank(alone):
        fields["history"] = [{"question": one} for one in before[-MAX_HISTORY:]]
    most = whole.max_results or query.max_results
    if most is not None:
        fields["max_answers"] = min(most, _MOST_ANSWERS)
    least = query.min_score if whole.min_score is None else whole.min_score
    if least is not None:
        fields["min_confidence"] = least / _PERCENT
    return checked(AskRequest, fields)


def _mode(*given: str | None) -> str:
    """The first mode that is named; all must be offered."""
    named = [one for one in given if one]
    for one in named:
        _check_mode(one)
    return _MODES[named[0]] if named else "list"


def _check_mode(given: str) -> None:
    if given == "generate":
        raise InvalidFieldError(
            "mode", "generate is not offered: answers are quotes; use list or summarize"
        )
    if given not in _MODES:
        raise InvalidFieldError("mode", f"{given[:100]!r} is unknown; use list or summarize")


def _check_items(*types: str | None) -> None:
    for one in types:
        if one and one.rpartition("/")[2].lower() not in _ITEMS:
            raise InvalidFieldError("itemType", f"{one[:100]!r}: there are only NewsArticles here")


def _collection(site: str | list[str] | None) -> str | None:
    (named,) = [site] if isinstance(site, str) else site or [_EVERYWHERE]
    return named if named.strip() not in ("", _EVERYWHERE) else None


def _before(whole: NlwebRequest) -> list[str]:
    """The questions before, wherever they are."""
    section = whole.context.prev if whole.context else None
    beside, inside = _questions(whole.prev), _questions(section)
    return beside or inside


def _questions(given: list[str | PreviousQuery] | str | None) -> list[str]:
    """The questions of a list, or of what may also come as text: JSON, or with commas between."""
    if isinstance(given, str):
        asked = _decoded(given)
        return _possible(given.split(",") if asked is None else asked)
    return [question for item in given or () for question in _of_item(item)]


def _of_item(item: str | PreviousQuery) -> list[str]:
    """The question of an item; if it holds JSON, those in there."""
    if isinstance(item, PreviousQuery):
        return _of_turn(item)
    inside = _decoded(item) if item.lstrip()[:1] in ("[", "{") else None
    return [item] if inside is None else _possible(inside)


def _decoded(text: str) -> list[str] | None:
    """The questions in JSON; None if it is something else."""
    try:
        found = msgspec.json.decode(text, type=list[str | PreviousQuery] | PreviousQuery)
        items = [found] if isinstance(found, PreviousQuery) else found
        return [question for item in items for question in _of_turn(item)]
    except (msgspec.DecodeError, InvalidFieldError):
        return None


def _possible(questions: Iterable[str]) -> list[str]:
    """Those that can be questions: text has no schema that could forbid others."""
    stripped = (one.strip() for one in questions)
    return [one for one in stripped if not _is_blank(one) and len(one) <= MAX_QUESTION]


def _of_turn(turn: str | PreviousQuery) -> list[str]:
    """The question; none if it is what somebody else said."""
    if isinstance(turn, str):
        return [turn]
    if turn.role not in (None, USER):
        return []
    nested = turn.query
    named = (nested.query, nested.text) if isinstance(nested, NestedQuery) else (nested,)
    for text in (*named, turn.text, turn.question, turn.content):
        if text and not _is_blank(text):
            return [text]
    raise InvalidFieldError("prev", "has an entry without a question; send the question as `query`")


def _is_blank(text: str) -> bool:
    return not re.search(NOT_BLANK, text)
