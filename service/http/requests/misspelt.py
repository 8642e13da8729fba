"""Suggestions for unknown names."""

from collections.abc import Iterable

from rapidfuzz import process

_SIMILAR = 70


def advice(name: str, known: Iterable[str]) -> str:
    """A suggestion for a misspelt name, or the list of valid names."""
    names = list(known)
    near = process.extractOne(name, names, score_cutoff=_SIMILAR)
    if near is not None:
        return f"did you mean {near[0]}?"
    return f"there are {', '.join(names)}" if names else "there are none"
