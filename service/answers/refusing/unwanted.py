"""What a message excludes: quotes already shown ("anything else?"), or a person's.

Limits on articles are filters; these are limits on what is quoted from them.
"""

from collections.abc import Sequence

from index.search import Found
from service.answers.refusing.filter_refusals import looked_at
from service.answers.refusing.reasons import Quoted, Refusal
from service.answers.scope import Scope
from service.candidates import Candidate
from service.questions.asked_person import is_spoken_by
from service.questions.followups.resolution import Narrowing
from service.questions.followups.turns import ShownQuote
from service.questions.inquiry import Inquiry


def is_wanted(candidate: Candidate, narrowing: Narrowing) -> bool:
    """Whether it was not shown already, and is by nobody who is not wanted."""
    article, quote, said = candidate.article, candidate.quote, candidate.said
    if said and any(is_spoken_by(article, said, person) for person in narrowing.not_speakers):
        return False
    return not any(
        _overlaps(shown, article.id, quote.start, quote.end) for shown in narrowing.not_quotes
    )


def passages_not_shown(found: Sequence[Found], narrowing: Narrowing) -> Sequence[Found]:
    """The passages with content beyond what was shown of them."""
    if not narrowing.not_quotes:
        return found
    return [item for item in found if not _is_shown(item, narrowing.not_quotes)] or found


def nothing_else(inquiry: Inquiry) -> Refusal:
    """All that answers is not wanted."""
    scope = Scope(inquiry.opened, inquiry.query)
    names = inquiry.narrowing.not_speakers
    if names:
        return Refusal(
            "nothing_else",
            {"names": Quoted(names)},
            wording="nothing_else_without",
            looked_at=looked_at(scope),
        )
    return Refusal("nothing_else", looked_at=looked_at(scope))


def _is_shown(item: Found, quotes: Sequence[ShownQuote]) -> bool:
    passage = item.hit.passage
    shown = sum(
        min(quote.end, passage.end) - max(quote.start, passage.start)
        for quote in quotes
        if _overlaps(quote, passage.article_id, passage.start, passage.end)
    )
    return 2 * shown > passage.end - passage.start


def _overlaps(shown: ShownQuote, article_id: str, start: int, end: int) -> bool:
    return shown.article_id == article_id and shown.start < end and start < shown.end
