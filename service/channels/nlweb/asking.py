"""What NLWeb asks, as a question of ours.

query=And the ferry?&prev=["Who built the bridge?"]     a question after others
decontextualized_query=Who runs the ferry?              one that stands alone, whatever query is
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from index.errors import InvalidFieldError
from service.wire.asking import MAX_HISTORY, AskRequest
from service.wire.checking import checked
from service.wire.fields import CollectionName, QuestionText

# Longer lists are taken, and their beginning left out.
_MOST_PREVIOUS = 100

_MODES = ("list", "summarize")

# A string, so that what is not offered is refused in words.
Mode = Annotated[
    str,
    Meta(
        extra_json_schema={"enum": list(_MODES)},
        description="`list` gives articles with quotations, `summarize` the answer in words as "
        "well. `generate` is refused: nothing is generated here.",
    ),
]
QueryId = Annotated[str, Meta(max_length=100, description="Comes back; made up by default.")]
Standalone = Annotated[
    QuestionText, Meta(description="The query as it stands alone; asked instead of it.")
]
Site = Annotated[CollectionName, Meta(description="The collection that is asked.")]


class NlwebRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question as NLWeb puts it."""

    query: QuestionText
    prev: Annotated[
        list[QuestionText],
        Meta(max_length=_MOST_PREVIOUS, description="The questions before, oldest first."),
    ] = []
    decontextualized_query: Standalone | None = None
    site: Site | None = None
    mode: Mode = "list"
    streaming: bool = True
    query_id: QueryId | None = None


def previous(text: str | None) -> list[str]:
    """The questions before, from a parameter: a JSON list, or text with commas between them."""
    if not text or not text.strip():
        return []
    try:
        return msgspec.json.decode(text, type=list[str])
    except msgspec.DecodeError:
        return [part.strip() for part in text.split(",") if part.strip()]


def as_question(asked: NlwebRequest) -> AskRequest:
    """The question to answer.

    Raises:
        InvalidFieldError: another mode is asked for than there are.
    """
    if asked.mode == "generate":
        raise InvalidFieldError(
            "mode", "generate is not offered: answers are quotes; use list or summarize"
        )
    if asked.mode not in _MODES:
        raise InvalidFieldError("mode", f"{asked.mode[:100]!r} is unknown; use list or summarize")
    alone = asked.decontextualized_query
    history = [] if alone else [{"question": one} for one in asked.prev[-MAX_HISTORY:]]
    fields = {"question": alone or asked.query, "collection": asked.site}
    return checked(AskRequest, {**fields, **({"history": history} if history else {})})
