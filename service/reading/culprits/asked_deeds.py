"""The deed of a question: "who set fire to the barn" asks for whoever burned it, or is an arsonist.

Only where the doer is asked for. "Who was robbed", "who did she rob" and "who denied it" are not.
"""

import re
from functools import cache, lru_cache

from index.quotations.vocabulary.word_classes import inflected, irregular_forms, verb_forms
from service.questions.followups.grammar.inflection import bare

ASKING = (
    r"^\W*(?:(?:and|so|but|then|now|well|please|name|tell\s+me|(?:can|could)\s+you\s+tell\s+me)"
    r"\W+){0,3}"
)
"""What may stand before the word that asks."""
_FAMILIES = (
    "burn torch|arson arsonist arsonists fire fires blaze blazes alight",
    "steal rob burgle take|robbed robbing theft thefts thief thieves robbery robber burglary"
    " burglar",
    "kill murder stab shoot strangle poison slay|stabbed stabbing killer murderer manslaughter"
    " homicide poisoner",
    "attack assault punch|stab stabbed stabbing attacker assailant",
    "leak disclose|leaker leaks",
    "drive|driver wheel",
    "write forge|author writer forger forgery",
    "cheat defraud swindle|fraud fraudster",
    "hack|hacker cyberattack",
    "paint spray vandalize vandalise daub damage|graffiti vandal vandalism",
    "bomb|bomber bombing explosion",
    "abduct|kidnap kidnapped kidnapping kidnapper abduction",
)
"""Verbs, and the nouns of their deeds and doers."""
_DOERS = frozenset(
    """arsonist thief robber burglar killer murderer poisoner attacker assailant leaker driver
    author writer forger fraudster hacker vandal bomber kidnapper""".split()
)
_GENERIC = frozenset(
    "set start cause commit carry do make begin light plan plot organize organise".split()
)
"""Verbs whose object says what was done."""
_NO_DEED = frozenset(
    """a an the this that these those any some all it him her them out up down off on to for of in
    at by with his their its big recent latest deadly fatal""".split()
)
_AUXILIARY = frozenset(
    """s is are was were be been being has have had really actually then first also finally
    eventually""".split()
)
_WHO = re.compile(rf"{ASKING}(?P<wh>who|whose|which)\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:not|never|no|nobody|den(?:y|ies|ied|ying)|clear\w*|acquit\w*|exonerat\w*|absolv\w*"
    r"|innocen\w*|accus\w*|suspect\w*|charged|tried|trial|blamed|alleg\w*|wrong\w*|fals\w+|refus\w+"
    r"|fail\w*|declin\w*|ruled|arrested|questioned|instead|rather)\b|n['’]t\b"
    r"|\b(?:did|does|do)\s+\w",
    re.IGNORECASE,
)
"""Questions for whoever was cleared, or for those to whom something was done."""
_RESPONSIBLE = re.compile(
    r"\b(?:behind|responsible\s+for|to\s+blame\s+for|(?:guilty|convicted)\s+of"
    r"|(?:jailed|sentenced|imprisoned|convicted)\s+for)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@lru_cache(maxsize=64)
def asked_deed(question: str) -> re.Pattern[str] | None:
    """What matches the words for the deed whose doer is asked for; None if none is."""
    asked = _SENTENCE_END.split(question.strip())[-1]
    who = _WHO.search(asked)
    if who is None or _OTHERWISE.search(asked):
        return None
    deed = _deed(asked[who.end() :], is_of_noun=who["wh"].lower() != "who")
    if deed is None:
        return None
    words = "|".join(re.escape(word) for word in sorted(_words_for(deed)))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _deed(rest: str, *, is_of_noun: bool) -> str | None:
    """The word for it: the verb, what "set" or "started" comes before, or the doer."""
    responsible = _RESPONSIBLE.search(rest)
    if responsible:
        return _first_content(rest[responsible.end() :])
    words: list[str] = _WORD.findall(rest.lower())
    if is_of_noun:
        # "Which team lost": the verb is the first word that can be one, behind the noun.
        verbs = (n for n, word in enumerate(words) if n and (word in _AUXILIARY or _is_verb(word)))
        words = words[next(verbs, len(words)) :]
    told = [word for word in words if word not in _AUXILIARY]
    if not told:
        return None
    if words[0] in _AUXILIARY and not told[0].endswith("ing"):
        return _doer(told) or _after_has(words, told[0])
    if bare(told[0]) not in _GENERIC:
        return told[0]
    return _first_content(rest[rest.lower().find(told[0]) + len(told[0]) :])


def _doer(words: list[str]) -> str | None:
    """The doer in "who was the thief"."""
    return next((word for word in words[:3] if word in _DOERS), None)


def _after_has(words: list[str], verb: str) -> str | None:
    """The verb of "who has stolen", but not of "who was robbed"."""
    is_active = words[0] in ("has", "have", "had") and "been" not in words[:2]
    return verb if is_active else None


def _first_content(text: str) -> str | None:
    found: list[str] = _WORD.findall(text)
    words = (word for word in found if word.lower() not in _NO_DEED)
    first = next(words, None)
    return first.lower() if first and not first[0].isupper() else None


def _is_verb(word: str) -> bool:
    return word.endswith("ed") or any(word in forms[1:] for forms in irregular_forms().values())


def _words_for(deed: str) -> set[str]:
    """All forms of a deed's word, and what else stands for it."""
    base = bare(deed)
    words = {deed, *_forms(base)} | ({f"{deed}s"} if base == deed else set())
    return words.union(*(family for family in _families() if {deed, base} & family))


def _forms(base: str) -> list[str]:
    # Of irregular verbs that do not double a letter, "-ing" is not listed.
    return [*verb_forms(base), inflected(base)[-1]]


@cache
def _families() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(nouns.split()).union(*(_forms(verb) for verb in verbs.split()))
        for verbs, nouns in (family.split("|") for family in _FAMILIES)
    )
