"""Labels an answer's match ("strong", "likely") by the accuracy at that confidence.

The meaning of a confidence varies: in a collection any article may be off-topic, a chosen article
is on topic, and for quotations of a person only the topic is uncertain. Each situation has its own
thresholds in `matches.json`, fitted by `python -m eval.match_points`.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from service.candidates import Candidate
from service.questions.inquiry import Inquiry
from service.questions.understand import Question, asks_for_several, asks_for_words
from service.wire.answer import Match

FILE = "matches.json"
FOLLOW_UP_LEAST = 0.65
"""The confidence that the best answer to a follow-up needs, where none is asked for.

The prior lifts what does not answer as well, and so does what several wordings find
(`answers/statements/wordings.py`): more is asked than of a question that stands alone. What falls
below is a maybe. Somebody's words need no more. Chosen on 554 turns of two sets of conversations.
"""
FOLLOW_UP_MAYBE = 0.45
"""The confidence that a maybe of a follow-up needs; chosen likewise."""
ToMatch = Callable[[float], Match]
"""From a confidence to what it is worth."""


class Situation(StrEnum):
    """What an answer was looked for in."""

    COLLECTION = "collection"
    ARTICLE = "article"
    """One that was chosen."""
    QUOTATIONS = "quotations"
    """Somebody's words."""


class Points(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The least confidences of answers that match strongly, and likely."""

    strong: float
    """From here on, an answer is right with 85 %: about nine of ten are."""
    likely: float
    """From here on, an answer is right with 60 %: about seven of ten up to there are."""

    def match(self, confidence: float) -> Match:
        """What an answer of this confidence is worth."""
        if confidence >= self.strong:
            return "strong"
        return "likely" if confidence >= self.likely else "weak"


CALIBRATED = Points(strong=0.85, likely=0.6)
"""For probabilities that are right as often as they say."""


class Fitted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The contents of `matches.json`."""

    fitted_on: str
    points: dict[Situation, Points]
    least: dict[Situation, float]
    """The confidence from which on a candidate is an answer; chosen, see
    `eval/results/2026-11-29-right-more-often.md`."""
    maybe: dict[Situation, float]
    """The confidence from which on the best candidate is a maybe where nothing is an answer."""


def matching(question: Question, inquiry: Inquiry) -> ToMatch:
    """The thresholds for a question as interpreted."""
    if inquiry.is_calibrated:
        return CALIBRATED.match
    return fitted().points[situation(question, inquiry)].match


def least_confidence(inquiry: Inquiry) -> float:
    """The confidence that an answer needs: as asked for or set, else as fitted."""
    if inquiry.min_confidence is not None:
        return inquiry.min_confidence
    return fitted().least[situation(inquiry.question, inquiry)]


def least_of_maybes(inquiry: Inquiry) -> float:
    """The confidence that a maybe needs: as asked for or set, else as fitted."""
    if inquiry.maybe_confidence is not None:
        return inquiry.maybe_confidence
    least = fitted().maybe[situation(inquiry.question, inquiry)]
    return max(least, FOLLOW_UP_MAYBE) if _asks_for_more(inquiry) else least


def sure_enough(inquiry: Inquiry, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that qualify as answers; follow-ups need more confidence.

    Beside the first one, only what is likely right by itself is worth showing, unless a list is
    asked for.
    """
    if _asks_for_more(inquiry) and candidates and candidates[0].confidence < FOLLOW_UP_LEAST:
        return []
    least = least_confidence(inquiry)
    sure = [candidate for candidate in candidates if candidate.confidence >= least]
    if inquiry.min_confidence is None and not asks_for_several(inquiry.question.text):
        likely = fitted().points[situation(inquiry.question, inquiry)].likely
        sure[1:] = [candidate for candidate in sure[1:] if candidate.confidence >= likely]
    return sure


def _asks_for_more(inquiry: Inquiry) -> bool:
    """Whether articles under discussion are preferred, and other wordings are read."""
    if inquiry.min_confidence is not None or not inquiry.query.discussed:
        return False
    return inquiry.question.as_asked is None and not asks_for_words(inquiry.question)


def situation(question: Question, inquiry: Inquiry) -> Situation:
    """What the question is looked for in."""
    if asks_for_words(question):
        return Situation.QUOTATIONS
    chosen = inquiry.query.filters.article_ids
    return Situation.ARTICLE if len(chosen) == 1 else Situation.COLLECTION


@cache
def fitted() -> Fitted:
    """The points that come with Dateline."""
    data = files("service.answers").joinpath(FILE).read_bytes()
    return msgspec.json.decode(data, type=Fitted)
