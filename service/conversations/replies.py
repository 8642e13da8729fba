"""Replies that need no search: to greetings, and to ambiguous words."""

import uuid
from collections.abc import Sequence

from msgspec import structs

from index.followers.open_collection import OpenCollection
from index.records import Filters
from index.store.holdings import holdings
from prompts import say
from service.answers.refusing.reasons import Quoted, Refusal, days, in_words
from service.answers.writing.rendering import render
from service.questions.followups.resolution import Resolution
from service.wire.answer import Answer, AnswerItem, Choice, Citation, Form

_CHAT = {
    "greeting": "answer_greeting",
    "thanks": "answer_thanks",
    "goodbye": "answer_goodbye",
}
"""Replies by kind of message."""
_ABOUT_US = {
    "help": "answer_help",
    "who": "answer_us_who",
    "person": "answer_us_person",
    "how": "answer_us_how",
    "origins": "answer_us_origins",
    "privacy": "answer_us_privacy",
    "languages": "answer_us_languages",
}
"""Replies to questions about the service, by subject."""
_HELP = "help"


def chat_back(meant: Resolution, opened: OpenCollection, language: str) -> Answer:
    """A friendly reply; `reason` is the kind of message: `help` for any question about us."""
    topic = meant.topic_of_chat
    if topic == "holdings":
        return _without_quotes(_HELP, _counted(opened, language), meant)
    if topic in _ABOUT_US:
        return _without_quotes(_HELP, say(_ABOUT_US[topic], language), meant)
    if topic not in _CHAT:
        return refused(Refusal("not_a_question"), meant, language)
    return _without_quotes(topic, say(_CHAT[topic], language), meant)


def _counted(opened: OpenCollection, language: str) -> str:
    """How many articles there are, and of which days."""
    held = holdings(opened.library, opened.collection, Filters())
    count = f"{held.articles:,}"
    if held.oldest is None:
        return say("answer_us_holdings_undated", language, count=count)
    return say("answer_us_holdings", language, count=count, days=days(held.oldest, held.newest))


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
    meant: Resolution,
    items: Sequence[AnswerItem],
    citations: Sequence[Citation],
    language: str,
    label: str | None = None,
) -> Answer:
    """Quotes shown before, with a comment."""
    answer = Answer(
        id=_new_id(),
        status="answered",
        reason=None,
        text="",
        searched=meant.searched,
        answers=list(items),
        citations=list(citations),
        nearest=[],
        timings_ms={},
        models={},
        disagreement=any(item.disagreement for item in items),
        form=Form.SOURCES,
        label=label,
    )
    return structs.replace(answer, text=render(answer, language))


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
