"""Follow-ups in French, German and Spanish, as far as they need no grammar.

Replacement ("et l'enseignante ?", "und in Kanada?", "¿y sobre los visados?") and a bare question
word ("pourquoi ?") are understood; pronouns are not.
"""

import re

from service.questions.followups.grammar.words import fold

_WHOM_ASKED = re.compile(
    r"^(?:¿\s*)?(?:qu['’]\s?(?:a|ont|avait)\s+(?:dit|declare|annonce|repondu)|que\s+(?:dit|disent|pense)"
    r"|was\s+(?:sagt|sagte|sagen|sagten|meint|meinte)|was\s+(?:hat|haben)"
    r"|que\s+(?:dijo|dijeron|dice|dicen|ha\s+dicho|opina))\s+(?P<who>.+?)"
    r"(?=(?:\s+(?:de|du|des|sur|a\s+propos|zu|zum|zur|uber|sobre|acerca)\s.+)?$)"
)
_OPENING = re.compile(
    r"^(?:¿\s*)?(?:et|und|y|e)\s+(?:pour\s+|fur\s+|para\s+)?(?P<what>.+)$", re.IGNORECASE
)
_PREPOSITIONS = frozenset(
    """a au aux en dans sur pour chez avec sans de du des in im ins nach fur uber zu zum zur bei mit
    von sobre para con por segun""".split()
)
_ASKING = re.compile(
    r"^(?:pourquoi|quand|ou|comment|combien(?:\s+(?:de\s|d['’])\S.*)?|depuis\s+quand|qui"
    r"|warum|wieso|wann|wo|wie|wer|wie\s*viele?(?:\s\S+)?|seit\s+wann"
    r"|por\s+que|cuando|donde|como|cuant[oa]s?(?:\s\S+)?|desde\s+cuando|quien)$"
)
_FIRST_NOUN = re.compile(
    r"(?<!\w)(?:l['’]|la\s|le\s|les\s|un\s|une\s|el\s|los\s|las\s|una\s|der\s|die\s|das\s|den\s|dem\s"
    r"|ein\s|eine\s)",
    re.IGNORECASE,
)
_BEHIND_WAS = frozenset("sagt sagte sagen hat haben ist macht meint kostet wird sind".split())
_SURELY_OTHER = frozenset(
    """qu'a que quoi qui quand pourquoi combien est-ce quel quelle wer wann wo wie warum welche
    welcher quien cuando donde cuanto cuantos como cual depuis wieso""".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def is_foreign(question: str) -> bool:
    """Whether a question begins in French, German or Spanish."""
    first, second, *_ = [*_WORD.findall(fold(question)), "", ""]
    if first == "was":
        return second in _BEHIND_WAS
    return first in _SURELY_OTHER or first.startswith("qu'")


def asked_in_place(message: str, base: str) -> str | None:
    """An earlier question with what the message names in its place; None if it names nothing."""
    plain = message.strip(" ?!.¿¡")
    opened = _OPENING.match(plain)
    if opened:
        return _with(opened["what"].strip(), base)
    if _ASKING.match(fold(plain)):
        noun = _FIRST_NOUN.search(base)
        about = base[noun.start() :] if noun else base
        return f"{plain} ({about})"
    return None


def _with(what: str, base: str) -> str:
    first, _, rest = what.partition(" ")
    if rest and fold(first) in _PREPOSITIONS:
        before = base.lower().rfind(f" {first.lower()} ")
        return f"{base[:before] if before > 0 else base} {what}"
    # Folding keeps the length of a text that has no ligatures.
    found = _WHOM_ASKED.match(fold(base)) if len(fold(base)) == len(base) else None
    if found:
        return base[: found.start("who")] + what + base[found.end("who") :]
    noun = _FIRST_NOUN.search(base)
    return base[: noun.start()] + what if noun else f"{base}, {what}"
