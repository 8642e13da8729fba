"""The answer as chat text: the quotes, and sentences of our own that come from `prompts/`."""

from collections.abc import Sequence

from prompts import say
from service.answers.forms.labels import Shape
from service.wire.answer import AnswerItem, Citation, Revision, Side

REVISIONS: dict[Revision, str] = {"corrected": "page_corrected", "updated": "page_updated"}
"""The message for each kind of revision."""


def render(
    items: Sequence[AnswerItem], citations: Sequence[Citation], language: str, shape: Shape
) -> str:
    """Each quote with its citation marks, then one line for each citation.

    What a form is comes before them, and if the articles contradict each other, a sentence says so.
    """
    is_disputed = any(item.disagreement for item in items)
    lead = [shape.label] if shape.label else []
    lead += [say("answer_disagreement", language)] if is_disputed else []
    by_number = {citation.number: citation for citation in citations}
    is_mixed = any(item.timely for item in items)
    quotes = [_quote(item, language, is_other=is_mixed and not item.timely) for item in items]
    if shape.sides:
        quotes = _by_side(items, quotes, shape.sides)
    sources = [
        _source_line(by_number[number], language) for item in items for number in item.citations
    ]
    return "\n\n".join([*lead, *quotes, "\n".join(sources)])


def _by_side(
    items: Sequence[AnswerItem], quotes: Sequence[str], sides: Sequence[Side]
) -> list[str]:
    """What each of those compared said, or that nothing was found."""
    told: list[str] = []
    for number, side in enumerate(sides):
        told += [side.text] if side.text else []
        told += [q for item, q in zip(items, quotes, strict=True) if item.side == number]
    return told


def _quote(item: AnswerItem, language: str, *, is_other: bool) -> str:
    """A quote with what is to be said first, such as that it is not of the days asked about."""
    marks = "".join(f"[{number}]" for number in item.citations)
    leads = [say("answer_of_other_days", language)] if is_other else []
    if item.verdict is not None:
        leads.append(say("answer_yes" if item.verdict == "yes" else "answer_no", language))
    if item.day is not None:
        leads.append(item.day)
    if item.speaker is not None:
        leads.append(say("answer_speaker", language, speaker=item.speaker.name))
    return "\n".join([*leads, f"> {_indented(item.quote)} {marks}"])


def _indented(quote: str) -> str:
    return "\n> ".join(line for line in quote.splitlines() if line.strip())


def _source_line(citation: Citation, language: str) -> str:
    outlet = citation.source or say("page_unknown_outlet", language)
    date = citation.published[:10] if citation.published else say("page_unknown_date", language)
    title = f" — {citation.title}" if citation.title else ""
    revision = f" ({say(REVISIONS[citation.revision], language)})" if citation.revision else ""
    return f"[{citation.number}] {outlet}, {date}{title}{revision}"
