"""Chat messages in both OpenAI formats, and the question they end with."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, structs

from index.errors import InvalidFieldError
from service.wire.answer import Form
from service.wire.asking import MAX_HISTORY, HistoryQuote, HistoryTurn
from service.wire.fields import MAX_QUESTION, NOT_BLANK, QuestionText

_HAS_TEXT: dict[str, Any] = {
    "contains": {"required": ["text"], "properties": {"text": {"pattern": NOT_BLANK}}}
}
_HAS_QUESTION: dict[str, Any] = {"contains": {"$ref": "#/components/schemas/UserMessage"}}


class TextPart(Struct, frozen=True, tag_field="type", tag="text"):
    """Text in a message of `/v1/chat/completions`."""

    text: str


class InputText(Struct, frozen=True, tag_field="type", tag="input_text"):
    """Text that was sent to `/v1/responses`."""

    text: str


class OutputText(Struct, frozen=True, tag_field="type", tag="output_text"):
    """Text that `/v1/responses` replied."""

    text: str
    annotations: list[Any] | None = None


class RefusalPart(Struct, frozen=True, tag_field="type", tag="refusal"):
    """Another model's refusal."""

    refusal: str


Text = list[TextPart | InputText]


class Message(Struct, frozen=True, kw_only=True, tag_field="role"):
    """One message."""

    type: Literal["message"] | None = "message"


class SystemMessage(Message, frozen=True, kw_only=True, tag="system"):
    """A system message: accepted and ignored."""

    content: str | Text


class DeveloperMessage(Message, frozen=True, kw_only=True, tag="developer"):
    """The same by its newer name."""

    content: str | Text


class UserMessage(Message, frozen=True, kw_only=True, tag="user"):
    """A question."""

    content: (
        Annotated[str, Meta(extra_json_schema={"pattern": NOT_BLANK})]
        | Annotated[Text, Meta(extra_json_schema=_HAS_TEXT)]
    )


class AssistantMessage(Message, frozen=True, kw_only=True, tag="assistant"):
    """An earlier reply, with its annotations if the client has kept them."""

    content: str | list[TextPart | InputText | OutputText | RefusalPart] | None = None
    annotations: list[Any] | None = None
    tool_calls: Annotated[list[Any], Meta(max_length=0)] | None = None


AnyMessage = SystemMessage | DeveloperMessage | UserMessage | AssistantMessage
Messages = Annotated[
    list[AnyMessage],
    Meta(
        min_length=1,
        description="The last message of the user is the question; those before it are the "
        "conversation, of which the last 20 questions count.",
        extra_json_schema=_HAS_QUESTION,
    ),
]


class Turn(Struct, frozen=True):
    """An earlier question and its reply."""

    question: str
    replies: tuple[AssistantMessage, ...] = ()


def asked(messages: Sequence[AnyMessage], field: str) -> tuple[str, list[Turn]]:
    """The question, and the turns before it, oldest first; errors name the field.

    Raises:
        InvalidFieldError: there is no question, or it has no words or too many.
    """
    turns: list[Turn] = []
    for number, message in enumerate(messages):
        if isinstance(message, UserMessage):
            turns.append(Turn(_checked(text_of(message), f"{field}[{number}].content")))
        elif isinstance(message, AssistantMessage) and turns:
            turns[-1] = Turn(turns[-1].question, (*turns[-1].replies, message))
    if not turns:
        raise InvalidFieldError(field, "has no message with the role `user`: ask something")
    question = turns.pop().question
    if len(question) > MAX_QUESTION:
        raise InvalidFieldError(
            field,
            f"ends with a question of more than {MAX_QUESTION:,} characters; ask a shorter one",
        )
    # Messages too long to be answered are not turns of the conversation.
    return question, [turn for turn in turns if len(turn.question) <= MAX_QUESTION][-MAX_HISTORY:]


def history_turn(turn: Turn) -> HistoryTurn:
    """An earlier turn, with the quotes that the annotations of its replies point at."""
    places = [place for reply in turn.replies for place in _annotated(reply)]
    quotes = list(dict.fromkeys(place.quote for place in places))
    told = HistoryTurn(question=turn.question, quotes=quotes[:100])
    if not places:
        return told
    return structs.replace(told, searched=places[0].searched, form=places[0].form)


def text_of(message: AnyMessage) -> str:
    """All words of a message."""
    content = message.content
    if isinstance(content, str) or content is None:
        return content or ""
    return "\n".join(part.text for part in content if not isinstance(part, RefusalPart))


def _checked(text: str, field: str) -> str:
    if not " ".join(text.replace("\x00", " ").split()):
        raise InvalidFieldError(field, "has no words")
    return text


class _Place(Struct, frozen=True):
    quote: HistoryQuote
    form: Form = Form.ANSWERS
    searched: QuestionText | None = None


class _Nested(Struct, frozen=True):
    dateline: _Place


class _Annotation(Struct, frozen=True):
    """A Dateline annotation sent back by a client, in either format."""

    url_citation: _Nested | None = None
    dateline: _Place | None = None


def _annotated(message: AssistantMessage) -> list[_Place]:
    """The quotes that annotations of ours point at; others are of other servers."""
    given = list(message.annotations or ())
    if isinstance(message.content, list):
        for part in message.content:
            given += (isinstance(part, OutputText) and part.annotations) or ()
    return [place for one in given if (place := _place(one)) is not None]


def _place(annotation: Any) -> _Place | None:
    try:
        known = msgspec.convert(annotation, _Annotation)
    except msgspec.ValidationError:
        return None
    return known.url_citation.dateline if known.url_citation else known.dateline
