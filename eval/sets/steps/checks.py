"""Checks that apply to every case, whatever its layout."""

from collections.abc import Mapping

from eval.conversations import Expect
from eval.questions import Case, Evidence
from eval.sets.steps.faults import Place
from index.errors import InvalidFieldError
from index.text.dates.parsing import checked_date
from service.questions.requests.parsing import to_filters
from service.wire.fields import MAX_QUESTION


def check_case(case: Case, place: Place) -> None:
    """Report fields of a case that are invalid or contradict each other."""
    if not case.id.strip():
        place.report("id", "is empty")
    if not case.question.strip():
        place.report("question", "is empty")
    if len(case.question) > MAX_QUESTION:
        place.report("question", f"is longer than {MAX_QUESTION:,} characters")
    if case.answerable is False and case.answers:
        place.report("answerable", "is false, but there are answers; remove one or the other")
    for number, answer in enumerate(case.answers):
        if not answer.strip():
            place.report(f"answers[{number}]", "is empty")
    _check_expected(case, place)
    _check_dates(case, place)
    for number, evidence in enumerate(case.evidence):
        _check_fields(evidence, place.below(f"evidence[{number}]"))


def check_evidence(case: Case, texts: Mapping[str | None, str], place: Place) -> None:
    """Report evidence whose article is missing, or whose quote does not occur in it."""
    for number, evidence in enumerate(case.evidence):
        if evidence.article is not None:
            _check_quote(evidence, texts.get(evidence.article), place.below(f"evidence[{number}]"))


def _check_expected(case: Case, place: Place) -> None:
    if case.expect not in (None, Expect.CHATTER, Expect.CHOICES):
        place.report("expect", 'must be "chatter" or "choices"')
    if case.expect is not None and case.answerable is not None:
        place.report("answerable", 'must be "unknown", since `expect` says what counts')


def _check_dates(case: Case, place: Place) -> None:
    try:
        checked_date("as_of", case.as_of)
        checked_date("asked_at", case.asked_at)
        to_filters(case.filters)
    except InvalidFieldError as exc:
        place.report(exc.field, str(exc).removeprefix(f"{exc.field}: "))


def _check_fields(evidence: Evidence, place: Place) -> None:
    if evidence.article is None and evidence.quote is None:
        place.report("", "names neither an article nor a quote")
    if evidence.quote is not None and not evidence.quote.strip():
        place.report(".quote", "is empty")
    if evidence.start is not None and evidence.quote is None:
        place.report(".start", "is given without a quote")
    if evidence.start is not None and evidence.start < 0:
        place.report(".start", f"is {evidence.start}; must be 0 or more")


def _check_quote(evidence: Evidence, text: str | None, place: Place) -> None:
    quote, start = evidence.quote, evidence.start
    if text is None:
        place.report(".article", f"no article {evidence.article!r}")
    elif quote is None:
        return
    elif start is not None and text[start : start + len(quote)] != quote:
        found = text[start : start + len(quote)]
        place.report(".start", f"the text at {start} is {_short(found)}, not {_short(quote)}")
    elif quote not in text:
        place.report(".quote", f"does not occur in article {evidence.article!r}: {_short(quote)}")


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
