"""Stores answers, and reads them back even if some articles have been deleted.

Answer --keep--> frame (no article's words), parts (each of one article)
frame, the parts that are left --restore--> Answer
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Struct, structs

from index.store.conversation_table import Part, StoredTurn
from prompts import say
from service.answers.forms.labels import told_as_maybe
from service.answers.writing.rendering import render
from service.questions.followups.resolution import Narrowing
from service.wire.answer import Answer, AnswerItem, Choice, Citation, Form, Nearest, Side

_LISTS: dict[str, Any] = {
    "answers": AnswerItem,
    "citations": Citation,
    "nearest": Nearest,
    "choices": Choice,
    "sides": Side,
}
"""Fields of the answer that contain article text."""
_UNCERTAIN = "uncertain"


class _Told(Struct, frozen=True):
    """Our own sentences that may name articles."""

    text: str
    label: str | None


class Kept(Struct, frozen=True, kw_only=True):
    """A turn as it is restored."""

    number: int
    asked: str
    question: str
    answer: Answer
    narrowing: Narrowing


class _Frame(Struct, frozen=True, kw_only=True):
    question: str
    language: str
    answer: Answer
    """The answer without article text: answers are represented by numbers."""
    narrowing: Narrowing
    shown: int
    """How many parts there were."""


def keep(
    answer: Answer, number: int, asked: str, question: str, language: str, narrowing: Narrowing
) -> StoredTurn:
    """The stored form of a turn."""
    parts = list(_parts(answer))
    is_asked = answer.form is Form.ANSWERS
    bare = structs.replace(
        answer,
        text="",
        label=None if _is_told_of_articles(answer) else answer.label,
        answers=[_bare(item) for item in answer.answers],
        citations=[],
        nearest=[],
        choices=[],
        # Whoever is quoted is called as an article does; the other names are the question's own.
        sides=[side if side.text or is_asked else Side(name="") for side in answer.sides],
    )
    # Quotes shown before are in earlier turns.
    limits = structs.replace(narrowing, not_quotes=())
    frame = _Frame(
        question=question, language=language, answer=bare, narrowing=limits, shown=len(parts)
    )
    told = _json(_Told(answer.text, answer.label))
    return StoredTurn(number=number, asked=asked, frame=_json(frame), text=told, parts=parts)


def restore(turn: StoredTurn) -> Kept:
    """The turn as shown; what has been deleted since is left out, with a note."""
    frame = msgspec.json.decode(turn.frame, type=_Frame)
    lists = {kind: _decoded(kind, turn.parts) for kind in _LISTS}
    citations: list[Citation] = list(lists["citations"].values())
    answer = structs.replace(
        frame.answer,
        answers=list(_items(frame.answer.answers, lists["answers"], citations)),
        citations=citations,
        nearest=list(lists["nearest"].values()),
        choices=list(lists["choices"].values()),
        sides=[lists["sides"].get(n, side) for n, side in enumerate(frame.answer.sides)],
    )
    if turn.text is None or len(turn.parts) < frame.shown:
        answer = _without_deleted(answer, frame.language)
    else:
        told = msgspec.json.decode(turn.text, type=_Told)
        answer = structs.replace(answer, text=told.text, label=told.label)
    return Kept(
        number=turn.number,
        asked=turn.asked,
        question=frame.question,
        answer=answer,
        narrowing=frame.narrowing,
    )


def _parts(answer: Answer) -> Iterator[Part]:
    articles = {citation.number: citation.article_id for citation in answer.citations}
    for kind in _LISTS:
        for place, value in enumerate(getattr(answer, kind)):
            id = _article_of(answer, value, place, articles)
            if id is not None or isinstance(value, Choice):
                yield Part(kind=kind, place=place, value=_json(value), article_id=id)


def _article_of(
    answer: Answer,
    value: AnswerItem | Citation | Nearest | Choice | Side,
    place: int,
    articles: Mapping[int, str],
) -> str | None:
    """The article that has the words.

    None for a choice that is no article's, and for the name of a side for which nothing was found.
    """
    if isinstance(value, AnswerItem):
        return articles[value.citations[0]]
    if isinstance(value, Side):
        own = (item for item in answer.answers if item.side == place)
        return next((articles[item.citations[0]] for item in own), None)
    return value.article_id


def _is_told_of_articles(answer: Answer) -> bool:
    """Whether the label has names out of articles."""
    return answer.form is Form.SOURCES or answer.status == _UNCERTAIN


def _bare(item: AnswerItem) -> AnswerItem:
    return structs.replace(
        item,
        quote="",
        highlight=None,
        highlights=[],
        speaker=None,
        value=None,
        explanation=UNSET,
    )


def _decoded(kind: str, parts: Sequence[Part]) -> dict[int, Any]:
    """What is left of a list of the answer, by place."""
    type_ = _LISTS[kind]
    return {p.place: msgspec.json.decode(p.value, type=type_) for p in parts if p.kind == kind}


def _items(
    bare: Sequence[AnswerItem], whole: dict[int, AnswerItem], citations: Sequence[Citation]
) -> Iterator[AnswerItem]:
    """The answers that still have a citation, in the words of the first that is left."""
    left = {citation.number: citation for citation in citations}
    for place, item in enumerate(bare):
        numbers = [number for number in item.citations if number in left]
        if place in whole:
            yield structs.replace(whole[place], citations=numbers)
        elif numbers:
            yield structs.replace(item, quote=left[numbers[0]].quote, citations=numbers)


def _without_deleted(answer: Answer, language: str) -> Answer:
    """The answer in words anew, which say that something is missing."""
    note = say("answer_deleted_since", language)
    if answer.status == _UNCERTAIN and answer.answers:
        maybe = told_as_maybe(answer.answers[0].confidence, language)
        answer = structs.replace(answer, label=maybe)
    shown = render(answer, language)
    return structs.replace(
        answer, notes=[*answer.notes, note], text="\n\n".join(filter(None, [note, shown]))
    )


def _json(value: Struct) -> str:
    return msgspec.json.encode(value).decode()
