"""Combines the rules' rewrite of a message with the words the network adds.

Rules know names, quotes and what people ask of answers, and are right more often about news (see
`eval/results`): after an answer the network is asked only where they found nothing although the
message does not stand alone. Where nothing but questions came before, what rules have put in stays
unless the network is sure of something else and would hardly have expected that. What stands alone
is left alone: asked after another topic, one in five such questions would get words of that.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import structs

from service.questions.followups.grammar.rewriting import polished
from service.questions.followups.grammar.words import words_of
from service.questions.followups.references.pronouns import pronouns_in
from service.questions.followups.resolution import Act, Narrowing, Resolution
from service.questions.followups.terms.phrases import (
    LEAST,
    chances_of,
    important_phrases,
    said_in_full,
)
from service.questions.followups.terms.scores import Scores
from service.questions.followups.terms.words import content_words
from service.questions.followups.turns import Turn
from service.questions.kinds.plain_requests import plain_request
from service.questions.language.detection import language_of

Scoring: TypeAlias = Callable[[str, Sequence[Turn]], Scores]
"""How likely the message, said in full, would have each word of the turns before it."""

_POINTS = re.compile(
    r"\b(?:th(?:is|at|ese|ose|em|ey|eirs?)|it|its|he|him|his|she|hers?|both|two|three|same)\b",
    re.IGNORECASE,
)
_DOUBTED = 0.05
"""If no word that a rule has put in is likelier than this, it may be wrong."""
_SURE = 0.7
"""What a word needs that is to be put in instead."""
_IN_CONTEXT = 0.2
"""What a word needs to be searched for as well."""


def filled_in(
    message: str, meant: Resolution, turns: Sequence[Turn], scoring: Scoring
) -> Resolution:
    """The resolution by rules, or by the network where they found nothing likely."""
    if meant.act is not Act.ASK or meant.narrowing != Narrowing() or not turns:
        return meant
    if meant.has_own_topic:
        return meant
    if _names_its_topic(message) or language_of(message) not in (None, "en"):
        return meant
    is_open = meant.is_follow_up and not meant.replaced
    if not is_open and (not meant.replaced or any(turn.quotes for turn in turns)):
        return meant
    scores = scoring(message, turns)
    if meant.replaced and not _is_doubted(meant, scores):
        return meant
    if meant.replaced and not important_phrases(scores, _SURE):
        return meant
    full = said_in_full(message, _keeping_empty(message, scores), LEAST)
    words = [phrase.text for phrase in important_phrases(scores, _IN_CONTEXT)]
    return structs.replace(
        meant,
        searched=polished(full.text) if full.replaced else message,
        replaced=full.replaced,
        in_context=" ".join([*words, message]) if words else meant.in_context,
    )


def _keeping_empty(message: str, scores: Scores) -> Scores:
    """The same, with what stands for nothing left as it is: "how much would it cost to ..."."""
    words = words_of(message)
    standing = {words[at].start for at in pronouns_in(words)}
    empty = {w.start for w in words if w.low in ("it", "there") and w.start not in standing}
    kept = [word._replace(goes=0.0) if word.start in empty else word for word in scores.message]
    return scores._replace(message=kept)


def _is_doubted(meant: Resolution, scores: Scores) -> bool:
    """Whether the network has read what rules put in, and would hardly have expected it."""
    chances = chances_of(scores)
    for replaced in meant.replaced:
        known = [chances[name] for name in content_words(replaced.meaning) if name in chances]
        if known and max(known) < _DOUBTED:
            return True
    return False


def _names_its_topic(message: str) -> bool:
    """Whether it is a plain request that says what it is about: "timeline of the strike"."""
    request = plain_request(message)
    if request is None or _POINTS.search(request.topic):
        return False
    return bool(content_words(request.topic))
