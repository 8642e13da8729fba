"""A question from a set, as understood by the service."""

from collections.abc import Sequence

from eval.questions import Case
from index.records import Query
from service.questions.requests.parsing import to_query, to_question
from service.questions.understand import Question
from service.wire.asking import AskFilters, AskRequest


def question_of_case(
    case: Case, collection: str, articles: Sequence[str] = ()
) -> tuple[Question, Query]:
    """The question as understood, and its search query.

    Args:
        case: a question, with the day it was asked if known.
        collection: the collection to search.
        articles: ids of the only articles that may answer; empty: all.
    """
    filters = AskFilters(article_ids=list(articles) or None)
    request = AskRequest(question=case.question, asked_at=case.asked_at, filters=filters)
    query = to_query(request, collection)
    return to_question(request, query), query
