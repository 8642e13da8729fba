"""The invariant, checked from outside: `article.text[start:end] == quote` for every citation."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache

from eval.runs.targets import ArticleText, Target
from service.wire.answer import Answer, AnswerItem, Citation


class Law:
    """Checks the answers of one target against the articles it serves."""

    def __init__(self, target: Target, collection: str | None) -> None:
        # Articles are cached: answers cite the same ones again and again.
        @lru_cache(maxsize=512)
        def article(id: str, version: str | None) -> ArticleText | None:
            return target.article(id, collection, version)

        self._article = article

    def article(self, id: str, version: str | None = None) -> ArticleText | None:
        """An article as the target serves it."""
        return self._article(id, version)

    def violations(self, answer: Answer) -> list[str]:
        """Describe every violation in an answer; empty if the law holds."""
        return [
            *(fault for citation in answer.citations for fault in self._citation(citation)),
            *self._items(answer),
        ]

    def _citation(self, citation: Citation) -> Iterator[str]:
        place = f"[{citation.number}] {citation.article_id}:{citation.start}-{citation.end}"
        article = self.article(citation.article_id, citation.version)
        if article is None:
            yield f"{place}: no such article and version"
            return
        if article.text[citation.start : citation.end] != citation.quote:
            yield f"{place}: the article has other words at these offsets"
        if _sha256(citation.quote) != citation.sha256:
            yield f"{place}: the hash does not match the quote"
        if _sha256(article.text) != citation.version:
            yield f"{place}: the text does not match its version"
        utf16 = len(article.text[: citation.start].encode("utf-16-le")) // 2
        if utf16 != citation.start_utf16:
            yield f"{place}: starts at {utf16} in UTF-16, not {citation.start_utf16}"

    def _items(self, answer: Answer) -> Iterator[str]:
        citations = {citation.number: citation for citation in answer.citations}
        for number, item in enumerate(answer.answers, start=1):
            first = citations.get(item.citations[0]) if item.citations else None
            if first is None:
                yield f"answer {number}: nothing is cited"
            elif first.quote != item.quote:
                yield f"answer {number}: its first citation has another quote"
            elif item.highlight is not None and item.highlight not in item.highlights:
                yield f"answer {number}: its highlight is not among its highlights"
            elif not _are_inside(item, first.start):
                yield f"answer {number}: the highlights are not in the quote, in order"


def _are_inside(item: AnswerItem, quote_start: int) -> bool:
    """Whether the highlights occur verbatim in the quote, one after another."""
    done = 0
    for highlight in item.highlights:
        start, end = highlight.start - quote_start, highlight.end - quote_start
        if start < done or item.quote[start:end] != highlight.text:
            return False
        done = end
    return True


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
