"""Whether a date in a sentence is in the future: "will meet on Tuesday"."""

import re
from collections.abc import Iterable
from itertools import pairwise

from service.answers.claims.vocabulary import form, words

# Without capitals: "Ahmed" is no verb.
_WORD = re.compile(r"\b[^\W\d_A-Z][^\W\d_]*")
_AHEAD = frozenset("will would shall should may might must could".split())
_PAST = frozenset(("was", "were", "been", "had"))


def lies_ahead(before: str, behind: str) -> bool:
    """Whether the verb nearest to a day, first of those before it, is about the future."""
    backwards = _directions(pairwise(["", *_WORD.findall(before)]), reverse=True)
    forwards = _directions(pairwise(["", *_WORD.findall(behind)]), reverse=False)
    return next((is_ahead for way in (backwards, forwards) for is_ahead in way), False)


def _directions(pairs: Iterable[tuple[str, str]], *, reverse: bool) -> Iterable[bool]:
    """True for each verb about the future, False for each about the past, nearest first."""
    for previous, word in reversed([*pairs]) if reverse else pairs:
        if word in _AHEAD or (word == "to" and previous in words("leanings")):
            yield True
        elif word in _PAST or (form(word).tag == "d" and previous != "be"):
            yield False
