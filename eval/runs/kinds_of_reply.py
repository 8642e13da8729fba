"""Questions for which the kind of the reply counts, and not only the words that it quotes."""

from msgspec import structs

from eval.conversations import Expect
from eval.metrics.turns import CHATTER, offers
from eval.questions import Case
from service.wire.answer import Answer

WRONG_KIND = "another kind of reply"
"""The loss of a question to the service that was taken for one about the articles."""


def has_right_kind(case: Case, answer: Answer, *, is_right: bool) -> bool | None:
    """Whether the reply is of a kind that the set accepts; None if the set leaves that open."""
    if case.expect is Expect.CHATTER:
        return answer.reason in CHATTER
    if case.expect is Expect.CHOICES:
        return offers(case.answers, answer)
    return is_right or is_accepted_refusal(case, answer) if case.refusals else None


def is_accepted_refusal(case: Case, answer: Answer) -> bool:
    """Whether the reply is a refusal that is as good as an answer."""
    return not answer.answers and answer.reason in case.refusals


def as_replied(case: Case, answer: Answer) -> Case:
    """The case as it is judged: a refusal that is as good as an answer counts as neither."""
    return structs.replace(case, answerable=None) if is_accepted_refusal(case, answer) else case
