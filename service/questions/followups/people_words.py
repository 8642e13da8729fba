"""Nouns that stand for people: offices, occupations, relatives, "the guy"."""

from index.quotations.vocabulary.lists import word_list

_PEOPLE = frozenset("man woman guy boy girl kid child person lady winner loser boss owner".split())
_ENDS = ("man", "woman", "ologist", "ician", "driver", "owner")


def may_be_a_person(head: str) -> bool:
    """Whether a noun stands for a person: the mayor, the widow, the guy."""
    return (
        head in word_list("roles", "kin", "one person") or head in _PEOPLE or head.endswith(_ENDS)
    )
