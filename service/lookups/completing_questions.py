"""What fits where a completion goes: after "what did" a person and "say", never an outlet."""

from functools import lru_cache

from msgspec import Struct

from index.quotations.vocabulary.lists import word_list
from index.text.matching.folding import folded_words

_SAYING = {"did": " say", "does": " say", "has": " said", "had": " said"}
_ASKING = frozenset("who whom whose what which when where why how many much often long far".split())
_SPEAKING = frozenset("said says say told".split())
_ASKING_FOR_PEOPLE = ("what did", "what does", "what has", "who is", "who was")


class Place(Struct, frozen=True):
    """What is typed before a completion."""

    people: bool = True
    """Whether a person's name may follow."""
    outlets: bool = True
    then: str = ""
    """What follows a person's name to make a question of it."""


@lru_cache(maxsize=256)
def place_after(before: str) -> Place:
    """What may follow these words of a question."""
    words = folded_words(before)
    # "Why the Ledger" makes no more sense than "why The Wire".
    words = words[:-1] if words[-1:] == ["the"] else words
    last = words[-1] if words else ""
    if last in _ASKING:
        return Place(people=False, outlets=False)
    if last in word_list("auxiliaries"):
        then = _SAYING.get(last, "") if words == ["what", last] else ""
        return Place(outlets=False, then=then)
    return Place(outlets=not (last in _SPEAKING and words[0] in ("who", "what")))


def asks_for_people(typed: str) -> bool:
    """Whether only a name is missing: "what did", "who is"."""
    return " ".join(folded_words(typed)) in _ASKING_FOR_PEOPLE
