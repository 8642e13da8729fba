"""Conversations: create, look up, export, delete. Questions are asked with `/v1/ask`.

There is no list of all conversations: until they belong to keys, knowing an id is the only
permission, and a list would expose everyone's. Callers look up the ids they know.
"""

from typing import Annotated

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from service.access.keys import Scope
from service.conversations.keeping import details, listed, out
from service.conversations.transcripts import transcript
from service.engine import Engine
from service.http.problems import ConversationsOffError
from service.http.requests.options import ALSO, SCOPE, TEXT
from service.http.runtime import Runtime
from service.wire.conversations import (
    ConversationDetails,
    ConversationList,
    ConversationOut,
    NewConversation,
    TranscriptFormat,
)
from service.wire.fields import KnownId

ConversationId = Annotated[KnownId, Meta(description="The conversation's id.")]
ConversationIds = Annotated[
    list[KnownId],
    Meta(min_length=1, max_length=100, description="Conversation id; may be repeated."),
]
After = Annotated[int, Meta(ge=0, le=2**31, description="Number of the last turn received.")]
Format = Annotated[TranscriptFormat, Meta(description="JSON lines, or Markdown.")]
TurnCount = Annotated[int, Meta(ge=1, le=100, description="Maximum number of turns.")]
_MEDIA: dict[TranscriptFormat, str] = {"jsonl": "application/jsonl", "markdown": "text/markdown"}
_FOR_ASKING = {SCOPE: Scope.ASK}
_OF_BEGINNING = {**_FOR_ASKING, ALSO: (403,)}
_AS_TEXT = {**_FOR_ASKING, TEXT: tuple(_MEDIA.values())}


@post("/v1/conversations", status_code=201, tags=["Conversations"], opt=_OF_BEGINNING)
async def begin_conversation(
    data: JSONBody[NewConversation], runtime: NamedDependency[Runtime]
) -> ConversationOut:
    """Create a conversation: ask its questions with its id as `conversation_id` of `/v1/ask`.

    If `conversation_days` is 0, conversations are not stored (403, `conversations-off`): keep the
    turns yourself and send them as `history`.
    """
    return await runtime.write(_begin, runtime.engine, data.collection)


@get("/v1/conversations", tags=["Conversations"], opt=_FOR_ASKING)
async def list_conversations(
    runtime: NamedDependency[Runtime], id: FromQuery[ConversationIds]
) -> ConversationList:
    """Of the given conversations, list those that exist, most recently used first.

    The ids are required, because only those who know an id may learn about the conversation.
    """
    return await runtime.look_up(listed, runtime.engine.conversing.table, id)


@get("/v1/conversations/{id:str}", tags=["Conversations"], opt=_FOR_ASKING)
async def read_conversation(
    id: FromPath[ConversationId],
    runtime: NamedDependency[Runtime],
    after: FromQuery[After] = 0,
    limit: FromQuery[TurnCount] = 50,
) -> ConversationDetails:
    """Return a conversation with its turns as they were shown, oldest first.

    Quotes from articles deleted since are left out, and `notes` of the answer says so.
    """
    return await runtime.look_up(details, runtime.engine.conversing.table, id, after, limit)


@get("/v1/conversations/{id:str}/export", tags=["Conversations"], opt=_AS_TEXT)
async def export_conversation(
    id: FromPath[ConversationId],
    runtime: NamedDependency[Runtime],
    format: FromQuery[Format] = "jsonl",
) -> Response[str]:
    """Export a conversation as JSON lines, one turn per line, or as Markdown."""
    table = runtime.engine.conversing.table
    text = await runtime.look_up(transcript, table, id, format)
    return Response(text, media_type=_MEDIA[format])


@delete("/v1/conversations/{id:str}", status_code=204, tags=["Conversations"], opt=_FOR_ASKING)
async def delete_conversation(
    id: FromPath[ConversationId], runtime: NamedDependency[Runtime]
) -> None:
    """Delete a conversation with all its turns."""
    await runtime.write(runtime.engine.conversing.table.delete, id)


handlers = (
    begin_conversation,
    list_conversations,
    read_conversation,
    export_conversation,
    delete_conversation,
)


def _begin(engine: Engine, collection: str | None) -> ConversationOut:
    table = engine.conversing.table
    if not table.days:
        raise ConversationsOffError(
            "conversations are not stored, as the setting conversation_days is 0: "
            "keep the turns yourself and send them as `history` of /v1/ask"
        )
    return out(table.create(engine.collection(collection)), table)
