"""What rules made of a message, with what a network finds that the message leaves out.

Rules know names, quotes and what people ask of answers; the network knows what questions are about.
Where answers are known, rules have enough to go by, and the network is not asked: of 170 scripted
turns over 52 articles 100 were answered rightly without it, 96 where it said what else to search
for and 94 where it completed questions as well; over 400 other articles 123 and 124 of 192.
Where nothing but questions came before, it completes the message, unless a rule has put in words
that it would have expected as well.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import structs

from service.questions.followups.resolution import Act, Narrowing, Resolution
from service.questions.followups.rewriting import polished
from service.questions.followups.terms.phrases import (
    LEAST,
    chances_of,
    important_phrases,
    said_in_full,
)
from service.questions.followups.terms.scores import Scores
from service.questions.followups.terms.words import content_words
from service.questions.followups.turns import Turn
from service.questions.languages import language_of
from service.questions.plain_requests import plain_request

Scoring: TypeAlias = Callable[[str, Sequence[Turn]], Scores]
"""How likely the message, said in full, would have each word of the turns before it."""

_POINTS = re.compile(
    r"\b(?:th(?:is|at|ese|ose|em|ey|eirs?)|it|its|he|him|his|she|hers?|both|two|three|same)\b",
    re.IGNORECASE,
)
_DOUBTED = 0.15
"""If none of the words that a rule has put in is likelier than this, the network decides."""
_SURE = 0.6
"""What a word needs that is to be added to a message that stands alone."""
_IN_CONTEXT = 0.2
"""What a word needs to be searched for as well."""


def filled_in(
    message: str, meant: Resolution, turns: Sequence[Turn], scoring: Scoring
) -> Resolution:
    """The resolution by rules, or by the network where rules found nothing likely."""
    if meant.act is not Act.ASK or not turns or any(map(_was_answered, turns)):
        return meant
    if language_of(message) not in (None, "en"):
        return meant
    if not meant.replaced and _names_its_topic(message):
        return meant
    scores = scoring(message, turns)
    stands_alone = not meant.is_follow_up and meant.narrowing == Narrowing()
    words = [p.text for p in important_phrases(scores, _SURE if stands_alone else _IN_CONTEXT)]
    context = " ".join([*words, message]) if words else ""
    if _is_kept(meant, scores):
        return structs.replace(meant, in_context=context)
    full = said_in_full(message, scores, _SURE if stands_alone else LEAST)
    return structs.replace(
        meant,
        searched=polished(full.text) if full.replaced else message,
        replaced=full.replaced,
        in_context=context,
    )


def _was_answered(turn: Turn) -> bool:
    """Whether it is known what was replied, be it a refusal; of mere questions it is not."""
    return bool(turn.quotes) or turn.reason is not None


def _names_its_topic(message: str) -> bool:
    """Whether it is a plain request that says what it is about: "timeline of the strike"."""
    request = plain_request(message)
    if request is None or _POINTS.search(request.topic):
        return False
    return bool(content_words(request.topic))


def _is_kept(meant: Resolution, scores: Scores) -> bool:
    """Whether what rules have put in is likely, as far as the network has read it."""
    if not meant.replaced:
        return meant.narrowing != Narrowing()
    chances = chances_of(scores)
    for replaced in meant.replaced:
        known = [chances[name] for name in content_words(replaced.meaning) if name in chances]
        if known and max(known) < _DOUBTED:
            return False
    return True
