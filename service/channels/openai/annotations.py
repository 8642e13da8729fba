"""Citations as annotations: positions in the text, with URLs.

OpenAI's reference calls `end_index` the index of the last character, but clients slice
`text[start_index:end_index]`, so it is exclusive here. Both count code points, as Python does;
JavaScript's UTF-16 offsets are in `dateline`.
"""

from collections.abc import Sequence
from typing import Literal
from urllib.parse import urljoin

from msgspec import Struct

from index.records import Span, reshape
from service.answers.citations import utf16_offsets
from service.answers.writing.rendering import Mark
from service.wire.answer import Answer, AnswerItem, Citation, Form
from service.wire.asking import HistoryQuote
from service.wire.conversations import cited_by, remembered_quote


class Place(Struct, frozen=True, kw_only=True):
    """What an annotation is, in our own words."""

    number: int
    """Of the citation."""
    start_utf16: int
    end_utf16: int
    form: Form
    """Of the answer."""
    searched: str
    """The stand-alone question that was answered."""
    quote: HistoryQuote
    """The quote, as a `history` names it."""
    sha256: str
    """Of the quote's words, in UTF-8."""


class UrlCitation(Struct, frozen=True, kw_only=True):
    """A mark such as "[1]" in the text, and the article it refers to."""

    start_index: int
    """In code points."""
    end_index: int
    """Exclusive."""
    url: str
    """The article's URL at the quote, or else our viewer's."""
    title: str
    dateline: Place


class FlatCitation(UrlCitation, frozen=True, kw_only=True):
    """The same as `/v1/responses` has it."""

    type: Literal["url_citation"] = "url_citation"


class Annotation(Struct, frozen=True, kw_only=True):
    """The same as `/v1/chat/completions` has it."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


def annotations(answer: Answer, marks: Sequence[Mark], base: str) -> list[FlatCitation]:
    """One annotation for each mark in the text, in order."""
    citations = {citation.number: citation for citation in answer.citations}
    items = cited_by(answer)
    return [
        _annotation(mark, citations[mark.number], items.get(mark.number), answer, base)
        for mark in marks
        if mark.number in citations
    ]


def nested(citation: FlatCitation) -> Annotation:
    """The annotation for a chat completion."""
    return Annotation(url_citation=reshape(citation, UrlCitation))


def _annotation(
    mark: Mark, citation: Citation, item: AnswerItem | None, answer: Answer, base: str
) -> FlatCitation:
    start_utf16, end_utf16 = utf16_offsets(answer.text, Span(mark.start, mark.end))
    return FlatCitation(
        start_index=mark.start,
        end_index=mark.end,
        url=citation.link or urljoin(base, citation.viewer),
        title=citation.title or citation.source or citation.article_id,
        dateline=Place(
            number=citation.number,
            start_utf16=start_utf16,
            end_utf16=end_utf16,
            form=answer.form,
            searched=answer.searched,
            quote=remembered_quote(citation, item),
            sha256=citation.sha256,
        ),
    )
