"""Packs passages into a token budget for a language model."""

import hashlib
from collections.abc import Callable, Sequence

from msgspec import structs

from index.search import Found
from service.engine import Engine
from service.lookups.passages import find_passages, passage_out
from service.lookups.tokens import count_tokens
from service.wire.passages import ContextAnswer, ContextPassage, ContextRequest, TextPart

_CANDIDATES = 100


def pack_context(
    engine: Engine, request: ContextRequest, written: Callable[[Sequence[ContextPassage]], str]
) -> ContextAnswer:
    """The best passages that fit into `max_tokens` together, headers included.

    `written` formats passages: each one alone, and all chosen ones.
    """
    found = [_numbered(item) for item in find_passages(engine, request, _CANDIDATES)]

    def size(passage: ContextPassage) -> int:
        return count_tokens(written([passage]) + "\n\n", request.encoding)

    chosen, tokens = _fit(_without_overlaps(found), size, request.max_tokens)
    return ContextAnswer(
        text=written(chosen),
        tokens=tokens,
        max_tokens=request.max_tokens,
        counted_with=f"tiktoken {request.encoding}",
        passages=chosen,
    )


def _fit(
    found: Sequence[ContextPassage], size: Callable[[ContextPassage], int], budget: int
) -> tuple[list[ContextPassage], int]:
    """The best passages that fit, and their tokens; one too long makes way for a shorter one."""
    chosen: list[ContextPassage] = []
    used = 0
    for item in found:
        numbered = structs.replace(item, number=len(chosen) + 1)
        tokens = size(numbered)
        if used + tokens <= budget:
            chosen.append(structs.replace(numbered, tokens=tokens))
            used += tokens
    return chosen, used


def _without_overlaps(found: Sequence[ContextPassage]) -> list[ContextPassage]:
    """Passages without overlaps: neighbours share sentences, and the better one stays."""
    kept: list[ContextPassage] = []
    for item in found:
        wanted = item.passage
        same = [k.passage for k in kept if k.passage.article_id == wanted.article_id]
        if all(wanted.end <= other.start or other.end <= wanted.start for other in same):
            kept.append(item)
    return kept


def _numbered(item: Found) -> ContextPassage:
    """A passage with its sentences; its number and its tokens are not known yet."""
    located = item.located
    sentences = located.article.sentences[located.first_sentence : located.last_sentence + 1]
    parts = [
        TextPart(
            start=one.start,
            end=one.end,
            sha256=hashlib.sha256(located.article.text[one.start : one.end].encode()).hexdigest(),
        )
        for one in sentences
    ]
    return ContextPassage(number=0, tokens=0, passage=passage_out(item), parts=parts)
