"""Questions about the last answer itself: where it comes from, and whether it is certain."""

import re
from collections.abc import Sequence

from service.questions.followups.ordinals import pointed_at
from service.questions.followups.resolution import Act, Resolution
from service.questions.followups.turns import ShownQuote, Turn
from service.questions.followups.words import plain_words

_ARTICLE = r"(?:articles?|sources?|story|stories|links?|quotes?|papers?|originals?|text|page)"
_WHICH = r"(?:that|this|it|these|those|the quotes?|the answer|he|she|they)"
_SOURCES = re.compile(
    rf"""^(?:and\s+)?(?:
    (?:(?:the|your|what|which|any|whats\s+the|what's\s+the|what\s+is\s+(?:the|your))\s+)?(?:sources?|links?)(?:\s+(?:please|pls|for\s+{_WHICH}))?
    | (?:(?:can\s+(?:you|i)|could\s+you|please|pls|let\s+me)\s+)?(?:show|see|open|read|give|get)\s+(?:me\s+)?(?:the|that|this|its|your|these|those)?\s*(?:\w+\s+)?{_ARTICLE}(?:\s+(?:please|pls|again|from\s+.+|it\s+is\s+from|about\s+(?:it|that)))?
    | (?:the|that|this)\s+(?:\w+\s+)?(?:article|quote|story)(?:\s+(?:from|in|of)\s+.+)?
    | (?:what|which)\s+(?:paper|outlet|newspaper|source|site|article|publication|story)\s+(?:is|was|does|did)\s+{_WHICH}(?:\s+(?:in|from|come\s+from|come|appear\s+in|say\s+(?:that|so)))?
    | (?:what|which)\s+(?:paper|outlet|newspaper|source|site|article|publication)\s+(?:says?|said|reports?|reported|wrote)\s+{_WHICH}
    | (?:what|which)\s+(?:paper|outlet|newspaper|source|article)
    | (?:where|from\s+where)\s+(?:is|was|does|did|do)\s+(?:{_WHICH}|you)\s+(?:from|come\s+from|get\s+(?:that|it|this)(?:\s+from)?|stand|written|say\s+that)
    | (?:how\s+old|from\s+when|when)\s+(?:is|was)\s+(?:that|this|the|it)\s*(?:article|quote|story|from|published|written|reported)
    | from\s+when\s+is\s+(?:that|this|it)
    | when\s+was\s+(?:that|it|this|the\s+article)\s+(?:published|written|reported)
    | who\s+(?:wrote|reports?|reported|published)\s+(?:that|this|it|the\s+article)
    | says\s+who
    | quelle\s+source | source\s+\?* | fuentes? | de\s+donde\s+(?:sale|es)\s+(?:eso|esto) | quelle | woher\s+(?:ist|kommt)\s+das | quellen?
    )$""",
    re.VERBOSE,
)
_CERTAINTY = re.compile(
    rf"""^(?:and\s+|but\s+|so\s+)?(?:
    (?:are|r)\s+(?:you|u)\s+(?:really\s+|absolutely\s+|so\s+|very\s+)?(?:sure|certain|serious|positive)(?:\s+(?:about|of)\s+(?:that|this|it))?
    | (?:is|was)\s+{_WHICH}\s+(?:really\s+|actually\s+)?(?:true|sure|certain|right|correct|reliable|confirmed|real|accurate|a\s+fact|for\s+sure|so)
    | how\s+(?:sure|certain|reliable|confident)\s+(?:are\s+you|is\s+(?:that|this|it))(?:\s+(?:about|of)\s+(?:that|this|it))?
    | (?:you\s+)?sure | really | for\s+real | true | can\s+i\s+trust\s+(?:that|this|it|you)
    | how\s+do\s+(?:you|we)\s+know(?:\s+(?:that|this))?
    | (?:es|est)[\s-]+(?:seguro|verdad|ce\s+vrai) | seguro | estas\s+segur[oa] | c'est\s+(?:vrai|sur)
    | (?:bist\s+du|sind\s+sie)\s+(?:dir\s+|sich\s+)?sicher | stimmt\s+das | wirklich | vraiment | de\s+verdad
    )$""",
    re.VERBOSE,
)


def is_about_answers(message: str) -> bool:
    """Whether a message asks about an answer rather than about the articles."""
    plain = plain_words(message)
    return bool(_SOURCES.match(plain) or _CERTAINTY.match(plain))


def about_last_answer(message: str, turns: Sequence[Turn]) -> Resolution | None:
    """What a message asks about an answer shown before; None if it asks something else."""
    plain = plain_words(message)
    act = Act.SOURCES if _SOURCES.match(plain) else None
    act = act or (Act.CERTAINTY if _CERTAINTY.match(plain) else None)
    shown = next((turn for turn in reversed(turns) if turn.quotes), None)
    if act is None or shown is None:
        return None
    return Resolution(act=act, searched=message, about=_pointed(plain, shown))


def _pointed(plain: str, shown: Turn) -> tuple[ShownQuote, ...]:
    """The quote that the words point at: "the second article"; otherwise all of them."""
    return pointed_at(plain, shown.quotes) or shown.quotes
