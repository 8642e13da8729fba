"""Nouns for people and groups: the mayor, the widow, the company."""

from index.quotations.vocabulary.lists import word_list

BODIES = frozenset(
    """company firm business utility bank union agency league club team party government council
    court school university college hospital library museum newspaper paper outlet group charity
    chain airline brand store church board committee council commission regulator parliament senate
    congress ministry department office family band""".split()
)
"""Nouns that stand for several people as one: "the company"."""
FIRMS = frozenset(
    "company firm business utility chain airline brand store group agency club team league".split()
)
"""Those of them that stand for something whose name does not say so."""
ANYBODY = frozenset("guy boss man woman lady person ceo chief head official one".split())
"""Nouns that say little about somebody: "the ford guy"."""
_PEOPLE = frozenset(
    """opponent rival colleague partner friend neighbor neighbour successor predecessor ally
    boyfriend girlfriend parent fan man woman guy boy girl kid child person lady winner loser boss
    owner""".split()
)
_SEVERAL = ("men", "women", "people", "ologists", "icians", "drivers", "owners")
_ENDS = ("man", "woman", "ologist", "ician", "driver", "owner")


def may_be_a_person(head: str) -> bool:
    """Whether a noun stands for a person: the mayor, the widow, the guy."""
    return (
        head in word_list("roles", "kin", "one person") or head in _PEOPLE or head.endswith(_ENDS)
    )


def are_people(head: str) -> bool:
    """Whether a plural noun stands for people: the nurses, the fishermen."""
    return head.endswith(_SEVERAL) or (head.endswith("s") and may_be_a_person(head[:-1]))
