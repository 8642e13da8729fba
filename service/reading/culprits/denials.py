"""Names that a sentence clears of a deed: "cleared Lee of arson", "Lee denied it", "not driving".

Each denial takes its clause out of a sentence, from its subject on: whoever is named there is not
the one who did it, as far as this sentence tells.
"""

import re
from collections.abc import Iterator

from index.records import Span
from service.reading.culprits.clauses import (
    NAME,
    SUSPECTED,
    border_behind,
    says_otherwise,
    subject_before,
    with_sayings,
)

_WRONGLY = "wrongly|falsely|wrongfully|mistakenly|unjustly"
_CUE = re.compile(
    r"\b(?:(?P<verdict>(?:clear|acquitt|exonerat|absolv)(?:ed|es|s|ing)|acquits?"
    rf"|(?:{_WRONGLY})\s+(?:accused|blamed|convicted|jailed|imprisoned|suspected|identified|named"
    r"|arrested|charged))"
    r"|(?P<out>rule[sd]?\s+(?:(?-i:[A-ZÀ-Þ])[\w’'.-]*\s+){0,4}out)"
    r"|(?P<said>den(?:y|ies|ied|ying)(?!\s+(?:the\s+)?(?-i:[A-ZÀ-Þ])|\s+(?:him|her|them)\b)|not\s+guilty|innocent\s+of"
    r"|nothing\s+to\s+do\s+with|no\s+(?:part|role|hand|involvement)\s+in)"
    r"|(?P<not>not|never|cannot|(?:did|does|has|had|is|was|were|could|would)n['’]t"
    r"|(?:refuse[sd]?|fail(?:s|ed)?|decline[sd]?)\s+to))\b",
    re.IGNORECASE,
)
_VERDICTS = ("leared", "cquit", "xonerat", "bsolv", "rongly", "alsely", "rongful")
"""What the words of courts and the like have, at the start of a sentence, too."""
_MAY_DENY = (
    *_VERDICTS,
    *("denie", "deny", "rule", "not", "n't", "n’t", "never", "no part", "no role", "no hand"),
    *("no involvement", "innocent", "refuse", "fail", "decline", "rather than", "instead of"),
)
_NEGATED = re.compile(
    r"\b(?:not|never|cannot|without)\s+(?:\w+\s+)?$|n['’]t\s+(?:\w+\s+)?$", re.IGNORECASE
)
_PASSIVE_BEFORE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got|who|him|her|them)\s+(?:\w+ly\s+|later\s+|since\s+|also\s+)?$",
    re.IGNORECASE,
)
_PASSIVE_BEHIND = re.compile(
    r"\s*(?:$|[,.;:—–]|(?:of|in|by|on|over|at|after|when|as|from|and|this|last|today|yesterday)\b)",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(r"\s(?:of|over|for|as)\s", re.IGNORECASE)
_VAGUE = re.compile(
    r"\s*(?:of\s+|over\s+|in\s+|as\s+)?(?:(?:all|any|both|the|these|those|an?|his|her|their|two|three)\s+){0,2}"
    r"(?:it\b|this\b|charges?\b|allegations?\b|accusations?\b|claims?\b|suspects?\b|wrongdoing\b|crimes?\b"
    r"|involvement\b|responsibility\b|blame\b|offen[cs]es?\b|having\s+anything\b|doing\s+(?:so|it)\b"
    r"|by\b|on\b|after\b|when\b|at\b|[,.;]|$)",
    re.IGNORECASE,
)
_DOES = re.compile(r"\bwho\s+(?:\w+ly\s+|has\s+|had\s+)?$", re.IGNORECASE)
_NEAR = re.compile(
    r"\s+(?:(?:be|been|being|have|has|had|the|an?|it|who|one|ones|those|that|actually|personally"
    r"|really|himself|herself|involved|responsible|behind|part|of|in|for|to|at|guilty|blame"
    r"|author|cause|causing|setting|starting|set|start|started|committing|commit|cause)\s+){0,6}",
    re.IGNORECASE,
)
"""What may stand between "not" and the deed: "did not regret painting it" is no denial."""
_NOT_SO = re.compile(
    r"\s+(?:only|just|merely|simply|yet|alone|the\s+(?:first|last|only))\b|.{0,200}\b(?:until|till)\b"
    r"|.{0,60}\b(?:den(?:y|ies|ied|ying)|clear(?:ed)?|acquit|rule[sd]?)\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"(?:[,—–]\s?|\b(?:was|is|and|by|but)\s)not\s(?:by\s|from\s)?"
    rf"(?:the\s)?(?-i:[a-z]+\s)?(?P<name>{NAME})|\b(?:rather\s+than|instead\s+of)\s(?:by\s)?(?P<other>{NAME})",
    re.IGNORECASE,
)


def may_deny(sentence: str) -> bool:
    """Whether a sentence may clear somebody; quick, and true of many that do not."""
    told = sentence.lower()
    return any(part in told for part in _MAY_DENY)


def verdicts(text: str) -> Iterator[int]:
    """Where a text has words of courts and the like that may clear somebody."""
    for word in _VERDICTS:
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + 1)


def denied_in(
    sentence: str, deed: re.Pattern[str], *, only_verdicts: bool = False
) -> Iterator[Span]:
    """The parts of a sentence that clear somebody of a deed."""
    if deed.search(sentence) is None:
        return
    for cue in _CUE.finditer(sentence):
        if only_verdicts and not cue["verdict"]:
            continue
        if _NEGATED.search(sentence, max(0, cue.start() - 30), cue.start()):
            continue
        end = border_behind(sentence, cue.end())
        if says_otherwise(sentence, end, deed):
            continue
        part = _denied_by(cue, sentence, end, deed)
        if part is not None:
            yield with_sayings(sentence, part, deed)
    if not only_verdicts:
        for found in _NOT_A_NAME.finditer(sentence):
            yield Span(*found.span("name" if found["name"] else "other"))


def _denied_by(cue: re.Match[str], sentence: str, end: int, deed: re.Pattern[str]) -> Span | None:
    """The part that one word clears, up to where its clause ends; None: it denies another thing."""
    if cue["not"]:
        near = _NEAR.match(sentence, cue.end())
        is_told = near is not None and deed.match(sentence, near.end()) is not None
        if not is_told or _NOT_SO.match(sentence, cue.end()):
            return None
    elif not _is_of(deed, cue, sentence, end):
        return None
    subject = subject_before(sentence, cue.start(), deed)
    if subject is None:
        return Span(cue.start(), end) if _has_object(cue, sentence) else None
    return Span(subject.start, end)


def _is_of(deed: re.Pattern[str], cue: re.Match[str], sentence: str, end: int) -> bool:
    """Whether what was denied is the deed, or "the charge" where somebody is suspected of it."""
    begin, told_to = cue.end(), end
    if _has_object(cue, sentence):
        # "Cleared Ann Lee, who owns the farm, of burning it."
        what = _OF_WHAT.search(sentence, begin)
        begin, told_to = (what.start(), border_behind(sentence, what.end())) if what else (end, end)
    if deed.search(sentence, begin, told_to):
        return True
    is_vague = begin == told_to or _VAGUE.match(sentence[:told_to], begin) is not None
    if not is_vague or SUSPECTED.search(sentence) is None:
        return False
    return any(not _DOES.search(sentence[: one.start()]) for one in deed.finditer(sentence))


def _has_object(cue: re.Match[str], sentence: str) -> bool:
    """Whether those whom a verb clears stand behind it: "cleared Lee", not "Lee was cleared"."""
    if not (cue["verdict"] or cue["out"]):
        return False
    if cue["out"] and cue["out"].casefold().count(" ") > 1:
        return True
    is_passive = _PASSIVE_BEFORE.search(sentence, max(0, cue.start() - 30), cue.start())
    return not (is_passive or _PASSIVE_BEHIND.match(sentence, cue.end()))
