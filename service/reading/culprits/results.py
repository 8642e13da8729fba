"""Winners and losers: whoever "lost the vote to Lee" did not win it, and Lee did not lose it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.records import Span
from service.reading.culprits.asked_deeds import ASKING
from service.reading.culprits.clauses import (
    NAME,
    border_behind,
    says_otherwise,
    subject_before,
)

_BEATEN = r"(?:beaten|defeated|thrashed|ousted|outvoted|eliminated|trounced|overcome)"
_BEAT = (
    r"(?:beats?|beating|defeat(?:s|ed|ing)|thrash(?:es|ed)|oust(?:s|ed)|trounce[sd]|overc[ao]mes?)"
)
_BE = r"(?:is|are|was|were|be|been|being|got)\s+(?:\w+ly\s+)?"
_WHO = (
    rf"{ASKING}(?:whom?|what\s+(?:team|side|club|party|candidate|player|country)|which\s+(?!years?\b"
    r"|days?\b|months?\b|dates?\b|race|match|game|title|cup|prize|award|troph|medal|seat|state)\w+)"
    r"(?:['’]s)?(?:\s+[\w’'-]+){0,2}?\s+"
)
_ASKS = re.compile(_WHO, re.IGNORECASE)
_ASKS_WINNER = re.compile(rf"{_WHO}(?:won|wins?|winners?|champions?|{_BEAT})\b", re.IGNORECASE)
_ASKS_LOSER = re.compile(rf"{_WHO}(?:lost|loses?|losers?|{_BE}{_BEATEN})\b", re.IGNORECASE)
_OF_WHOM = re.compile(rf"{_WHO}(?:did|does|do)\b", re.IGNORECASE)
_BEAT_WHOM = re.compile(rf"\b(?:beat|defeat|thrash|oust|{_BEAT})\b", re.IGNORECASE)
_BY_WHOM = re.compile(rf"\b(?:lose|{_BEATEN})\b.{{0,200}}\b(?:to|by)\W{{0,9}}$", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|no)\b|n['’]t\b", re.IGNORECASE)
_LOST = re.compile(
    rf"\b(?:(?:lost|loses?|losing)\b(?!\s+(?:his|her|their|its|only|just|no)\b)|{_BE}{_BEATEN}\b"
    r"|conceded\s+(?:defeat|to)\b|(?:finished|came|placed)\s+second\b"
    r"|(?:was|were|is|are)\s+(?:the\s+)?runners?-up\b)",
    re.IGNORECASE,
)
_WON = re.compile(
    rf"\b(?:(?P<beat>{_BEAT}|(?:has|have|had)\s+{_BEATEN}|(?:won|win|wins|victory|triumph)\s+over)"
    r"|won|wins)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(rf"\b{_BE}$", re.IGNORECASE)
_MEANS = re.compile(r"\b(?:by|for|of|in|after|before)\s+$", re.IGNORECASE)
""""Won the cup by beating Esk": whoever did stands before another verb."""
_BEHIND = re.compile(rf"\s+(?:the\s+)?(?:[a-z-]+\s+){{0,3}}?(?P<name>{NAME})", re.IGNORECASE)
_TO = re.compile(r"\s(?:to|by)(?=\s)", re.IGNORECASE)
_MAY_TELL = (
    *("lost", "lose", "losing", "beat", "defeat", "thrash", "oust", "outvot", "eliminat", "trounc"),
    *("overc", "conced", "second", "runner", "won", "wins", "win over", "victory", "triumph"),
)
_VICTORY = re.compile(rf"\b(?:{_BEAT}|won|wins?|winning|victory)\b", re.IGNORECASE)
_DEFEAT = re.compile(r"\b(?:lost|loses?|losing|beaten)\b", re.IGNORECASE)


@lru_cache(maxsize=64)
def asks_to_win(question: str) -> bool | None:
    """Whether a question asks for the winner (true) or the loser (false); None: for neither."""
    if _NOT.search(question):
        return None
    if _BY_WHOM.search(question):
        return True if _ASKS.match(question) else None
    if _OF_WHOM.match(question):
        return False if _BEAT_WHOM.search(question) else None
    if _ASKS_LOSER.match(question):
        return False
    return True if _ASKS_WINNER.match(question) else None


def may_tell_result(sentence: str) -> bool:
    """Whether a sentence may tell a winner or a loser; quick, and true of some that do not."""
    told = sentence.lower()
    return any(part in told for part in _MAY_TELL)


def other_side(sentence: str, *, wins: bool) -> Iterator[Span]:
    """The parts of a sentence that tell who lost, where the winner is asked for; or who won."""
    for found in _LOST.finditer(sentence):
        end = border_behind(sentence, found.end())
        whom = _TO.search(sentence, found.end(), end)
        if wins:
            yield from _subject(sentence, found, whom.start() if whom else found.end(), _VICTORY)
        elif whom:
            yield from _name_behind(sentence, whom.end())
    for found in _WON.finditer(sentence):
        if _PASSIVE.search(sentence, max(0, found.start() - 30), found.start()):
            continue
        if not wins:
            if not _MEANS.search(sentence, max(0, found.start() - 10), found.start()):
                yield from _subject(sentence, found, found.end(), _DEFEAT)
        elif found["beat"]:
            yield from _name_behind(sentence, found.end())


def _subject(
    sentence: str, verb: re.Match[str], end: int, opposite: re.Pattern[str]
) -> Iterator[Span]:
    """The subject of a verb, up to so far; none where the sentence says the opposite of it, too."""
    if _NOT.search(sentence, max(0, verb.start() - 20), verb.start()):
        return
    if says_otherwise(sentence, border_behind(sentence, verb.end()), opposite):
        return
    subject = subject_before(sentence, verb.start(), opposite)
    if subject is not None:
        yield Span(subject.start, end)


def _name_behind(sentence: str, start: int) -> Iterator[Span]:
    named = _BEHIND.match(sentence, start)
    if named:
        yield Span(start, named.end())
