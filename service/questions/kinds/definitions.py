"""Definition questions: who or what something is, and what would define it.

"Who is Ruiz?" and "What is the ILO?" are answered by words that define the name, "What does ILO
stand for?" by its long form, and "Who is the mayor of Port Ellery?" by the name of whoever is
called so. Questions that only begin so ("Who is suing the city?") are not recognised here: nothing
is defined as "suing the city".
"""

import re
from enum import StrEnum
from functools import cache

from msgspec import Struct

from index.people.names import titles, words_of
from index.quotations.vocabulary.lists import word_list
from service.questions.forms import compiled, first_match, read_forms

_ROLES_OF_VERB = {
    "chair": ("chair", "chairman", "chairwoman", "chairperson", "president"),
    "coach": ("coach", "manager", "trainer"),
    "edit": ("editor", "editor-in-chief"),
}
_AT_THE_TOP = tuple(
    """head leader chief director president chair chairman chairwoman chairperson executive ceo boss
    manager minister premier chancellor principal superintendent commissioner mayor governor
    captain founder owner prime-minister chief-executive""".split()
)
_ABBREVIATED = tuple(
    tuple(pair.split())
    for pair in (
        "governor gov",
        "senator sen",
        "representative rep",
        "professor prof",
        "sergeant sgt",
        "captain capt",
        "general gen",
        "lieutenant lt",
        "colonel col",
    )
)
"""Offices as they stand before names: "Gov. Ruiz"."""
_SAME = {
    **dict.fromkeys(("head", "leader", "boss"), _AT_THE_TOP),
    **dict.fromkeys(chairs := ("chair", "chairman", "chairwoman", "chairperson"), chairs),
    **dict.fromkeys(speakers := ("spokesman", "spokeswoman", "spokesperson"), speakers),
    **{one: pair for pair in _ABBREVIATED for one in pair},
    **dict.fromkeys(premiers := ("premier", "prime-minister"), premiers),
    **dict.fromkeys(executives := ("ceo", "executive", "chief-executive"), executives),
}
"""Words for the same office."""
_OF = re.compile(r"\s+(?:of|in|for|at|from|on|to)\s+(?:the\s+|a\s+|an\s+)?", re.IGNORECASE)
_OWNER = re.compile(r"^(?P<owner>.+?)(?:['’]s|(?<=s)['’])\s+(?P<role>.+)$")
_ARTICLE = re.compile(r"^(?:the|a|an|our|this|that|their|its|his|her)\s+", re.IGNORECASE)
_ENDS = " \t?!.…"
_MARKS = "“”„«»\"' "
_MOST_WORDS = 9


class Wanted(StrEnum):
    """What answers a question for who or what something is."""

    DEFINITION = "definition"
    """Words that say who or what the name is."""
    LONG_FORM = "long_form"
    """What an abbreviation stands for."""
    HOLDER = "holder"
    """The name of the office holder."""


class Asked(Struct, frozen=True):
    """What a question wants to know about a name, or about an office."""

    wanted: Wanted
    name: str
    """As it is written in the question, without an article."""
    is_person: bool = False
    roles: frozenset[str] = frozenset()
    """Of HOLDER: the words that name the office, and others for the same."""
    whose: tuple[str, ...] = ()
    """Of HOLDER: the words that say of what, or which one."""
    is_past: bool = False
    """For HOLDER: former holders count as well."""


def definition_asked(text: str) -> Asked | None:
    """What is to be defined; None if a question asks something else."""
    text = text.strip(_ENDS)
    if found := _matched("stands_for", text):
        return Asked(Wanted.LONG_FORM, found)
    if led := first_match(_forms()["leads"], text):
        return _leading(led)
    if found := _matched("who", text):
        is_described = re.search(rf"\b(?:the|a|an|our)\s+{re.escape(found)}", text, re.IGNORECASE)
        is_past = re.search(r"\b(?:was|were)\b", text, re.IGNORECASE) is not None
        return _holder(found, is_described=is_described is not None, is_past=is_past) or Asked(
            Wanted.DEFINITION, _without_titles(found), is_person=True
        )
    if named := _matched("named", text):
        return _holder(named, is_described=True, is_past=False)
    found = _matched("what", text)
    return Asked(Wanted.DEFINITION, found) if found else None


@cache
def _forms() -> dict[str, tuple[re.Pattern[str], ...]]:
    stored = read_forms("service.questions.kinds", "definitions.toml")["forms"]
    return {name: compiled(patterns) for name, patterns in stored.items()}


def _matched(form: str, text: str) -> str | None:
    match = first_match(_forms()[form], text)
    if match is None:
        return None
    name = _ARTICLE.sub("", match["name"].strip(_MARKS))
    return name if name and len(name.split()) <= _MOST_WORDS else None


def _without_titles(name: str) -> str:
    """The name without the titles before it: "Sergeant Marchbanks" is found as any Marchbanks."""
    words = name.split()
    while len(words) > 1 and words[0].casefold().strip(".") in titles():
        words = words[1:]
    return " ".join(words)


def _leading(found: re.Match[str]) -> Asked | None:
    whose = tuple(words_of(_ARTICLE.sub("", found["name"])))
    verb = found["verb"].lower()
    roles = next((r for stem, r in _ROLES_OF_VERB.items() if verb.startswith(stem)), _AT_THE_TOP)
    if not whose or len(whose) > _MOST_WORDS:
        return None
    return Asked(Wanted.HOLDER, found["name"], roles=frozenset(roles), whose=whose)


def _holder(name: str, *, is_described: bool, is_past: bool) -> Asked | None:
    """The question for an office: "mayor of Port Ellery", "Mexico's president", "fire chief"."""
    owner = _OWNER.match(name)
    office, *places = _OF.split(owner["role"] if owner else name)
    words = words_of(office)
    role = role_of(words)
    # "Who is Stephen King?"
    is_name = office.istitle() and " " in office and not is_described
    if role is None or (is_name and not places and not owner):
        return None
    own = words_of(owner["owner"]) if owner else []
    whose = [
        *own,
        *words[: -len(role.split("-"))],
        *(w for place in places for w in words_of(place)),
    ]
    return Asked(
        Wanted.HOLDER,
        name,
        roles=frozenset({role, *_SAME.get(role, ())}),
        whose=tuple(w for w in whose if w not in _TIMES),
        is_past=is_past,
    )


def role_of(words: list[str]) -> str | None:
    """The office that a description ends with; None if it names none."""
    if words[-2:] in _OF_TWO_WORDS:
        return "-".join(words[-2:])
    return words[-1] if words and words[-1] in roles() else None


def roles() -> frozenset[str]:
    """The offices and occupations that are known as such."""
    return word_list("roles") | frozenset(_AT_THE_TOP).union(*_ABBREVIATED)


_OF_TWO_WORDS = (["prime", "minister"], ["vice", "president"], ["chief", "executive"])
_TIMES = frozenset("current new now present acting then former old next".split())
