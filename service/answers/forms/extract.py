"""An extract: leading sentences of the articles on a topic, and what people say about it.

Selected the way a news editor would: first what happened, from the articles most about it (for
"what's new", the newest), without repetition; then key quotations, each by a different person; then
further information from these articles.
"""

from collections.abc import Iterable, Sequence

from msgspec import structs

from index.interruption import steps
from index.records import QuoteForm
from service.answers.claims.told import Told, are_alike
from service.answers.forms.quotations import Spoken, spoken_on
from service.answers.forms.sentences import first_sentence, lead, others
from service.answers.forms.topic import Related, Topic
from service.answers.outcome import Outcome
from service.answers.refusing.unwanted import is_wanted
from service.answers.scope import Scope
from service.answers.statements.disagreement import with_disagreements
from service.answers.statements.merging import Statement, merge
from service.candidates import Candidate
from service.questions.inquiry import Inquiry

MOST_CITATIONS = 5
_ARTICLES = 8
_LEADS = 3
"""Number of leads before the first quotation."""
_QUOTATIONS = 2
_ALIKE = 0.7
"""Overlap with a better sentence above which a sentence adds nothing new."""


def extract(inquiry: Inquiry, topic: Topic) -> Outcome | None:
    """Sentences and quotations on the topic; None if no article is about it."""
    is_newest_first = inquiry.question.request is not None and (
        inquiry.question.request.is_newest_first
    )
    related = (_newest(topic.related) if is_newest_first else topic.closest)[:_ARTICLES]
    leads = [lead(one, topic) for one in steps(related)]
    spoken = _of_each(spoken_on(topic, related, inquiry.opened.people.registry()))
    further = [found for one in related[:1] for found in others(one, topic)]
    first = min(_LEADS, max(1, inquiry.max_answers - _QUOTATIONS))
    ranked = [*leads[:first], *spoken[:_QUOTATIONS], *leads[first:], *further]
    wanted = [found for found in ranked if is_wanted(found, inquiry.narrowing)]
    chosen = _told_once(wanted)[: min(inquiry.max_answers, MOST_CITATIONS)]
    return _outcome(inquiry, _by_date(chosen) if is_newest_first else _told_first(chosen))


def newest(inquiry: Inquiry) -> Outcome | None:
    """The first sentences of the newest articles, for a request without a topic."""
    opened, filters = inquiry.opened, Scope(inquiry.opened, inquiry.query).filters
    found = opened.library.newest(opened.collection, filters, limit=2 * MOST_CITATIONS)
    firsts = [
        Candidate(article=article, version_pk=pk, quote=span, confidence=1.0)
        for pk, article in steps(found)
        if (span := first_sentence(article)) is not None
    ]
    wanted = [found for found in firsts if is_wanted(found, inquiry.narrowing)]
    chosen = _told_once(wanted)[: min(inquiry.max_answers, MOST_CITATIONS)]
    return _outcome(inquiry, chosen)


def _outcome(inquiry: Inquiry, chosen: Sequence[Statement]) -> Outcome | None:
    if not chosen:
        return None
    statements = with_disagreements(inquiry.question, _within(chosen, MOST_CITATIONS))
    return Outcome(question=inquiry.question, statements=statements)


def _newest(related: Sequence[Related]) -> list[Related]:
    """The newest first, and only those that are about nothing else, if there are any."""
    main = [one for one in related if one.is_main] or related
    return sorted(main, key=lambda one: one.article.published or "", reverse=True)


def _of_each(spoken: Iterable[Spoken]) -> list[Candidate]:
    """The best quotation of each speaker."""
    best: dict[str, Candidate] = {}
    for one in spoken:
        best.setdefault(one.name, one.candidate)
    return list(best.values())


def _told_once(ranked: Iterable[Candidate]) -> list[Statement]:
    """Statements of candidates none of which overlaps or repeats a better one."""
    kept: list[tuple[Told, Statement]] = []
    for statement in merge(_apart(ranked)):
        words = Told(statement.best)
        if not any(are_alike(words, other, _ALIKE) for other, _ in kept):
            kept.append((words, statement))
    return [statement for _, statement in kept]


def _apart(ranked: Iterable[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for candidate in ranked:
        if not any(_overlap(candidate, other) for other in kept):
            kept.append(candidate)
    return kept


def _overlap(one: Candidate, other: Candidate) -> bool:
    return (
        one.version_pk == other.version_pk
        and one.quote.start < other.quote.end
        and other.quote.start < one.quote.end
    )


def _told_first(chosen: Sequence[Statement]) -> list[Statement]:
    """What articles tell before what people say; sentences of one article in its order."""
    rank: dict[int, int] = {}
    for statement in chosen:
        rank.setdefault(statement.best.version_pk, len(rank))
    return sorted(
        chosen,
        key=lambda s: (_is_said(s.best), rank[s.best.version_pk], s.best.quote.start),
    )


def _is_said(candidate: Candidate) -> bool:
    return candidate.said is not None and candidate.said.form is not QuoteForm.INDIRECT


def _by_date(chosen: Sequence[Statement]) -> list[Statement]:
    return sorted(chosen, key=lambda s: s.best.article.published or "", reverse=True)


def _within(chosen: Sequence[Statement], most: int) -> list[Statement]:
    """The statements with so many citations at most, at least one for each."""
    spare = most - len(chosen)
    cut: list[Statement] = []
    for statement in chosen:
        members = statement.members[: 1 + max(0, spare)]
        spare -= len(members) - 1
        cut.append(structs.replace(statement, members=members))
    return cut
