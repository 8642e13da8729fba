"""Replies that need no search: to a greeting, and to words that may mean several things."""

import uuid
from collections.abc import Sequence

from msgspec import structs

from prompts import say
from service.answers.refusing.reasons import Quoted, Refusal, in_words
from service.questions.followups.resolution import Resolution
from service.wire.answer import Answer, AnswerItem, Choice, Citation, Form

_CHAT = {
    "greeting": "answer_greeting",
    "thanks": "answer_thanks",
    "goodbye": "answer_goodbye",
    "help": "answer_help",
}
"""What to reply, by what was said."""


def chat_back(meant: Resolution, language: str) -> Answer:
    """A friendly sentence; `reason` says what it replies to."""
    topic = meant.topic_of_chat
    if topic not in _CHAT:
        return refused(Refusal("not_a_question"), meant, language)
    return _without_quotes(topic, say(_CHAT[topic], language), meant)


def ask_back(meant: Resolution, language: str) -> Answer:
    """Ask which of several things is meant."""
    names = Quoted(tuple(choice.name for choice in meant.choices))
    choices = [
        Choice(name=choice.name, question=choice.question, article_id=choice.article_id)
        for choice in meant.choices
    ]
    return refused(Refusal("which_meaning", {"names": names}, tuple(choices)), meant, language)


def refused(refusal: Refusal, meant: Resolution, language: str) -> Answer:
    """An answer that has no quotes, and why."""
    answer = _without_quotes(refusal.name, in_words(refusal, language), meant)
    return structs.replace(answer, choices=list(refusal.choices))


def repeated(
    text: str, meant: Resolution, items: Sequence[AnswerItem], citations: Sequence[Citation]
) -> Answer:
    """Quotes that were shown before, with what is said about them."""
    return Answer(
        id=_new_id(),
        status="answered",
        reason=None,
        text=text,
        searched=meant.searched,
        answers=list(items),
        citations=list(citations),
        nearest=[],
        timings_ms={},
        models={},
        disagreement=any(item.disagreement for item in items),
        form=Form.SOURCES,
    )


def _without_quotes(reason: str, text: str, meant: Resolution) -> Answer:
    return Answer(
        id=_new_id(),
        status="no_answer",
        reason=reason,
        text=text,
        searched=meant.searched,
        answers=[],
        citations=[],
        nearest=[],
        timings_ms={},
        models={},
    )


def _new_id() -> str:
    return f"ans_{uuid.uuid4().hex}"
