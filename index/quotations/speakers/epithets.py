"""Epithets: whom "the Mexican leader" may refer to, by how the article describes people."""

from collections.abc import Sequence

from index.quotations.speakers.cast import Cast
from index.quotations.speakers.characters import Character
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import roles_in

_BARE = 2
"""The words of "the Republican"."""
_UNINFORMATIVE = frozenset(
    "the prime minister vice president former sen gov rep gen front runner . young old new late "
    "top long-time longtime senior".split()
)
_PARTIES = {
    "republican": "republican",
    "gop": "republican",
    "democratic": "democrat",
    "democrat": "democrat",
}
"""The adjective of each party, and who is a member."""
_WIDER = {"leader": "leaders", "lawmaker": "lawmakers"}


def characters_in_role(cast: Cast, words: Sequence[str]) -> list[Character]:
    """Return everyone who holds the office named by the words and fits the other words too.

    Demonyms are left to `split_by_country`.
    """
    roles = roles_in(words)
    roles = roles - _PARTIES.keys() or roles
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


def may_be_unannounced(words: Sequence[str]) -> bool:
    """Whether articles often use the words of somebody whom they describe nowhere else.

    Such are "the president", "the Ohio senator" and "the Ohio Republican".
    """
    leads = bool(roles_in(words) & word_list("leaders"))
    is_member = len(words) > _BARE and words[-1] in {*word_list("lawmakers"), *_PARTIES}
    return words[0] == "the" and (leads or is_member)


def is_politician(person: Character) -> bool:
    """Whether somebody holds or seeks an office that members of parties hold."""
    return not person.roles.isdisjoint(word_list("lawmakers", "leaders", "party offices"))


def _matches(person: Character, words: Sequence[str], roles: frozenset[str]) -> bool:
    if ("former" in words) != bool(person.described & {"former", "ex"}):
        return False
    informative = set(words) - _UNINFORMATIVE - roles - word_list("demonyms")
    party = {_PARTIES[word] for word in informative & _PARTIES.keys()}
    others = {_PARTIES[word] for word in person.described & _PARTIES.keys()}
    if party and others and party.isdisjoint(others):
        return False
    return informative - _PARTIES.keys() <= person.described


def split_by_country(
    people: Sequence[Character], words: Sequence[str]
) -> tuple[list[Character], list[Character]]:
    """Return the people described as of the country named, and those described as of none."""
    demonyms = word_list("demonyms")
    country = demonyms.intersection(words)
    matching = [person for person in people if person.described & country]
    return matching, [person for person in people if not person.described & demonyms]
