"""Passages packed into a token budget, for a language model of the user's choice."""

import os
from collections.abc import Callable, Sequence
from functools import lru_cache

from prompts import say
from service.engine import Engine
from service.lookups.passages import find_passages, passage_out
from service.wire.passages import ContextAnswer, ContextPassage, ContextRequest, FoundPassage

_CANDIDATES = 100

# Tokens of o200k_base per word piece of the default embedder: the 99th percentile over 4,222 pieces
# of news (`python -m eval.components.token_factor`), so that the budget is kept.
_PIECE_FACTOR = 1.12

Counter = Callable[[str], int]


def pack_context(engine: Engine, request: ContextRequest) -> ContextAnswer:
    """The best passages that fit into `max_tokens` together, headers included.

    Raises:
        NotFoundError: there is no such collection.
        InvalidFieldError: an empty question, or an invalid date.
    """
    found = [passage_out(item) for item in find_passages(engine, request, _CANDIDATES)]
    count, counted_with = token_counter(request.encoding, engine)
    chosen, tokens = _fit(_without_overlaps(found), count, request.max_tokens)
    return ContextAnswer(
        text=_joined(chosen),
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
    found: Sequence[FoundPassage], count: Counter, budget: int
) -> tuple[list[ContextPassage], int]:
    """The best passages that fit, and their tokens; one too long makes way for a shorter one."""
    chosen: list[ContextPassage] = []
    used = 0
    for item in found:
        tokens = count(_with_header(len(chosen) + 1, item) + "\n\n")
        if used + tokens <= budget:
            chosen.append(ContextPassage(number=len(chosen) + 1, tokens=tokens, passage=item))
            used += tokens
    return chosen, used


def _without_overlaps(found: Sequence[FoundPassage]) -> list[FoundPassage]:
    """Passages without overlaps: neighbours share sentences, and the better one stays."""
    kept: list[FoundPassage] = []
    for item in found:
        same = [k for k in kept if k.article_id == item.article_id]
        if all(item.end <= other.start or other.end <= item.start for other in same):
            kept.append(item)
    return kept


def _joined(chosen: Sequence[ContextPassage]) -> str:
    return "\n\n".join(_with_header(item.number, item.passage) for item in chosen)


def _with_header(number: int, item: FoundPassage) -> str:
    date = item.published[:10] if item.published else say("page_unknown_date")
    about = ", ".join(part for part in (item.title, item.source, date) if part)
    return f"[{number}] {about}\n{item.text}"
