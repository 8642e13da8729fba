"""Whether an article describes a candidate by the noun asked for.

"Which film won?" asks for a film; "the film Oppenheimer", "Oppenheimer, a drama about ..." and
"Oppenheimer is a film" say that it is one, wherever in the article they stand.
"""

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from index.records import Article, Span
from service.questions.kinds.asked_noun import asked_noun
from service.questions.understand import Question
from service.reading.confidence import Features

_MENTIONS = 8
"""Maximum number of mentions of a name examined in its article."""
_AROUND = 80
_MAX_CHARACTERS = 200_000
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


def noun_features(question: Question, article: Article, marked: Span) -> Features:
    """`noun` is 1 if the marked words are one of what is asked for, as the article has it."""
    nouns = asked_noun(question.text)
    if not nouns:
        return {"noun": 0.0}
    return {"noun": float(_is_one(nouns, article.text, marked))}


def _is_one(nouns: Set[str], text: str, marked: Span) -> bool:
    inside, before, after = _patterns(frozenset(nouns))
    words = text[marked.start : marked.end]
    return bool(inside.search(words)) or any(
        before.search(text[max(0, span.start - _AROUND) : span.start])
        or after.search(text[span.end : span.end + _AROUND])
        for span in _mentions(text, marked)
    )


def _mentions(text: str, marked: Span) -> Iterator[Span]:
    """The marked words, and other places where their article has the same name."""
    yield marked
    name = _ARTICLE.sub("", text[marked.start : marked.end])
    if not name[:1].isupper() or len(text) > _MAX_CHARACTERS:
        return
    at, left = text.find(name), _MENTIONS
    while at >= 0 and left:
        yield Span(at, at + len(name))
        at, left = text.find(name, at + 1), left - 1


@lru_cache(maxsize=64)
def _patterns(nouns: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    noun = rf"(?:{'|'.join(map(re.escape, sorted(nouns)))})(?:s|es)?"
    inside = rf"\b{noun}\b"
    before = rf"\b{noun},?\s+(?:called\s+|named\s+|of\s+)?(?:the\s+)?[\"“‘'(]?$"
    described = rf"(?:an?|the|one of(?: the)?|its|his|her|their)\s+(?:[\w'’.-]+\s+){{0,4}}?{noun}\b"
    after = (
        rf"^[\"”’')]*(?:,?\s+(?:which |who )?(?:is|was|are|were)\s+{described}"
        rf"|,\s+(?:{described}|(?:[\w'’-]+\s+){{0,2}}{noun}\b)|\s+{noun}\b)"
    )
    return tuple(re.compile(p, re.IGNORECASE) for p in (inside, before, after))  # type: ignore[return-value]
