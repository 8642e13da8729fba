"""Whom "the Mexican leader" may mean, by how the article describes people."""

from collections.abc import Sequence

from index.quotations.speakers.cast import People, Person
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.titles_and_given_names import roles_in

_SAY_NOTHING = frozenset(
    "the prime minister vice president former sen gov rep gen front runner . young old new late "
    "top long-time longtime senior".split()
)
_WIDER = {"leader": "leaders", "lawmaker": "lawmakers"}


def of_role(people: People, words: Sequence[str]) -> list[Person]:
    """Return who holds the one office that the words name, and answers to the other words too.

    Demonyms are left to `of_country`.
    """
    roles = roles_in(words)
    if words[0] != "the" or len(roles) != 1:
        return []
    (role,) = roles
    meant = sorted(word_list(_WIDER[role])) if role in _WIDER else [role]
    return [person for person in people.in_roles(meant) if _answers(person, words, roles)]


def tells_apart(words: Sequence[str]) -> bool:
    """Whether there is more than the office: "the Florida senator", not "the senator"."""
    return bool(set(words) - _SAY_NOTHING - roles_in(words))


def is_shared(words: Sequence[str]) -> bool:
    """Whether an article may well speak of others in that office too, as of senators."""
    return not roles_in(words).isdisjoint(word_list("shared roles"))


def _answers(person: Person, words: Sequence[str], roles: frozenset[str]) -> bool:
    if ("former" in words) != bool(person.described & {"former", "ex"}):
        return False
    telling = set(words) - _SAY_NOTHING - roles - word_list("demonyms")
    return telling <= person.described


def of_country(people: Sequence[Person], words: Sequence[str]) -> tuple[list[Person], list[Person]]:
    """Return who is called of the country that the words name, and who is called of none."""
    demonyms = word_list("demonyms")
    country = demonyms.intersection(words)
    called = [person for person in people if person.described & country]
    return called, [person for person in people if not person.described & demonyms]
