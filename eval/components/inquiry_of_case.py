"""An inquiry from a question set, as the service would build it."""

from collections.abc import Sequence

from eval.questions import Case
from service.engine import Engine
from service.questions.inquiry import Inquiry
from service.wire.asking import AskFilters, AskRequest


def inquiry_of_case(engine: Engine, case: Case, articles: Sequence[str] = ()) -> Inquiry:
    """The question as understood, with its search query.

    Args:
        engine: what would answer.
        case: a question, with the day it was asked if known.
        articles: ids of the only articles that may answer; empty: all.
    """
    filters = AskFilters(article_ids=list(articles) or None)
    return engine.answerer.inquiry(
        AskRequest(question=case.question, asked_at=case.asked_at, filters=filters)
    )
