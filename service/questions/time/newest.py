"""Questions about the current state: "the latest rate", "who runs the port now?"."""

import re

_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent|current(?:ly)?|right now|at present|presently|nowadays"
    r"|at the moment|these days|now(?!\s+that\b))\b",
    re.IGNORECASE,
)


def asks_for_newest(question: str) -> bool:
    """Whether of several answers the newest is the one that is asked for."""
    return _NEWEST.search(question) is not None
