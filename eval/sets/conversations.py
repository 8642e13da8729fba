"""Scripted conversations as a question set: each turn is a case, and its articles are evidence."""

from pathlib import Path

import msgspec
from msgspec import structs

from eval.conversations import Conversation
from eval.questions import Case, Evidence, Kind, QuestionSet
from eval.support.files import hash_files
from index.errors import InvalidFieldError, UnreadableFileError


def with_conversations(question_set: QuestionSet, path: Path) -> QuestionSet:
    """The same articles, with the conversations of a file that are over them as its questions.

    Raises:
        UnreadableFileError: a line is no conversation; names it.
        InvalidFieldError: none of them is over this set.
    """
    ours = [one for one in _read(path) if one.collection == question_set.name]
    if not ours:
        raise InvalidFieldError("conversations", f"none in {path} is about {question_set.name!r}")
    return structs.replace(
        question_set,
        name=f"{question_set.name}-conversations",
        kind=Kind.CONVERSATIONS,
        cases=[
            Case(
                id=case_id(conversation, number),
                question=turn.question,
                answers=turn.answers,
                evidence=[Evidence(article=article) for article in turn.articles],
                type=conversation.half,
            )
            for conversation in ours
            for number, turn in enumerate(conversation.turns, 1)
        ],
        conversations=ours,
        passage_given=False,
        sha256=hash_files([path]),
    )


def case_id(conversation: Conversation, number: int) -> str:
    """The id of a turn; turns count from 1."""
    return f"{conversation.id}/{number}"


def _read(path: Path) -> list[Conversation]:
    decoder = msgspec.json.Decoder(Conversation)
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            found.append(decoder.decode(line))
        except msgspec.MsgspecError as exc:
            raise UnreadableFileError(f"{path}, line {number}: {exc}") from exc
    return found
