"""What rules made of a message, with what a network finds that the message leaves out.

Rules know names, quotes and what people ask of answers, and are right more often about news (see
`eval/results`): what they have put in stays. The network is asked where they found nothing although
the message does not stand alone.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import structs

from service.questions.followups.resolution import Act, Narrowing, Resolution
from service.questions.followups.rewriting import polished
from service.questions.followups.terms.phrases import important_phrases, said_in_full
from service.questions.followups.terms.scores import Scores
from service.questions.followups.terms.words import is_content
from service.questions.followups.turns import Turn
from service.questions.languages import language_of
from service.questions.plain_requests import plain_request

Scoring: TypeAlias = Callable[[str, Sequence[Turn]], Scores]
"""How likely the message, said in full, would have each word of the turns before it."""

_POINTS = re.compile(
    r"\b(?:th(?:is|at|ese|ose|em|ey|eirs?)|it|its|he|him|his|she|hers?|both|two|three|same)\b",
    re.IGNORECASE,
)
_IN_CONTEXT = 0.2
"""What a word needs to be searched for as well."""


def filled_in(
    message: str, meant: Resolution, turns: Sequence[Turn], scoring: Scoring
) -> Resolution:
    """The resolution by rules; where they found nothing to put in, what the network finds."""
    if not _is_open(meant) or _names_its_topic(message) or language_of(message) not in (None, "en"):
        return meant
    scores = scoring(message, turns)
    full = said_in_full(message, scores)
    words = [phrase.text for phrase in important_phrases(scores, _IN_CONTEXT)]
    return structs.replace(
        meant,
        searched=polished(full.text) if full.replaced else message,
        replaced=full.replaced,
        in_context=" ".join([*words, message]) if words else meant.in_context,
    )


def _is_open(meant: Resolution) -> bool:
    """Whether a question needs what was before it, and rules found nothing to put in."""
    is_changed = bool(meant.replaced) or meant.narrowing != Narrowing()
    return meant.act is Act.ASK and meant.is_follow_up and not is_changed


def _names_its_topic(message: str) -> bool:
    """Whether it is a plain request that says what it is about: "timeline of the strike"."""
    request = plain_request(message)
    if request is None or _POINTS.search(request.topic):
        return False
    return any(map(is_content, re.findall(r"\w+", request.topic.lower())))
