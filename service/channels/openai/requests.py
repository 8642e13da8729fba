"""Requests to `/v1/chat/completions` and `/v1/responses`.

All parameters of the official clients are listed here. Those without effect on quotes (sampling,
reasoning effort, caches) are ignored; those that quotes cannot satisfy, and unknown ones, are
rejected.
"""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from service.channels.openai.messages import Messages
from service.wire.asking import AskFilters
from service.wire.fields import NOT_BLANK, AskedAt, AsOf

_None = Annotated[list[Any], Meta(max_length=0)] | None
_Factor = Annotated[float, Meta(ge=-2, le=2)] | None
_Count = Annotated[int, Meta(ge=1)] | None
ModelName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=300,
        description="`dateline`, or `dateline/` and the name of a collection.",
    ),
]


class AskOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Further options of `/v1/ask`, for clients that send more than OpenAI's parameters."""

    as_of: AsOf | None = None
    asked_at: AskedAt | None = None
    filters: AskFilters = AskFilters()
    max_answers: Annotated[int, Meta(ge=1, le=20)] | UnsetType = UNSET
    min_confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    maybe_confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    spelling: bool = True


class TextFormat(Struct, frozen=True):
    """A form of replies: text."""

    type: Literal["text"] = "text"


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of both endpoints. All but the first are ignored or allow only one value."""

    model: ModelName
    stream: bool | None = None
    dateline: AskOptions | None = None
    """A Dateline extension."""

    tools: _None = None
    tool_choice: Literal["none", "auto"] | None = None
    parallel_tool_calls: bool | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(ge=0, le=1)] | None = None
    top_logprobs: Annotated[int, Meta(ge=0, le=20)] | None = None
    metadata: Annotated[dict[str, str], Meta(max_length=16)] | None = None
    store: bool | None = None
    user: str | None = None
    safety_identifier: str | None = None
    service_tier: str | None = None
    moderation: Any = None
    prompt_cache_key: str | None = None
    prompt_cache_options: Any = None
    prompt_cache_retention: str | None = None


class StreamOptions(Struct, frozen=True):
    """How a chat is streamed."""

    include_usage: bool | None = None


class ChatRequest(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A chat to continue."""

    messages: Messages
    stream_options: StreamOptions | None = None

    n: Literal[1] | None = None
    audio: None = None
    functions: _None = None
    function_call: Literal["none", "auto"] | None = None
    modalities: list[Literal["text"]] | None = None
    response_format: TextFormat | None = None
    frequency_penalty: _Factor = None
    presence_penalty: _Factor = None
    logit_bias: dict[str, float] | None = None
    logprobs: bool | None = None
    max_completion_tokens: _Count = None
    max_tokens: _Count = None
    prediction: Any = None
    reasoning_effort: str | None = None
    seed: int | None = None
    stop: str | list[str] | None = None
    verbosity: str | None = None
    web_search_options: Any = None
    # Not OpenAI's, but sent by chat clients to servers like it.
    min_p: float | None = None
    top_k: int | None = None
    repetition_penalty: float | None = None


class TextSettings(Struct, frozen=True):
    """How a response is worded."""

    format: TextFormat = TextFormat()
    verbosity: str | None = None


class KnownConversation(Struct, frozen=True):
    """A stored conversation; see `POST /v1/conversations`."""

    id: Annotated[str, Meta(max_length=100)]


class ResponsesRequest(Asked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A response to be given."""

    input: Annotated[str, Meta(extra_json_schema={"pattern": NOT_BLANK})] | Messages
    conversation: Annotated[str, Meta(max_length=100)] | KnownConversation | None = None
    """Stores the turns on the server; `input` is then only the question."""

    previous_response_id: None = None
    prompt: None = None
    image: None = None
    background: Literal[False] | None = None
    background_options: None = None
    text: TextSettings | None = None
    access_programs: Any = None
    context_management: Any = None
    include: list[str] | None = None
    instructions: str | None = None
    max_output_tokens: _Count = None
    max_tool_calls: _Count = None
    reasoning: Any = None
    stream_options: Any = None
    truncation: Literal["auto", "disabled"] | None = None
