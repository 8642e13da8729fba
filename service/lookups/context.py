"""Passages packed into a token budget, for a language model of the user's choice."""

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import lru_cache

from msgspec import structs

from index.search import Found
from service.engine import Engine
from service.lookups.passages import find_passages, passage_out
from service.wire.blocks import TextPart
from service.wire.passages import ContextAnswer, ContextPassage, ContextRequest

_CANDIDATES = 100

# Tokens of o200k_base per word piece of the default embedder: the 99th percentile over 4,222 pieces
# of news (`python -m eval.components.token_factor`), so that the budget is kept.
_PIECE_FACTOR = 1.12

Counter = Callable[[str], int]


def pack_context(
    engine: Engine, request: ContextRequest, written: Callable[[Sequence[ContextPassage]], str]
) -> ContextAnswer:
    """The best passages that fit into `max_tokens` together, headers included.

    Args:
        engine: the data folder.
        request: the question and the budget.
        written: passages as they are sent on; called with one, and with all that are chosen.

    Raises:
        NotFoundError: there is no such collection.
        InvalidFieldError: an empty question, or an invalid date.
    """
    found = [_numbered(item) for item in find_passages(engine, request, _CANDIDATES)]
    count, counted_with = token_counter(request.encoding, engine)

    def size(passage: ContextPassage) -> int:
        return count(written([passage]) + "\n\n")

    chosen, tokens = _fit(_without_overlaps(found), size, request.max_tokens)
    return ContextAnswer(
        text=written(chosen),
        tokens=tokens,
        max_tokens=request.max_tokens,
        counted_with=counted_with,
        passages=chosen,
    )


def token_counter(encoding: str, engine: Engine) -> tuple[Counter, str]:
    """A function that counts tokens, and its name for the response.

    tiktoken downloads an encoding on first use. If it has none and may not download it, the number
    of the embedder's word pieces, times a measured factor, is the estimate, and the name says so.
    """
    counter = _tiktoken(encoding)
    if counter is not None:
        return counter, f"tiktoken {encoding}"

    def estimate(text: str) -> int:
        return int(engine.embedder.count([text])[0] * _PIECE_FACTOR) + 1

    return estimate, f"estimate: word pieces x {_PIECE_FACTOR}, {encoding} is not installed"


@lru_cache(maxsize=8)
def _tiktoken(encoding: str) -> Counter | None:
    # Without a cache folder tiktoken would use the network: nothing leaves the machine.
    if not os.environ.get("TIKTOKEN_CACHE_DIR"):
        return None
    import tiktoken

    try:
        encoder = tiktoken.get_encoding(encoding)
    except (ValueError, OSError):
        return None
    return lambda text: len(encoder.encode_ordinary(text))


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
