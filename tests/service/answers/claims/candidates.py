"""Candidates made of single sentences, for what is decided about sentences."""

from index.records import Article, Span
from service.candidates import Candidate


def candidate(
    text: str,
    article_id: str = "a",
    *,
    answer: str = "",
    published: str | None = "2025-05-19",
    language: str | None = "en",
    around: tuple[str, str] = ("", ""),
    confidence: float = 0.9,
) -> Candidate:
    """A candidate whose article is one sentence.

    Args:
        text: the sentence, which is the quote.
        article_id: the article's id.
        answer: the words of it that answer.
        published: the article's date.
        language: the article's language.
        around: what stands before and behind the sentence.
        confidence: how likely it answers.
    """
    before, behind = around
    article = Article(
        id=article_id, collection="default", version=article_id, text=f"{before}{text}{behind}",
        format="text", origin="test", published=published, language=language,
    )  # fmt: skip
    start = len(before)
    at = start + text.index(answer) if answer else 0
    return Candidate(
        article=article,
        version_pk=hash(article_id),
        quote=Span(start, start + len(text)),
        highlight=Span(at, at + len(answer)) if answer else None,
        confidence=confidence,
    )
