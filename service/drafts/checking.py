"""The checking pipeline: a draft in, a verdict on each quotation out.

draft --plain--> text --quotations--> claims --candidates--> originals --judge--> findings
"""

import time

from msgspec import structs

from index.followers.open_collection import OpenCollection
from index.interruption import steps
from index.records import Article, Span
from service.answers.citations import cite
from service.drafts.candidates import earlier_with, likeliest, ranked
from service.drafts.judging import Claim, Finding, judge, judge_earlier
from service.drafts.originals import Original
from service.drafts.parts import parts_of
from service.drafts.plain import Plain, plain
from service.drafts.quotations import Quotation, quotations_of
from service.drafts.speakers import named_by, names_of, shown
from service.engine import Engine
from service.wire.drafts import (
    LONGEST_DRAFT,
    MOST_QUOTATIONS,
    CheckAnswer,
    CheckedQuotation,
    CheckRequest,
    DraftSpan,
)

ACCUSED = frozenset(("altered", "misattributed"))
_KEPT_ARTICLES = 64
_MARKS = " \t\r\n\"'“”„‟«»‹›‘’‚‛`＂"


def check(engine: Engine, request: CheckRequest) -> CheckAnswer:
    """Check every quotation in a draft.

    Raises:
        NotFoundError: no such collection.
    """
    start = time.perf_counter()
    checker = _checker(engine, request.collection)
    draft = plain(request.text)
    quoted = quotations_of(draft.text, engine.tagging())
    found = [one for one in quoted if parts_of(draft.text, one.stretches)]
    checked = [
        checker.check(number, request.text, draft, one)
        for number, one in enumerate(steps(found[:MOST_QUOTATIONS]), start=1)
    ]
    return CheckAnswer(
        quotations=checked,
        accused=sum(one.verdict in ACCUSED for one in checked),
        unread=len(found) - len(checked),
        took_ms=round(1000 * (time.perf_counter() - start), 1),
    )


def check_quote(
    engine: Engine, quote: str, speaker: str | None = None, collection: str | None = None
) -> CheckedQuotation:
    """Check a single quotation without context; quotation marks around it are ignored.

    Raises:
        NotFoundError: no such collection.
    """
    text = quote[:LONGEST_DRAFT]
    start = len(text) - len(text.lstrip(_MARKS))
    given = Plain(text, tuple(range(len(text))))
    stretch = Span(start, max(start, len(text.rstrip(_MARKS))))
    return _checker(engine, collection).check(1, text, given, Quotation((stretch,), speaker))


class Checker:
    """Checks quotations against one collection, caching prepared articles."""

    def __init__(self, opened: OpenCollection) -> None:
        self._opened = opened
        self._registry = opened.people.registry()
        self._prepared: dict[str, Original] = {}

    def check(self, number: int, draft: str, text: Plain, quotation: Quotation) -> CheckedQuotation:
        """The verdict on one quotation."""
        claimed = named_by(self._registry, quotation.speaker, quotation.source)
        claim = Claim(tuple(parts_of(text.text, quotation.stretches)), claimed)
        spans = [text.in_draft(one) for one in quotation.stretches if one.start < one.end]
        found = self._find(claim)
        checked = CheckedQuotation(
            number=number,
            spans=[DraftSpan(one.start, one.end, draft[one.start : one.end]) for one in spans],
            claimed=claimed,
            verdict="too_short" if claim.is_short else "not_found",
        )
        return self._with(checked, found) if found else checked

    def _find(self, claim: Claim) -> Finding | None:
        """What the collection has; of a few words, only what the named speaker is quoted with."""
        speakers = names_of(self._registry, claim.speaker)
        if not claim.parts or (claim.is_short and not speakers):
            return None
        articles = ranked(self._opened, claim.words, speakers)
        found = judge(claim, map(self._prepare, likeliest(articles)), self._registry)
        if claim.is_short:
            is_theirs = found is not None and found.speaker_match == "same"
            return (
                found if found is not None and is_theirs and found.verdict == "verbatim" else None
            )
        if found is not None and found.verdict == "verbatim":
            return found
        earlier = earlier_with(self._opened, articles, claim.words)
        return judge_earlier(claim, map(self._prepare, earlier), self._registry, found) or found

    def _prepare(self, article: Article) -> Original:
        known = self._prepared.get(article.version)
        if known is None or known.article.id != article.id:
            if len(self._prepared) >= _KEPT_ARTICLES:
                self._prepared.pop(next(iter(self._prepared)))
            known = self._prepared[article.version] = Original(article)
        return known

    def _with(self, checked: CheckedQuotation, found: Finding) -> CheckedQuotation:
        article, line = found.original.article, found.line
        spans = line.spans(found.alignment.numbers)
        return structs.replace(
            checked,
            verdict=found.verdict,
            speaker_match=found.speaker_match,
            speaker=shown(self._registry, named_by(self._registry, line.speaker, line.source)),
            citations=[cite(number, article, span) for number, span in enumerate(spans, start=1)],
            edits=list(found.alignment.edits),
        )


def _checker(engine: Engine, collection: str | None) -> Checker:
    return Checker(engine.catalogue.get(engine.collection(collection).name))
