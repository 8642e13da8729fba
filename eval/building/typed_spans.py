"""Finds what a person types in an article: always verbatim, always with offsets."""

import re

from index.records import Article, Span

_NUMBERS = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?")
# Characters that keyboards lack and newspapers print.
_ALIKE = ('"“”„«»', "'‘’‚`", "-‐‑–—")


def occurrences(text: str, typed: str) -> list[Span]:
    """All occurrences of the typed words in a text, in order.

    White space may differ, and all forms of quotation marks, apostrophes and dashes are treated
    alike; every other character must match.
    """
    words = typed.split()
    if not words:
        return []
    pattern = r"\s+".join("".join(_same(letter) for letter in word) for word in words)
    return [Span(*found.span()) for found in re.finditer(pattern, text)]


def numbered_sentences(article: Article, typed: str) -> Span | None:
    """The span of sentences given by numbers from 1 ("3", "3-5"); None for anything else."""
    found = _NUMBERS.fullmatch(typed)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= last <= len(article.sentences):
        return None
    return Span(article.sentences[first - 1].start, article.sentences[last - 1].end)


def speakers(article: Article, span: Span) -> list[str]:
    """The speakers of the words according to the article's quotations, most confident first."""
    overlapping = [
        quote
        for quote in article.quotes
        if quote.speaker and any(c.start < span.end and span.start < c.end for c in quote.content)
    ]
    overlapping.sort(key=lambda quote: -quote.confidence)
    return list(dict.fromkeys(quote.speaker for quote in overlapping if quote.speaker))


def around(text: str, span: Span, characters: int = 40) -> str:
    """The words in context, on one line."""
    before = text[max(0, span.start - characters) : span.start]
    after = text[span.end : span.end + characters]
    return " ".join(f"…{before}[{text[span.start : span.end]}]{after}…".split())


def _same(letter: str) -> str:
    group = next((group for group in _ALIKE if letter in group), None)
    return f"[{re.escape(group)}]" if group else re.escape(letter)
