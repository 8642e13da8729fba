"""Lists of words around names: given names, titles, roles, demonyms."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

_TWO_WORD_ROLES = {
    ("prime", "minister"): "prime-minister",
    ("vice", "president"): "vice-president",
    ("front", "runner"): "front-runner",
}
_SAME_ROLE = {
    "sen": "senator",
    "gov": "governor",
    "premier": "prime-minister",
    "rep": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "gen": "general",
    "frontrunner": "front-runner",
    "adviser": "advisor",
    "pontiff": "pope",
}


@cache
def word_list(name: str) -> frozenset[str]:
    """Return one list of `names.txt`, in lower case."""
    if name == "before names":
        return word_list("titles") | word_list("demonyms")
    text = files("index.quotations").joinpath("names.txt").read_text("utf-8")
    for line in text.splitlines():
        title, _, words = line.partition(": ")
        if title == name:
            return frozenset(words.split())
    raise KeyError(name)


def gender_of(given: str, titles: Sequence[str] = ()) -> str:
    """Return "m", "f", or "" where neither a title nor the given name tells."""
    for title in titles:
        if title in word_list("male"):
            return "m"
        if title in word_list("female"):
            return "f"
    if given in word_list("men"):
        return "m"
    return "f" if given in word_list("women") else ""


def roles_in(words: Sequence[str]) -> frozenset[str]:
    """Return what offices and callings a description names: "former vice president" has one."""
    found: set[str] = set()
    joined = list(words)
    for at, pair in enumerate(zip(words, words[1:], strict=False)):
        if pair in _TWO_WORD_ROLES:
            found.add(_TWO_WORD_ROLES[pair])
            joined[at : at + 2] = ["", ""]
    known = word_list("roles")
    normal = (_SAME_ROLE.get(word, word) for word in joined)
    return frozenset(found | {word for word in normal if word in known})
