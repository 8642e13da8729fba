"""The answer as chat text: quotes, and sentences from `prompts/`.

Every channel sends this text, and the places of its marks, so that "[2]" is the same quote in all.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from msgspec import Struct

from prompts import say
from service.wire.answer import Answer, AnswerItem, Citation, Form, Revision, Side

REVISIONS: dict[Revision, str] = {"corrected": "page_corrected", "updated": "page_updated"}
"""The message for each kind of revision."""
_APART = "\n\n"
_MARKS = re.compile(r"(?:\[\d+\])*")
_NUMBER = re.compile(r"\d+")

_Piece = str | int
"""Words, or the number of a citation where its mark stands."""


class Mark(Struct, frozen=True):
    """Where the text cites: the place of "[1]" behind the words that it vouches for."""

    number: int
    """Of the citation."""
    start: int
    """In code points of the text."""
    end: int
    """Exclusive."""


class Rendered(Struct, frozen=True):
    """The text of an answer, and its marks in order. The list of sources below has none."""

    text: str
    marks: tuple[Mark, ...]


def rendered(answer: Answer, language: str) -> Rendered:
    """The text of an answer with its marks; none of them if it was told in another language."""
    body = _put_together(_pieces(answer, language))
    ahead = len(answer.text) - len(body.text)
    # Notes and corrections come before it.
    if not body.marks or not answer.text.endswith(body.text):
        return Rendered(answer.text, ())
    marks = [Mark(mark.number, mark.start + ahead, mark.end + ahead) for mark in body.marks]
    return Rendered(answer.text, tuple(marks))


def render(answer: Answer, language: str) -> str:
    """Each quote with its citation marks, then one line for each citation.

    What a form is comes before them, and if the articles contradict each other, a sentence says so.
    """
    return _put_together(_pieces(answer, language)).text


def _put_together(pieces: Iterable[_Piece]) -> Rendered:
    told = [(piece, piece if isinstance(piece, str) else f"[{piece}]") for piece in pieces]
    ends = list(accumulate(len(words) for _, words in told))
    marks = [
        Mark(piece, end - len(words), end)
        for (piece, words), end in zip(told, ends, strict=True)
        if isinstance(piece, int)
    ]
    return Rendered("".join(words for _, words in told), tuple(marks))


def _pieces(answer: Answer, language: str) -> list[_Piece]:
    if not answer.answers:
        return []
    if answer.form is Form.SOURCES:
        return _joined(_of_sources(answer, language))
    return _joined(_of_answers(answer, language))


def _joined(paragraphs: Iterable[Sequence[_Piece]]) -> list[_Piece]:
    return [piece for paragraph in paragraphs for piece in (_APART, *paragraph)][1:]


def _of_answers(answer: Answer, language: str) -> list[Sequence[_Piece]]:
    items = answer.answers
    lead = [[answer.label]] if answer.label else []
    if any(item.disagreement for item in items):
        lead.append([say("answer_disagreement", language)])
    is_mixed = any(item.timely for item in items)
    quotes = [_quote(item, language, is_other=is_mixed and not item.timely) for item in items]
    if answer.sides:
        quotes = _by_side(items, quotes, answer.sides, is_named=answer.form is Form.ANSWERS)
    by_number = {citation.number: citation for citation in answer.citations}
    cited = [by_number[number] for item in items for number in item.citations]
    sources = [
        _source_line(one, [other for other in cited if other.copy_of == one.number], language)
        for one in cited
        if one.copy_of is None
    ]
    return [*lead, *quotes, ["\n".join(sources)]]


def _of_sources(answer: Answer, language: str) -> list[Sequence[_Piece]]:
    """What is said of each statement, then each quote with the place where it stands."""
    told = [_weighed(part) for part in answer.label.split(_APART)] if answer.label else []
    return [*told, *(_placed(citation, language) for citation in answer.citations)]


def _weighed(part: str) -> list[_Piece]:
    """A paragraph that begins with the marks of the quotes that it is about."""
    marks = _MARKS.match(part)
    assert marks is not None  # noqa: S101
    return [*map(int, _NUMBER.findall(marks[0])), part[marks.end() :]]


def _placed(citation: Citation, language: str) -> list[_Piece]:
    """“...” [1] stands in “Title” (outlet, day), with links."""
    where = say(
        "answer_source",
        language,
        number=citation.number,
        title=say("answer_quoted", language, words=citation.title or citation.article_id),
        outlet=citation.source or say("page_unknown_outlet", language),
        day=_day(citation, language) + _page(citation, language),
    )
    places = [citation.viewer, *([citation.url] if citation.url else [])]
    quoted = f"> {_indented(citation.quote)} "
    return [quoted, citation.number, f"{_APART}{where}\n{' · '.join(places)}"]


def _by_side(
    items: Sequence[AnswerItem],
    quotes: Sequence[Sequence[_Piece]],
    sides: Sequence[Side],
    *,
    is_named: bool,
) -> list[Sequence[_Piece]]:
    """What each of those compared said, or that nothing was found; each question is named."""
    told: list[Sequence[_Piece]] = []
    for number, side in enumerate(sides):
        told += [[side.name]] if is_named else []
        told += [[side.text]] if side.text else []
        told += [q for item, q in zip(items, quotes, strict=True) if item.side == number]
    return told


def _quote(item: AnswerItem, language: str, *, is_other: bool) -> Sequence[_Piece]:
    """A quote with what is to be said first, such as that it is not of the days asked about."""
    leads = [say("answer_of_other_days", language)] if is_other else []
    if item.verdict is not None:
        leads.append(say("answer_yes" if item.verdict == "yes" else "answer_no", language))
    if item.day is not None:
        leads.append(item.day)
    if item.speaker is not None:
        leads.append(say("answer_speaker", language, speaker=item.speaker.name))
    quoted = "\n".join([*leads, f"> {_indented(item.quote)} "])
    return [quoted, *item.citations]


def _indented(quote: str) -> str:
    return "\n> ".join(line for line in quote.splitlines() if line.strip())


def _source_line(citation: Citation, copies: Sequence[Citation], language: str) -> str:
    outlet = citation.source or say("page_unknown_outlet", language)
    date = _day(citation, language) + _page(citation, language)
    title = f" — {citation.title}" if citation.title else ""
    revision = f" ({say(REVISIONS[citation.revision], language)})" if citation.revision else ""
    line = f"[{citation.number}] {outlet}, {date}{title}{revision}"
    return f"{line}; {also_in(copies, language)}" if copies else line


def also_in(copies: Sequence[Citation], language: str) -> str:
    """In which other outlets the same text stands, with the marks of these citations."""
    unknown = say("page_unknown_outlet", language)
    names = ", ".join(f"{copy.source or unknown} [{copy.number}]" for copy in copies)
    return say("answer_also_in", language, names=names)


def _day(citation: Citation, language: str) -> str:
    return citation.published[:10] if citation.published else say("page_unknown_date", language)


def _page(citation: Citation, language: str) -> str:
    """Behind the day: on which page of a PDF it stands."""
    return f", {say('answer_page', language, page=citation.page)}" if citation.page else ""
