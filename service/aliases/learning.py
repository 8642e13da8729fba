"""Names explained in articles: "World Ferry Organization (WFO)".

Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical
text", looked for in the passages that hold the name. Nothing is stored.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.followers.open_collection import OpenCollection
from index.store.library import Located
from service.reading.definitions.abbreviations import is_abbreviation, long_forms

_PASSAGES = 50
_SHORT = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,6}(?!\w)|\b[^\W_][\w&-]{1,9}\b")
_LONG = re.compile(
    r"(?<!\w)[A-ZÀ-Þ][\w’'-]{1,40}"
    r"(?:\s++(?:(?:of|the|and|for|de|on)\s++){0,2}[A-ZÀ-Þ][\w’'-]{1,40}){1,7}"
)


def learned(question: str, opened: OpenCollection) -> Iterator[tuple[str, str]]:
    """Names in a question, each with another name that articles give for it."""
    for short in _SHORT.findall(question):
        if is_abbreviation(short):
            texts = _texts(short, opened)
            yield from ((short, one) for one in _most_frequent(_long(short, texts)))
    for long in _LONG.findall(question):
        yield from ((long, one) for one in _most_frequent(_abbreviated(long, _texts(long, opened))))


def passages_with(name: str, opened: OpenCollection) -> list[Located]:
    """The best passages for the words of a name, best first."""
    _, ids = opened.lexical.search(name, _PASSAGES)
    return list(opened.library.locate(opened.collection, ids.tolist()).values())


def _texts(name: str, opened: OpenCollection) -> list[str]:
    return [item.passage.text for item in passages_with(name, opened)]


def _long(short: str, texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for found in long_forms(short, text):
            yield " ".join(text[found.span.start : found.span.end].split())


def _abbreviated(long: str, texts: Sequence[str]) -> Iterator[str]:
    pattern = re.compile(
        rf"{re.escape(long)}\s*[(\[]\s*(?:the\s+)?([^\W_][\w.&-]{{1,9}})\s*[)\],;]"
    )
    for text in texts:
        yield from (short for short in pattern.findall(text) if is_abbreviation(short))


def _most_frequent(names: Iterator[str]) -> list[str]:
    return [name for name, _ in Counter(names).most_common(1)]
