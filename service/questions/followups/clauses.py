"""The shape of a question: the words that ask, the auxiliary, and the rest."""

import re

from msgspec import Struct

from index.quotations.vocabulary.word_classes import (
    ADVERB,
    DETERMINER,
    GERUND,
    PARTICIPLE,
    PREPOSITION,
    VERB,
)
from service.questions.followups.words import (
    BEING,
    INVERTING,
    QUESTION_WORDS,
    classes_of,
    is_adjective,
    words_of,
)

_BRACKETS = re.compile(r"\s*\([^()]+\)$")
_BEFORE = frozenset("and so but ok okay well then also".split())
_ASKING_PREPOSITIONS = frozenset("by since until for in at from to with on about of".split())


class Clause(Struct, frozen=True, kw_only=True):
    """A question in parts; joined by spaces they are the question without its mark."""

    asking: str
    """"how many jobs", "who", "since when"; empty in a yes/no question."""
    auxiliary: str
    """"did", "was"; empty where the verb follows at once ("who scored")."""
    rest: str
    """From the subject on, or from the verb on where `asking` is the subject."""
    is_subject: bool
    """Whether the words that ask are the subject."""

    @property
    def wh(self) -> str:
        """The question word itself: who, what, when, where, why, how; empty in yes/no questions."""
        return next((w.low for w in words_of(self.asking) if w.low in QUESTION_WORDS), "")

    @property
    def text(self) -> str:
        """The question without its mark."""
        return " ".join(part for part in (self.asking, self.auxiliary, self.rest) if part)


def clause_of(question: str) -> Clause | None:
    """The parts of a question; None if it is not put as one ("tell me about X")."""
    text = _BRACKETS.sub("", question.strip().rstrip("?!. ")).rstrip("?!. ")
    words = words_of(text)
    first = next((n for n, w in enumerate(words) if w.low not in _BEFORE), len(words))
    if first == len(words):
        return None
    if words[first].low in INVERTING:
        return _clause(text, words[first].start, words[first].start, words[first].end, False)
    at = first
    if words[at].low in _ASKING_PREPOSITIONS and at + 1 < len(words):
        at += 1
    if words[at].low not in QUESTION_WORDS:
        return None
    end = _end_of_asking(text, at)
    if end < len(words) and words[end].low in INVERTING:
        auxiliary = words[end]
        rest = words[end + 1 :]
        is_subject = words[at].low in ("who", "which", "what", "how") and _is_predicate(
            [w.low for w in rest], auxiliary.low, words[at].low
        )
        return _clause(text, words[first].start, auxiliary.start, auxiliary.end, is_subject)
    behind = words[end].start if end < len(words) else len(text)
    return _clause(text, words[first].start, behind, behind, True)


def _clause(text: str, first: int, start: int, end: int, is_subject: bool) -> Clause:
    return Clause(
        asking=text[first:start].strip(),
        auxiliary=text[start:end].strip(),
        rest=text[end:].strip(),
        is_subject=is_subject,
    )


def _end_of_asking(text: str, at: int) -> int:
    """Where the words that ask end: before an auxiliary or the verb."""
    words = words_of(text)
    end = at + 1
    if words[at].low in ("who", "whom", "when", "where", "why"):
        return end
    while end < len(words):
        low = words[end].low
        flags = classes_of(low)
        if low in INVERTING or not low[0].isalnum():
            break
        is_asked = (end == at + 1 and words[at].low == "how") or (
            end == at + 2
            and words[end - 1].low in ("many", "much")
            and end + 1 < len(words)
            and words[end + 1].low in INVERTING
        )
        if (
            flags & VERB
            and not is_asked
            and not flags & DETERMINER
            and (end > at + 1 or words[at].low in ("what", "who"))
        ):
            break
        if (
            flags & (PREPOSITION | DETERMINER)
            and not is_asked
            and low not in ("many", "much", "of", "more", "most")
        ):
            break
        end += 1
    return end


def _is_predicate(rest: list[str], auxiliary: str, wh: str) -> bool:
    """Whether what follows the auxiliary is said of the words that ask: "who is against it"."""
    if not rest:
        return False
    flags = classes_of(rest[0])
    if auxiliary not in BEING and auxiliary not in ("has", "have", "had"):
        return auxiliary in (
            "will",
            "would",
            "can",
            "could",
            "must",
            "may",
            "might",
            "should",
        ) and (bool(flags & VERB) and wh in ("who", "which"))
    if auxiliary in BEING:
        return (
            bool(flags & (GERUND | PREPOSITION))
            or is_adjective(rest[0])
            or bool(flags & PARTICIPLE and wh == "who")
        )
    return bool(flags & (VERB | PARTICIPLE)) or rest[0] in ("been", "ever")


def without_doing(clause: Clause) -> str:
    """A question as a statement's words: "did X pay" gives "X did pay", "is X over" "X is over"."""
    words = clause.rest.split()
    cut = _subject_words(clause)
    return " ".join([*words[:cut], clause.auxiliary, *words[cut:]])


def _subject_words(clause: Clause) -> int:
    """How many words of the rest are the subject, roughly: up to the predicate."""
    lows = [w.strip(",").lower() for w in clause.rest.split()]
    for at in range(1, len(lows)):
        flags = classes_of(lows[at])
        if clause.auxiliary in BEING:
            if flags & (PARTICIPLE | GERUND | PREPOSITION | ADVERB) or is_adjective(lows[at]):
                return at
        elif flags & VERB and lows[at - 1] not in ("the", "a", "an"):
            return at
    return len(lows)
