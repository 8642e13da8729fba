"""NLWeb requests: flat, as in early versions, or in sections, as in 0.54 and later.

{"query": "And the ferry?", "prev": ["Who built the bridge?"], "mode": "summarize"}
{"query": {"text": "And the ferry?"}, "context": {"prev": [...]}, "prefer": {"mode": "summarize"}}

Fields about the user, the model or other context do not affect quotes and are ignored; requests
that cannot be fulfilled are rejected.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from service.wire.fields import MAX_QUESTION, NOT_BLANK, QuestionText

USER = "user"
"""The user's role."""
_MOST_PREVIOUS = 100
"""Longer lists are rejected; of accepted ones, the beginning may be dropped."""

# Strings, so that unsupported values are rejected with a helpful message.
Mode = Annotated[
    str,
    Meta(
        extra_json_schema={"enum": ["list", "summarize", "none", ""]},
        description="`list` or `none` gives articles with quotations, `summarize` the answer in "
        "words as well. `generate` is refused: nothing is generated here.",
    ),
]
ItemType = Annotated[
    str,
    Meta(
        extra_json_schema={"enum": ["NewsArticle", "Article", "CreativeWork", "Thing", ""]},
        description="What kind of thing is wanted: there are articles only.",
    ),
]
QueryId = Annotated[str, Meta(max_length=100, description="Comes back; made up by default.")]
Standalone = Annotated[
    str,
    Meta(
        max_length=MAX_QUESTION,
        description="The query as it stands alone; asked instead of it, unless it is empty.",
    ),
]
Site = Annotated[
    str,
    Meta(max_length=200, description="The collection that is asked; `all` or none: the usual one."),
]
Sites = Annotated[
    list[Site], Meta(max_length=1, description="The same as a list; one can be asked at a time.")
]
MaxResults = Annotated[int, Meta(ge=1, description="Maximum number of answers, up to 20.")]
MinScore = Annotated[float, Meta(ge=0, le=100, description="Only answers of at least this score.")]
Streaming = Annotated[
    Literal["1", "0", "true", "false", "True", "False"],
    Meta(description="Whether to reply with server-sent events rather than JSON."),
]
PreviousText = Annotated[
    str,
    Meta(
        max_length=50_000,
        description="The questions before, oldest first: a JSON list, or with commas between them. "
        "What is too long for a question is left out.",
    ),
]
_Put = Annotated[str, Meta(max_length=MAX_QUESTION)]
_Ignored = Annotated[Any, Meta(description="Of no effect here.")]


class NestedQuery(Struct, frozen=True, kw_only=True):
    """A query as its section has it."""

    query: _Put | None = None
    text: _Put | None = None


class PreviousQuery(Struct, frozen=True, kw_only=True):
    """A question before, by one of the names that clients have for it, or a turn of a chat."""

    query: _Put | NestedQuery | None = None
    text: _Put | None = None
    question: _Put | None = None
    content: _Put | None = None
    role: Annotated[str, Meta(max_length=100)] | None = None
    """Only a user's turns are questions."""


def _has(name: str, **schema: Any) -> dict[str, Any]:
    return {"required": [name], "properties": {name: schema}}


def _has_text(*names: str) -> list[dict[str, Any]]:
    return [_has(name, type="string", pattern=NOT_BLANK) for name in names]


_WITH_QUESTION = {
    "anyOf": [
        *_has_text("query", "text", "question", "content"),
        _has("query", type="object", anyOf=_has_text("query", "text")),
        _has("role", type="string", **{"not": {"const": USER}}),
    ]
}
Previous = Annotated[
    list[QuestionText | PreviousQuery],
    Meta(
        max_length=_MOST_PREVIOUS,
        description="The questions before, oldest first.",
        # No part of the schema of items: msgspec says nothing there that is not in a type.
        extra_json_schema={"not": {"contains": {"type": "object", "not": _WITH_QUESTION}}},
    ),
]


class Flat(Struct, frozen=True, kw_only=True):
    """Further URL parameters, and the ignored ones."""

    decontextualized_query: Standalone | None = None
    mode: Mode | None = None
    generate_mode: Mode | None = None
    """The older name of `mode`."""
    query_id: QueryId | None = None
    max_results: MaxResults | None = None
    min_score: MinScore | None = None
    item_type: ItemType | None = field(name="itemType", default=None)
    required_item_type: ItemType | None = None

    context_description: _Ignored = None
    context_url: _Ignored = None
    conversation_id: _Ignored = None
    db: _Ignored = None
    debug: _Ignored = None
    item_to_remember: _Ignored = None
    last_ans: _Ignored = None
    model: _Ignored = None
    num_results: _Ignored = None
    oauth_id: _Ignored = None
    scorer: _Ignored = None
    search_all_users: _Ignored = None
    session_id: _Ignored = None
    thread_id: _Ignored = None
    user_id: _Ignored = None


class NlwebQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The question; other filters are rejected, as articles have no such fields."""

    text: QuestionText
    decontextualized_query: Standalone | None = None
    site: Site | Sites | None = None
    max_results: MaxResults | None = None
    min_score: MinScore | None = None
    item_type: ItemType | None = field(name="itemType", default=None)
    num_results: _Ignored = None


class NlwebContext(Struct, frozen=True, kw_only=True):
    """Earlier questions; other context does not affect quotes."""

    prev: Previous | PreviousText | None = None


class NlwebPreferences(Struct, frozen=True, kw_only=True):
    """How the reply should look."""

    streaming: bool | Streaming | None = None
    mode: Mode | None = None
    response_format: Annotated[str, Meta(max_length=100)] | None = None
    """`chatgpt_app` adds `content` and `structuredData` to `results`."""
    accept_language: Annotated[str, Meta(max_length=200)] | None = field(
        name="accept-language", default=None
    )


class NlwebMeta(Struct, frozen=True, kw_only=True):
    """About the request."""

    start_num: Annotated[int, Meta(le=0, description="All results come at once.")] | None = None


class NlwebRequest(Flat, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question as NLWeb puts it, flat or in sections."""

    query: QuestionText | NlwebQuery
    context: NlwebContext | None = None
    prefer: NlwebPreferences | None = None
    meta: NlwebMeta | None = None
    prev: Previous | PreviousText | None = None
    site: Site | Sites | None = None
    streaming: bool | Streaming | None = None


class NlwebLink(Flat, frozen=True, kw_only=True):
    """The same as an address."""

    query: QuestionText
    prev: PreviousText | None = None
    site: Site | None = None
    streaming: Streaming | None = None
