"""The checking line: a draft in, a verdict on each of its quotations out."""

from service.engine import Engine
from service.wire.drafts import CheckAnswer, CheckedQuotation, CheckRequest


def check(engine: Engine, request: CheckRequest) -> CheckAnswer:
    """Look up every quotation of a draft.

    Raises:
        NotFoundError: there is no such collection.
    """
    raise NotImplementedError


def check_quote(
    engine: Engine, quote: str, speaker: str | None = None, collection: str | None = None
) -> CheckedQuotation:
    """Look up one quotation, given without its context; marks around it do not count.

    Raises:
        NotFoundError: there is no such collection.
    """
    raise NotImplementedError
