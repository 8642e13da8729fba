"""Whether words in a sentence are a statement on their own.

"The man who shot the mayor resigned" does not say that the mayor resigned, nor "Rumours that the
mayor resigned are untrue", nor does "The mayor was attacked" say that the mayor attacked.
"""

import re

from index.records import Span

_BEGINS = re.compile(
    r"(?:^|[,.;:!?—–“”\"(\[]|\s-)[\s‘']*$"
    r"|(?:^|\s)(?:and|but|so|because|since|when|while|after|as|although|though|also|later|then"
    r"|yesterday|today|yet|\w+day|\w+ly|\d{1,4}"
    r"|(?:last|this)\s+(?:week|month|year|spring|summer|autumn|fall|winter)"
    r"|january|february|march|april|june|august|september|october|november|december)\s+$",
    re.IGNORECASE,
)
_SUBORDINATED = re.compile(r"\bas\s+(?:if|though)\s*$", re.IGNORECASE)
# What opens the words that somebody said: "She said that the council approved it".
_THAT = re.compile(r"^\s*that\s+$", re.IGNORECASE)
_DETERMINER = re.compile(
    r"\b(?:the|an?|its|his|her|their|our|this|these|those|all|both|some|many|most|several)\s+$",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"(?<![\w’'-])[A-ZÀ-ÖØ-Þ][\w’'.-]{0,60}\s+$")
_OF = re.compile(r"\s+of\b", re.IGNORECASE)
_DOUBTS = re.compile(
    r"\b(?:untrue|false|fake|wrong|hoax\w*|rumou?r\w*|doubt\w*|suspect\w*|alleg\w+|accus\w+"
    r"|suppos\w+|imagin\w+|pretend\w*|feared|speculat\w+|myth|lie[sd]?|lying|fiction\w*"
    r"|mistaken|incorrect\w*|disput\w+|den(?:y|ies|ied|ying))\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got)\b|['’]re\b", re.IGNORECASE)
# "did not fully approve", "did not all survive", "did not vote again".
_PARTIAL = re.compile(
    r"(?<!\w)(?!(?:only|early|family|reply|rely|apply|supply|fly|comply)\b)[a-z]+ly\b"
    r"|\b(?:all|both|every|always|quite|even|again|first|enough|alone|together)\b",
    re.IGNORECASE,
)
_TIME = (
    r"(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today)"
    r"(?:\s+(?:morning|afternoon|evening|night))?"
    r"|(?:in|on|at|by|last|this)\s+(?:the\s+)?(?:\d|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|week|month|year|night)[\w\s]{0,40}?"
)
_ENDS = re.compile(
    rf"[”’\"']?(?:\s++(?:{_TIME}))?[”’\"']?\s*+(?:[.,;:!?)—–]|$|(?<=\s)(?:and|but|so|because"
    r"|although|though|while|when|after|as)\b)",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:but|instead|only|because|rather|until|unless|although|though)\b", re.I
)
_WORD = re.compile(r"\w+")
_LONG_WORD = re.compile(r"\w{3,}")
_STEM = 4
_MOST_BEFORE = 200
_SAID_BEHIND = re.compile(
    r"(?:[,”\"]\s+(?:[^\s,.;]+\s+){0,8}?(?:said|says|told|claim\w*|wrote|writes|argu\w+|insist\w*"
    r"|announced|stated|warned|added|believes?|thinks?)|\baccording\s+to)\b",
    re.IGNORECASE,
)


def is_whole_clause(sentence: str, held: Span) -> bool:
    """Whether a clause begins with these words, and nothing behind says of what they are."""
    before = sentence[max(0, held.start - _MOST_BEFORE) : held.start]
    return _is_subject(before) and _OF.match(sentence, held.end) is None


def is_doubted(sentence: str, claim: str) -> bool:
    """Whether the sentence has words that call something untrue or unknown, and the claim none."""
    return _DOUBTS.search(sentence) is not None and _DOUBTS.search(claim) is None


def same_voice(words: str, question: str) -> bool:
    """Whether both are passive, or neither is: "was attacked" is not "attacked"."""
    return (_PASSIVE.search(words) is None) is (_PASSIVE.search(question) is None)


def is_attributed(sentence: str, held: Span) -> bool:
    """Whether these words are somebody's: "It has ended, Lee said", "“It has ended,” wrote Lee"."""
    opened = sentence.count("“", 0, held.start) > sentence.count("”", 0, held.start)
    is_quoted = opened or sentence.count('"', 0, held.start) % 2 == 1
    return is_quoted or _SAID_BEHIND.search(sentence, held.end) is not None


def is_corrected(sentence: str, held: Span, claim: str) -> bool:
    """Whether what is denied is only a part of the claim, or the rest takes it back.

    "The council did not vote on Monday; it voted on Tuesday", "did not fully approve it", "was not
    sold to the bank".
    """
    if _PARTIAL.search(sentence, held.start, held.end) and not _PARTIAL.search(claim):
        return True
    rest = sentence[held.end :]
    if _ENDS.match(rest) is None or _CORRECTS.search(rest):
        return True
    verbs = {"did", *(word[:_STEM] for word in _WORD.findall(claim.casefold())[1:])}
    return not verbs.isdisjoint(word[:_STEM] for word in _LONG_WORD.findall(rest.casefold()))


def _is_subject(before: str) -> bool:
    """Whether a clause begins after these words, ignoring names and articles."""
    while True:
        if _THAT.match(before):
            return True
        shorter = _DETERMINER.sub("", _CAPITALISED.sub("", before))
        if _BEGINS.search(before) and not _SUBORDINATED.search(before):
            return True
        if shorter == before:
            return False
        before = shorter
