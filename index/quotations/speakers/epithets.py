"""Epithets: whom "the Mexican leader" may refer to, by how the article describes people."""

from collections.abc import Sequence

from index.quotations.speakers.cast import Cast
from index.quotations.speakers.characters import Character
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import roles_in

_UNINFORMATIVE = frozenset(
    "the prime minister vice president former sen gov rep gen front runner . young old new late "
    "top long-time longtime senior".split()
)
_WIDER = {"leader": "leaders", "lawmaker": "lawmakers"}


def characters_in_role(cast: Cast, words: Sequence[str]) -> list[Character]:
    """Return everyone who holds the office named by the words and fits the other words too.

    Demonyms are left to `split_by_country`.
    """
    roles = roles_in(words)
    if words[0] != "the" or len(roles) != 1:
        return []
    (role,) = roles
    meant = sorted(word_list(_WIDER[role])) if role in _WIDER else [role]
    return [person for person in cast.in_roles(meant) if _matches(person, words, roles)]


def is_specific(words: Sequence[str]) -> bool:
    """Whether the words say more than the office: "the Florida senator", not "the senator"."""
    return bool(set(words) - _UNINFORMATIVE - roles_in(words))


def is_shared_role(words: Sequence[str]) -> bool:
    """Whether an article often mentions several people in that office, such as senators."""
    return not roles_in(words).isdisjoint(word_list("shared roles"))


def _matches(person: Character, words: Sequence[str], roles: frozenset[str]) -> bool:
    if ("former" in words) != bool(person.described & {"former", "ex"}):
        return False
    informative = set(words) - _UNINFORMATIVE - roles - word_list("demonyms")
    return informative <= person.described


def split_by_country(
    people: Sequence[Character], words: Sequence[str]
) -> tuple[list[Character], list[Character]]:
    """Return the people described as of the country named, and those described as of none."""
    demonyms = word_list("demonyms")
    country = demonyms.intersection(words)
    matching = [person for person in people if person.described & country]
    return matching, [person for person in people if not person.described & demonyms]
