"""Questions about the last answer itself: where it comes from, and whether it is certain."""

import re
from collections.abc import Sequence

from service.questions.followups.acts.chatter import topic_of_chat
from service.questions.followups.grammar.ordinals import pointed_at
from service.questions.followups.grammar.words import plain_words
from service.questions.followups.resolution import Act, Resolution
from service.questions.followups.turns import ShownQuote, Turn

_PIECE = r"(?:articles?|sources?|story|stories|links?|quotes?|papers?|originals?|text|page)"
_OUTLET = r"(?:paper|outlet|newspaper|source|site|article|publication|story)"
_IT = r"(?:that|this|it|these|those|the quotes?|the answer|he|she|they)"
_DO_SHOW = r"(?:(?:can (?:you|i)|could you|please|pls|let me) )?(?:show|see|open|read|give|get)"
_SOURCES = re.compile(
    "|".join(
        (
            rf"(?:(?:the|your|any|(?:what|which)(?: is|'s|s)? (?:the|your)) )?(?:sources?|links?)"
            rf"(?: (?:please|pls|for {_IT}))?",
            rf"{_DO_SHOW} (?:me )?(?:the |that |this |its |your |these |those )?(?:\w+ )?{_PIECE}"
            r"(?: (?:please|pls|again|from .+|it is from|about (?:it|that)))?",
            rf"(?:the|that|this) (?:\w+ )?{_PIECE}(?: (?:please|pls)| (?:from|in|of) .+)?",
            rf"(?:what|which) {_OUTLET}(?: (?:is|was|does|did) {_IT}"
            r"(?: (?:in|from|come from|come|appear in|say (?:that|so)))?)?",
            rf"(?:what|which) {_OUTLET} (?:says?|said|reports?|reported|wrote) {_IT}",
            rf"(?:from )?where (?:is|was|does|did|do) (?:{_IT}|you) (?:from|come from|stand|written"
            r"|say that|get (?:that|it|this)(?: from)?)",
            r"(?:how old|from when|when) (?:is|was) (?:that|this|the|it) ?"
            r"(?:article|quote|story|from|published|written|reported)",
            r"from when is (?:that|this|it)",
            r"when was (?:that|it|this|the article) (?:published|written|reported)",
            r"who (?:wrote|reports?|reported|published) (?:that|this|it|the article)",
            r"says who",
            r"quelle source|fuentes?|de donde (?:sale|es) (?:eso|esto)|quellen?"
            r"|woher (?:ist|kommt) das",
        )
    )
)
_CERTAINTY = re.compile(
    "|".join(
        (
            r"(?:are|r) (?:you|u) (?:really |absolutely |so |very )?"
            r"(?:sure|certain|serious|positive)(?: (?:about|of) (?:that|this|it))?",
            rf"(?:is|was) {_IT} (?:really |actually )?(?:true|sure|certain|right|correct|reliable"
            r"|confirmed|real|accurate|a fact|for sure|so)",
            r"how (?:sure|certain|reliable|confident) (?:are you|is (?:that|this|it))"
            r"(?: (?:about|of) (?:that|this|it))?",
            r"(?:you )?sure|really|for real|true|can i trust (?:that|this|it|you)",
            r"how do (?:you|we) know(?: (?:that|this))?",
            r"(?:es|est)[ -]+(?:seguro|verdad|ce vrai)|seguro|estas segur[oa]|c'est (?:vrai|sur)",
            r"(?:bist du|sind sie) (?:dir |sich )?sicher|stimmt das|wirklich|vraiment|de verdad",
        )
    )
)
_AND = re.compile(r"^(?:and|but|so|ok|okay) ")


def is_about_answers(message: str) -> bool:
    """Whether a message asks about an answer rather than about the articles."""
    return _act_of(_plain(message)) is not None


def is_aside(turn: Turn) -> bool:
    """Whether a turn asked nothing of the articles."""
    return bool(topic_of_chat(turn.question)) or is_about_answers(turn.question)


def about_last_answer(message: str, turns: Sequence[Turn]) -> Resolution | None:
    """What a message asks about the answer shown last; None if it asks something else."""
    plain = _plain(message)
    act = _act_of(plain)
    if act is None:
        return None
    shown = next((turn for turn in reversed(turns) if turn.quotes), None)
    if shown is None:
        return Resolution(act=act, searched=message)
    # After a refusal there is nothing of which "are you sure" could be asked.
    asked = next(turn for turn in reversed(turns) if turn is shown or not is_aside(turn))
    about = _pointed(plain, shown) if asked is shown else ()
    return Resolution(act=act, searched=message, about=about)


def _plain(message: str) -> str:
    return _AND.sub("", plain_words(message))


def _act_of(plain: str) -> Act | None:
    if _SOURCES.fullmatch(plain):
        return Act.SOURCES
    return Act.CERTAINTY if _CERTAINTY.fullmatch(plain) else None


def _pointed(plain: str, shown: Turn) -> tuple[ShownQuote, ...]:
    """The quote that the words point at: "the second article"; otherwise all of them."""
    return pointed_at(plain, shown.quotes) or shown.quotes
