"""Raw scores reveal ranking: removes them from answers for callers who may not see them."""

from msgspec import structs

from index.reach import reach
from service.wire.answer import Answer
from service.wire.asking import AskRequest


def without_hidden_scores(answer: Answer) -> Answer:
    """The answer as the caller may see it; probabilities are not raw scores."""
    if reach().sees_scores:
        return answer
    near = [structs.replace(passage, score=None) for passage in answer.nearest]
    return structs.replace(answer, nearest=near)


def without_explaining(request: AskRequest) -> AskRequest:
    """The request as the caller may make it: features behind an answer are raw scores."""
    return request if reach().sees_scores else structs.replace(request, explain=False)
