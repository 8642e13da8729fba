"""What titles, given names and descriptions imply about people: gender and office."""

from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

from index.quotations.vocabulary.lists import word_groups, word_list
from index.quotations.vocabulary.name_parts import SUFFIXES
from index.text.matching.folding import folded

_BEFORE_TITLES = ("then-", "ex-", "vice-", "former-", "co-")


def gender_of(given: str, titles: Sequence[str] = ()) -> str:
    """Return "m", "f", or "" if neither a title nor the given name says."""
    for title in titles:
        if title in word_list("male"):
            return "m"
        if title in word_list("female"):
            return "f"
    given = folded(given)
    first, hyphen, _ = given.partition("-")
    given = first if hyphen and first not in word_list("hyphenated") else given
    if given in word_list("men") or (hyphen and first == "jean"):
        return "m"
    return "f" if given in word_list("women") else ""


def is_title(word: str) -> bool:
    """Whether a word stands before names and is no part of them: "Sen", "President-elect"."""
    plain = word.removesuffix("-elect").removesuffix("-designate")
    for prefix in _BEFORE_TITLES:
        plain = plain.removeprefix(prefix)
    return plain in word_list("titles", "demonyms", "offices")


def is_office(word: str) -> bool:
    """Whether a word says what somebody is or does, as a title or not: "clerk", "farmer"."""
    return word in word_list("titles", "more titles", "offices", "roles", "occupations")


def title_as_surname(words: Sequence[str]) -> int | None:
    """Return where a word that is a title elsewhere is a surname; None if none is.

    So it is in "Charlie King", "Martin Luther King Jr." and "Mr. Dean", not in "Chief Judge".
    """
    places = [at for at, word in enumerate(words) if len(word) > 1 and word not in SUFFIXES]
    if len(places) < 2 or words[places[-1]] not in word_list("titles and surnames"):
        return None
    if words[places[-2]] in word_list("before surnames"):
        return places[-1]
    first = next((words[at] for at in places[:-1] if words[at] not in word_list("titles")), "")
    is_given = gender_of(first) and first not in word_list("places")
    return places[-1] if is_given else None


def roles_in(words: Sequence[str]) -> frozenset[str]:
    """Return the offices and occupations in a description; "vice president" is one office."""
    found: set[str] = set()
    single = list(words)
    for at, pair in enumerate(pairwise(words)):
        if "-".join(pair) in word_list("two-word roles"):
            found.add("-".join(pair))
            single[at : at + 2] = ["", ""]
    normal = (_same_role().get(word, word) for word in single)
    return frozenset(found | (word_list("roles") & frozenset(normal)))


@cache
def _same_role() -> dict[str, str]:
    return {group[0]: group[1] for group in word_groups("same roles")}


def are_different_jobs(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two descriptions name jobs that hardly anybody has both of: a judge and a farmer."""
    first, second = job_families(one), job_families(other)
    return bool(first) and bool(second) and first.isdisjoint(second)


def job_families(roles: Collection[str]) -> set[int]:
    """The numbers of the families of jobs that the roles belong to."""
    groups = word_groups("job families")
    return {number for number, group in enumerate(groups) if not set(group).isdisjoint(roles)}
