"""Denials: "The council did not approve the budget", "Lee refused to resign".

The words of the claim must stand together as they do in the question, with one negation between the
subject and the verb and none in the question. Somebody's denial is a claim, and gives no verdict.
"""

import re
from collections.abc import Iterator

_AUXILIARY = r"(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could|should)"
NEGATION = re.compile(
    rf"\b(?:{_AUXILIARY}\s+(?:not|never)(?!\s+(?:only|just|merely|simply|until))|never"
    r"|(?P<short>(?:did|does|do|has|have|had|is|are|was|were|would|could|should)n['’]t|won['’]t|can['’]t|cannot)"
    r"|(?:has|have|had)\s+no\s+plans?\s+to|(?:refuse[sd]?|fail(?:s|ed)?|decline[sd]?)\s+to"
    r"|(?:has|have)\s+ruled\s+out|rule[sd]\s+out)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|neither|nor|hardly|barely|rarely|seldom|without"
    r"|den(?:y|ies|ied)|refuse[sd]?|fail(?:s|ed)?|decline[sd]?|rule[sd]?\s+out)\b|n['’]t\b|\bcannot\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:said|says|announced|confirmed|added)\s+(?:on\s+\w+day\s+)?(?:that\s+)?(?:it|he|she|they)\b"
    r"(?:\s+[^,;.]{0,50}?\band\b(?=\s+would\b))?",
    re.IGNORECASE,
)
_APPOSED = re.compile(r",\s(?:an?|the)\s[^,]{1,60},(?=\s*$)", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(
    r"\s(?:at|in|on|near|against|during|after|before|by|from|for|with|over)\s.*$"
    r"|\s(?:again|further|now|yet|still)$",
    re.IGNORECASE,
)
_TWO_NOUNS = re.compile(r"^(?P<the>the\s+|an?\s+)?(?P<first>[a-z]+)\s+(?P<second>[a-z]+)\b")
_WILL = re.compile(r"\b(?:will|would|won['’]t|wouldn['’]t|plans?|rule[sd]?)\b", re.IGNORECASE)


_FOR = ("approve", "accept", "adopt", "ratify", "endorse")
_AGAINST = ("reject", "veto")
_OPPOSITES = dict.fromkeys(_FOR, _AGAINST) | dict.fromkeys(_AGAINST, _FOR)
_WORD = re.compile(r"\w+")
_STEM = 4


def is_negative(text: str) -> bool:
    """Whether a text has a word that turns what it says around."""
    return _NEGATIVE.search(text) is not None


def is_about_the_future(text: str) -> bool:
    """Whether it says what will be, rather than what was or is."""
    return _WILL.search(text) is not None


def only_negation(sentence: str) -> re.Match[str] | None:
    """The one negation of a sentence; None if it has none, or further negative words."""
    found = NEGATION.search(sentence)
    if found is None:
        return None
    rest = sentence[: found.start()] + sentence[found.end() :]
    return None if is_negative(rest) else found


def blanked(sentence: str, negation: re.Match[str]) -> str:
    """The sentence without the negation, and without "said it" and "a man of 46" before it."""
    start, end = negation.span()
    subject = _APPOSED.sub(_spaces, sentence[:start])
    plain = _PRONOUN.sub(_spaces, f"{subject}{sentence[start:]}")
    return f"{plain[:start]}{' ' * (end - start)}{plain[end:]}"


def denied_with(claim: str, article: str) -> str:
    """What, if it is denied, denies the claim: whoever did not appeal did not appeal the fine.

    The article must name what is left out.
    """
    found = _CIRCUMSTANCE.search(claim)
    if found is None:
        return claim
    told = {word[:_STEM] for word in _WORD.findall(article.casefold())}
    left_out = {word[:_STEM] for word in _WORD.findall(found[0].casefold())[1:]}
    return claim[: found.start()] if left_out <= told else claim


def opposites(claim: str) -> Iterator[str]:
    """The claim with a verb that excludes its own: whoever rejected a plan did not approve it."""
    for verb, others in _OPPOSITES.items():
        pattern = re.compile(rf"\b{verb}(?:e?d)?\b", re.IGNORECASE)
        if pattern.search(claim):
            yield from (pattern.sub(other, claim, count=1) for other in others)


def put_as_in(sentence: str, claim: str) -> str:
    """The claim with its subject as the sentence has it: "the driver of the truck"."""
    found = _TWO_NOUNS.match(claim)
    if found is None:
        return claim
    first, second = found["first"], found["second"]
    if re.search(rf"\b{second}\s+of\s+the\s+{first}\b", sentence, re.IGNORECASE) is None:
        return claim
    return f"the {second} of the {first}{claim[found.end() :]}"


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])
