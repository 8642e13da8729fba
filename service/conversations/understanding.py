"""Interprets a message in the context of earlier turns."""

from collections.abc import Sequence
from datetime import date

from msgspec import structs

from index.followers.open_collection import OpenCollection
from service.questions.followups.acts.chatter import topic_of_chat, without_chatter
from service.questions.followups.acts.meta import is_about_answers
from service.questions.followups.filling_in import Scoring, filled_in
from service.questions.followups.resolution import Act, Resolution
from service.questions.followups.resolving import resolve
from service.questions.followups.turns import Turn
from service.questions.kinds.several_questions import asked_of_two, divided
from service.questions.spelling.correcting import spelt_as_in_articles
from service.questions.understand import has_words
from service.wire.fields import MAX_QUESTION


def each_asked(message: str, opened: OpenCollection) -> list[str]:
    """The questions of a message; it is left whole if a part asks about us or an answer."""

    def is_quoted(name: str) -> bool:
        return bool(opened.people.registry().named(name).certain)

    parts = divided(without_chatter(message))
    questions = [one for part in parts for one in asked_of_two(part, is_quoted)]
    is_whole = len(questions) == 1 or any(
        topic_of_chat(one) or is_about_answers(one) for one in questions
    )
    return [message] if is_whole else questions


def understood(
    message: str,
    turns: Sequence[Turn],
    opened: OpenCollection,
    asked_on: date,
    scoring: Scoring | None = None,
) -> Resolution:
    """The resolved message; unchanged if it has no words or would become too long.

    Otherwise, turns that repeat each other's words would double in length each time.
    """
    as_typed = Resolution(act=Act.ASK, searched=message)
    if not has_words(message):
        return as_typed
    turns = [turn for turn in turns if has_words(turn.question)]
    meant = _meant(message, turns, opened, asked_on, scoring)
    if meant.replaced and (spelt := spelt_as_in_articles(message, opened)) != message:
        # A word that no article has doesn't show that a message has a topic of its own.
        alone = _meant(spelt, turns, opened, asked_on, scoring)
        if alone.act is Act.ASK and not alone.replaced:
            return structs.replace(alone, searched=message)
    return meant if len(meant.searched) <= MAX_QUESTION else as_typed


def _meant(
    message: str,
    turns: Sequence[Turn],
    opened: OpenCollection,
    asked_on: date,
    scoring: Scoring | None,
) -> Resolution:
    meant = resolve(message, turns, opened, asked_on)
    return meant if scoring is None else filled_in(message, meant, turns, scoring)
