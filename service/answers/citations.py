"""Citations: a quote's position in every unit a client may count, with links."""

import hashlib
import re
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode, urlsplit

from index.records import Article, Span, reshape
from service.wire.answer import Citation, Revision

_AROUND = 160
_FRAGMENT_WORDS = 4
_LONG_QUOTE = 200
_SPACES = re.compile(r"\s+")


def cite(
    number: int,
    article: Article,
    span: Span,
    revision: Revision | None = None,
    copy_of: int | None = None,
) -> Citation:
    """The citation of `article.text[span.start : span.end]`."""
    text = article.text
    quote = text[span.start : span.end]
    start_utf16, end_utf16 = utf16_offsets(text, span)
    return reshape(
        article,
        Citation,
        number=number,
        article_id=article.id,
        source=article.outlet,
        authors=list(article.authors),
        start=span.start,
        end=span.end,
        start_utf16=start_utf16,
        end_utf16=end_utf16,
        quote=quote,
        sha256=hashlib.sha256(quote.encode()).hexdigest(),
        before=_before(article, span.start),
        after=_after(article, span.end),
        link=text_fragment_link(article, span),
        viewer=viewer_link(article, span),
        page=article.layout.page(span.start),
        revision=revision,
        copy_of=copy_of,
    )


def utf16_offsets(text: str, span: Span) -> tuple[int, int]:
    """The span counted in UTF-16 code units, as browsers and Java count."""
    start = span.start + _beyond_bmp(text[: span.start])
    return start, start + span.end - span.start + _beyond_bmp(text[span.start : span.end])


def viewer_link(article: Article, span: Span) -> str:
    """Our own page of the article, with the span marked."""
    place = {"version": article.version, "start": span.start, "end": span.end}
    if article.collection != "default":
        place["collection"] = article.collection
    return f"/articles/{percent_encode(article.id, safe='')}?{urlencode(place)}"


def text_fragment_link(article: Article, span: Span) -> str | None:
    """The article's URL with a fragment that finds the quote; None without a web URL.

    In a PDF, it is the page (RFC 8118). Source of the others: WICG URL fragment text directives. A
    long quote is given by its first and last words; a quote that occurs more than once also gets
    the words before and after it.
    """
    if not article.url or urlsplit(article.url).scheme not in ("http", "https"):
        return None
    base = article.url.split("#", 1)[0]
    page = article.layout.page(span.start)
    if page is not None:
        return f"{base}#page={page}"
    return f"{base}#:~:text={_directive(article.text, span)}"


def _directive(text: str, span: Span) -> str:
    quote = text[span.start : span.end]
    parts = [_encoded(quote)]
    if len(quote) > _LONG_QUOTE or "\n" in quote:
        words = quote.split()
        head, tail = words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]
        parts = [_encoded(" ".join(head)), _encoded(" ".join(tail))]
    if text.count(quote) > 1:
        before = text[max(0, span.start - _AROUND) : span.start].rsplit("\n", 1)[-1].split()
        after = text[span.end : span.end + _AROUND].split("\n", 1)[0].split()
        if before:
            parts.insert(0, _encoded(" ".join(before[-_FRAGMENT_WORDS:])) + "-")
        if after:
            parts.append("-" + _encoded(" ".join(after[:_FRAGMENT_WORDS])))
    return ",".join(parts)


def _encoded(words: str) -> str:
    # Hyphens and commas are the directive's own syntax.
    return percent_encode(_SPACES.sub(" ", words).strip(), safe="").replace("-", "%2D")


def _before(article: Article, start: int) -> str:
    """Text before the quote, starting at a word, without text that is marked as not body."""
    floor = max((m.end for m in article.marks if m.end <= start), default=0)
    begin = max(floor, start - _AROUND)
    cut = article.text[begin:start]
    if begin > floor and " " in cut:
        cut = cut[cut.index(" ") + 1 :]
    return cut.lstrip()


def _after(article: Article, end: int) -> str:
    ceiling = min((m.start for m in article.marks if m.start >= end), default=len(article.text))
    finish = min(ceiling, end + _AROUND)
    cut = article.text[end:finish]
    if finish < ceiling and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip()


def _beyond_bmp(text: str) -> int:
    """Characters that take two UTF-16 units."""
    if text.isascii():
        return 0
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 - len(text)
