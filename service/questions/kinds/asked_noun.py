"""The noun a question asks for: "which film won" asks for a film, or a movie."""

import re
from functools import cache, lru_cache
from importlib.resources import files

_STOP = (
    "is|are|was|were|be|did|does|do|has|have|had|will|would|can|could|should|may|might|must|of|in|on"
    "|at|for|to|that|who|which|from|with|by|and|or|the|a|an|his|her|their|its|it|he|she|they|you|i|we"
)
_NAME_OF = (
    r"(?:is|was|are|were)\s+the\s+(?:names?\s+of\s+)?(?:(?:the|an?|his|her|their|its)\s+)?"
    r"(?=(?:[\w'’-]+\s+){1,3}(?:called|named)\b|(?<=of )|(?<=of (?:the|his|her) ))"
)
_ASKED = re.compile(
    rf"\b(?:what|which)\s+(?:{_NAME_OF})?"
    rf"(?P<phrase>(?:(?!(?:{_STOP}|called|named)\b)[\w'’-]+(?:\s+|(?=\W*$))){{1,4}})"
    r"(?P<next>[\w'’-]+)?",
    re.IGNORECASE,
)
_NO_NOUN = frozenset(
    """happened happens caused causes kind type sort made makes killed else time year day date month
    percentage percent share number amount age price made led took can""".split()
)
_FOLLOWING = frozenset(
    "called named of in on that is are was were did does do has have had will would can".split()
)


@lru_cache(maxsize=64)
def asked_noun(question: str) -> frozenset[str]:
    """The noun in singular, and words for the same sort of thing; empty if it asks for none."""
    match = _ASKED.search(question)
    if match is None:
        return frozenset()
    words = [word.rstrip("'’").casefold() for word in match["phrase"].split()]
    noun = _singular(_head(words, (match["next"] or "").casefold()))
    return frozenset() if noun in _NO_NOUN else frozenset((noun, *_alike().get(noun, ())))


def _head(words: list[str], following: str) -> str:
    """The last noun known; else what stands before the auxiliary; else the first word."""
    known = [word for word in words if _singular(word) in _alike()]
    if known:
        return known[0] if len(words) > 1 and words[-1] not in known else known[-1]
    return words[-1] if following in _FOLLOWING else words[0]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is", "series"))
    return word[:-1] if plural else word


@cache
def _alike() -> dict[str, frozenset[str]]:
    """For each noun that is listed, the words for such a thing."""
    text = files("service.questions.kinds").joinpath("asked_noun.txt").read_text("utf-8")
    lines = (line.split() for line in text.splitlines() if line[:1] not in {"#", ""})
    return {first: frozenset(others) for first, *others in lines}
