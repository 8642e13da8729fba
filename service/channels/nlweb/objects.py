"""Answers as schema.org objects: articles, and the quotations in them that answer."""

from typing import Any, Literal
from urllib.parse import urljoin

import msgspec
from msgspec import Struct, field

from service.wire.answer import Answer, AnswerItem, Citation
from service.wire.conversations import cited_by

_CONTEXT = "https://schema.org"
_PERCENT = 100


class Grounding(Struct, frozen=True):
    """The source of a result."""

    source_urls: list[str]


class NlwebResult(Struct, frozen=True, kw_only=True):
    """One article that answers, with its quotations."""

    type: Literal["NewsArticle"] = field(name="@type", default="NewsArticle")
    grounding: Grounding

    url: str
    name: str
    site: str
    score: float
    """From 0 to 100: the confidence of the best answer from it."""
    description: str
    """The first quote, verbatim."""
    schema_object: dict[str, Any]
    """A `NewsArticle`; its `hasPart` are `Quotation`s, each with our citation as `dateline`."""


def results(answer: Answer, base: str) -> list[NlwebResult]:
    """The cited articles in citation order."""
    cited: dict[tuple[str, str], list[Citation]] = {}
    for citation in answer.citations:
        cited.setdefault((citation.article_id, citation.version), []).append(citation)
    saying = cited_by(answer)
    return [_result(citations, saying, base) for citations in cited.values()]


def _result(citations: list[Citation], saying: dict[int, AnswerItem], base: str) -> NlwebResult:
    first = citations[0]
    url = first.url or urljoin(base, first.viewer)
    items = [saying[one.number] for one in citations if one.number in saying]
    return NlwebResult(
        grounding=Grounding([url]),
        url=url,
        name=first.title or first.article_id,
        site=first.source or "",
        score=round(_PERCENT * max((item.confidence for item in items), default=0.0), 1),
        description=first.quote,
        schema_object=_article(first, url)
        | {"hasPart": [_quotation(one, saying.get(one.number), base) for one in citations]},
    )


def _article(citation: Citation, url: str) -> dict[str, Any]:
    told = {
        "headline": citation.title,
        "datePublished": citation.published,
        "author": [{"@type": "Person", "name": name} for name in citation.authors],
        "publisher": citation.source and {"@type": "Organization", "name": citation.source},
    }
    known = {name: value for name, value in told.items() if value}
    return {
        "@context": _CONTEXT,
        "@type": "NewsArticle",
        "url": url,
        "identifier": citation.article_id,
        "version": citation.version,
        **known,
    }


def _quotation(citation: Citation, item: AnswerItem | None, base: str) -> dict[str, Any]:
    speaker = item.speaker if item else None
    said = {"spokenByCharacter": {"@type": "Person", "name": speaker.name}} if speaker else {}
    return {
        "@type": "Quotation",
        "text": citation.quote,
        "position": citation.number,
        "url": citation.link or urljoin(base, citation.viewer),
        **said,
        "dateline": msgspec.to_builtins(citation),
    }
