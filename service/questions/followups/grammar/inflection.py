"""Forms of verbs: "voted" and vote, "sells" and does."""

from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import irregular_forms
from service.questions.followups.grammar.words import base_of


def bare(verb: str) -> str:
    """The base form of a verb: "voted" gives vote, "bought" gives buy, "has" gives have."""
    low = verb.lower()
    special = {"was": "be", "were": "be", "is": "be", "are": "be", "has": "have", "had": "have"}
    if low in special:
        return special[low]
    for base, forms in irregular_forms().items():
        if low in forms:
            return base
    from_listed = next((b for b in _candidates(low) if b in word_list("regular verbs")), None)
    return from_listed or base_of(low)


def _candidates(low: str) -> list[str]:
    found = [low]
    for ending in ("ed", "es", "s", "d"):
        if low.endswith(ending):
            stem = low[: -len(ending)]
            found += [stem, stem + "e"]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
            if stem.endswith("i"):
                found.append(stem[:-1] + "y")
    return found


def do_for(verb: str) -> str:
    """The form of "do" that a verb's form asks for: "scored" gives did, "sells" gives does."""
    low = verb.lower()
    base = bare(low)
    if low == base:
        return "do"
    if low in (base + "s", base + "es") or (base.endswith("y") and low == base[:-1] + "ies"):
        return "does"
    return "did"
