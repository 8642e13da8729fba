"""Fragments: "and Sheinbaum?", "what about Mexico?"."""

import re

from index.quotations.vocabulary.word_classes import NOUN, VERB, word_classes
from service.questions.followups.grammar.clauses import clause_of
from service.questions.followups.grammar.words import (
    INVERTING,
    QUESTION_WORDS,
    classes_of,
    words_of,
)
from service.questions.kinds.speech_forms import speech_request

_OPENING = re.compile(
    r"^(?:(?:and|but|so|or|then|also|ok(?:ay)?|y|et|und|e|now)\s+)?"
    r"(?:(?:what|how)\s+about\s+|what\s+of\s+|how\s+is\s+it\s+with\s+)?",
    re.IGNORECASE,
)
_IS_OPENED = re.compile(
    r"^(?:and|but|or|what\s+about|how\s+about|what\s+of|y|et|und)\b", re.IGNORECASE
)
_ENDING = re.compile(r"\s+(?:then|too|as well|instead|though|please|by the way)$", re.IGNORECASE)
_REQUEST = re.compile(
    r"^(?:please\s+)?(?:summari[sz]e|timeline|tell|show|list|everyone|everybody|everything"
    r"|any(?:one|thing)?|compare|explain|describe|find|give|name|latest|news|what)\b",
    re.IGNORECASE,
)
_FOREIGN_ASKING = frozenset(
    "quien cuando como donde combien quand pourquoi comment wer wann wie warum wo".split()
)
_FOREIGN = _FOREIGN_ASKING | frozenset(
    """est une la le les el los las der die das ist qui que elle il ils elles sont etait qu'a d'un
    sich hat haben war wurde""".split()
)
"""Words of sentences in other languages, whose verbs we do not know."""
_LONGEST, _LONGEST_BARE = 6, 4
"""Maximum number of words in a fragment, with and without a leading "and"; longer ones are
questions."""


def fragment_of(message: str, *, is_opened: bool = False) -> str | None:
    """What a message puts in another's place; None if it is a whole question.

    `is_opened` says that something else already tells that it is one ("no, ...").
    """
    text = message.strip(" ?!.¿¡")
    is_opened = is_opened or _IS_OPENED.match(text) is not None
    body = _ENDING.sub("", _OPENING.sub("", text, count=1)).strip()
    lows = [word.low for word in words_of(body) if word.low[0].isalnum()]
    if not lows or len(lows) > (_LONGEST if is_opened else _LONGEST_BARE):
        return None
    if _is_question(body, lows[0]) or _FOREIGN_ASKING.intersection(lows):
        return None
    if not is_opened and (_FOREIGN.intersection(lows) or _has_verb(body)):
        return None
    return body


def _is_question(body: str, first: str) -> bool:
    if first in QUESTION_WORDS | INVERTING or _REQUEST.match(body):
        return True
    return clause_of(body) is not None or speech_request(body) is not None


def _has_verb(body: str) -> bool:
    return any(
        classes_of(word.low) & VERB and not word_classes().get(word.low, 0) & NOUN
        for word in words_of(body)[1:]
    )
