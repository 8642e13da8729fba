"""The shape of a question: the words that ask, the auxiliary, and the rest."""

import re
from collections.abc import Sequence

from msgspec import Struct

from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    DETERMINER,
    GERUND,
    NOUN,
    PARTICIPLE,
    PREPOSITION,
    VERB,
)
from service.questions.followups.grammar.words import (
    BEING,
    INVERTING,
    QUESTION_WORDS,
    Word,
    classes_of,
    is_adjective,
    words_of,
)

_BRACKETS = re.compile(r"\s*\([^()]+\)$")
_BEFORE = frozenset("and so but ok okay well then also".split())
_ASKING_PREPOSITIONS = frozenset("by since until for in at from to with on about of".split())
_ALONE = frozenset("who whom when where why".split())
"""Question words that no noun follows."""
_ADVERBS = frozenset("when where why how".split())
"""Question words that are never the subject."""
_HAVING = frozenset("has have had".split())
_MODALS = frozenset("will would can could must may might should".split())
_ARTICLES = frozenset("the a an".split())
_HOW_MANY = re.compile(
    r"^(?:and |so )?how many (?:more |other )?(?!of\b)(?P<what>\S.*)$", re.IGNORECASE
)


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
    first = next((n for n, word in enumerate(words) if word.low not in _BEFORE), len(words))
    if first == len(words):
        return None
    if words[first].low in INVERTING:
        return _cut(text, words, first, first, is_subject=False)
    begins_before = words[first].low in _ASKING_PREPOSITIONS and first + 1 < len(words)
    at = first + begins_before
    if words[at].low not in QUESTION_WORDS:
        return None
    end = _end_of_asking(words, at)
    is_predicate = _is_predicate(words, end) and not begins_before
    return _cut(text, words, first, end, is_subject=is_predicate)


def _cut(text: str, words: Sequence[Word], first: int, end: int, *, is_subject: bool) -> Clause:
    """The clause whose asking words are those from `first` up to `end`."""
    has_auxiliary = end < len(words) and words[end].low in INVERTING
    start = words[end].start if end < len(words) else len(text)
    stop = words[end].end if has_auxiliary else start
    return Clause(
        asking=text[words[first].start : start].strip(),
        auxiliary=text[start:stop].strip(),
        rest=text[stop:].strip(),
        is_subject=is_subject,
    )


def _end_of_asking(words: Sequence[Word], at: int) -> int:
    """Where the words that ask end: before an auxiliary, or else before the verb."""
    if words[at].low in _ALONE:
        return at + 1
    stop = next((n for n in range(at + 1, len(words)) if not words[n].low[0].isalnum()), len(words))
    behind = range(at + 1, stop)
    # "how many", "how old": the word behind "how" is asked for, whatever else it may be.
    after = range(at + 1 + (words[at].low == "how"), stop)
    auxiliary = next((n for n in behind if words[n].low in INVERTING), stop)
    firm = next((n for n in after if _is_only_a_verb(words[n].low)), stop)
    if auxiliary < firm:
        return auxiliary
    begins = after if words[at].low == "what" else after[1:]
    loose = next((n for n in begins if classes_of(words[n].low) & VERB), stop)
    preposition = next((n for n in after if _breaks(words[n].low)), stop)
    return min(firm, loose, preposition)


def _is_only_a_verb(low: str) -> bool:
    flags = classes_of(low)
    return bool(flags & VERB) and not flags & (NOUN | DETERMINER)


def _breaks(low: str) -> bool:
    """Whether a word cannot belong to the words that ask: "how many hurt in the crash"."""
    return bool(classes_of(low) & (PREPOSITION | DETERMINER)) and low not in (
        "of",
        "many",
        "much",
        "more",
        "most",
    )


def _is_predicate(words: Sequence[Word], end: int) -> bool:
    """Whether what follows is said of the words that ask: "who is against it", "who scored"."""
    if end >= len(words) or words[end].low not in INVERTING:
        return True
    if end + 1 >= len(words):
        return False
    auxiliary, low = words[end].low, words[end + 1].low
    flags = classes_of(low)
    if auxiliary in BEING:
        is_done = bool(flags & PARTICIPLE) and words[end - 1].low not in _ADVERBS
        is_done = is_done or bool(flags & VERB and _HOW_MANY.match(_text_of(words[:end])))
        return bool(flags & (GERUND | PREPOSITION)) or is_adjective(low) or is_done
    if auxiliary in _HAVING:
        return bool(flags & (VERB | PARTICIPLE)) or low in ("been", "ever", "to")
    return auxiliary in _MODALS and bool(flags & VERB)


def counted_subject(clause: Clause) -> str | None:
    """What is counted, if that is the subject: "geese" of "how many geese were shot"."""
    return counted(clause) if clause.is_subject else None


def counted(clause: Clause) -> str | None:
    """What is counted: "visitors" of "how many visitors does it have"."""
    asked = _HOW_MANY.match(clause.asking)
    return asked["what"] if asked else None


def _text_of(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def as_statement(clause: Clause) -> str:
    """A question's words in the order of a statement: "is X over" gives "X is over"."""
    return _behind_subject(clause, clause.auxiliary)


def negated(clause: Clause) -> str:
    """What a yes/no question asks, denied: "does X agree" gives "does X not agree"."""
    return f"{clause.auxiliary.lower()} {_behind_subject(clause, 'not')}"


def _behind_subject(clause: Clause, word: str) -> str:
    words = clause.rest.split()
    cut = _length_of_subject(clause)
    return " ".join([*words[:cut], word, *words[cut:]])


def subject_and_predicate(clause: Clause) -> tuple[str, str]:
    """Who or what a question is about, and what it says of them: "the mill", "sold to Lee"."""
    words, cut = clause.rest.split(), _length_of_subject(clause)
    return " ".join(words[:cut]), " ".join(words[cut:])


def _length_of_subject(clause: Clause) -> int:
    """How many words of the rest are the subject, roughly: up to the predicate."""
    lows = [word.strip(",").lower() for word in clause.rest.split()]
    for at in range(1, len(lows)):
        flags = classes_of(lows[at])
        if clause.auxiliary in BEING:
            is_said = bool(flags & (PARTICIPLE | GERUND | PREPOSITION | ADVERB))
            if is_said or is_adjective(lows[at]):
                return at
        elif (flags & VERB or _is_of_speech(lows[at])) and lows[at - 1] not in _ARTICLES:
            return at
    return len(lows)


def _is_of_speech(low: str) -> bool:
    return low in word_list("parenthetic verbs")
