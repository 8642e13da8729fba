"""Questions about a state, "Is Tomás Ruiz married?", need words for that very state.

So is where and when it came to be so: "Where was Tomás Ruiz born?".

A sentence that only has the name leaves it open, however well it fits otherwise.
"""

import re
from collections.abc import Callable, Sequence

from msgspec import structs

from service.answers.claims.vocabulary import form
from service.candidates import Candidate
from service.questions.understand import Kind, Question

_NAME = r"(?:[A-ZÀ-Þ][\w.'’-]*)"
_ASKED = re.compile(
    rf"^(?:[Ii]s|[Aa]re|[Ww]as|[Ww]ere|(?:[Dd]oes|[Dd]o|[Dd]id)(?=[^?]*\shave\s))\s+(?:the\s+)?"
    rf"{_NAME}(?:\s+(?:and\s+)?{_NAME})*\s+(?P<state>[^?]+)"
)
_WHERE_OR_WHEN = re.compile(
    rf"^(?:[Ww]here|[Ww]hen|[Ii]n\s+(?:what|which)\s+\w+)\s+(?:was|were|is|are)\s+(?:the\s+)?"
    rf"{_NAME}(?:\s+(?:and\s+)?{_NAME})*\s+(?P<state>born|raised|buried|married|arrested)\W*$"
)
""""Where was Ann Lee born" is not told by where she works."""
_WORD = re.compile(r"(?<![\w'’-])[^\W\dA-ZÀ-Þ_][\w-]*|\d+")
_ANY = re.compile(r"[\w-]+")
_IDLE = frozenset("a an the to of in at have any still now ever really also".split())
_MOST_WORDS = 2
_ENOUGH_LETTERS = 4
_LEFT_OPEN = 0.2
"""What is left of the confidence in words that say nothing of the state."""
_RELATED = tuple(
    frozenset(group.split())
    for group in (
        "married marry marriage wife husband widow widower wed wedding spouse single divorced",
        "dead die died dies death killed kill late obituary survived alive living",
        "ill sick illness disease hospital health cancer recovering",
        "injured hurt injury wounded hospital bandaged unhurt",
        "pregnant pregnancy baby expecting birth",
        "children child kids son sons daughter daughters mother father parents",
        "born birth birthplace native",
        "buried burial grave cemetery tomb funeral",
        "arrested arrest custody detained captured caught apprehended seized",
        "related relative sister brother cousin son daughter mother father niece nephew uncle aunt",
        "rich wealthy fortune millionaire billionaire poor",
    )
)
"""Words that tell of the same state."""


def without_open_states(
    question: Question, candidates: Sequence[Candidate], terms_of: Callable[[str], list[str]]
) -> list[Candidate]:
    """The candidates, less sure of those that leave open what the question asks."""
    words = _state(question)
    if not words:
        return list(candidates)
    related = (group for group in _RELATED if group & words)
    wanted = _terms(" ".join(words.union(*related)), terms_of)
    told = [
        c
        if wanted & _terms(c.text, terms_of) or _has_root_of(words, c.text)
        else structs.replace(c, confidence=c.confidence * _LEFT_OPEN)
        for c in candidates
    ]
    return sorted(told, key=lambda candidate: -candidate.confidence)


def _state(question: Question) -> frozenset[str]:
    """The words for the state asked about; none if the question asks for more than that."""
    asked = _ASKED if question.kind is Kind.YES_NO else _WHERE_OR_WHEN
    found = asked.match(question.text)
    words = frozenset(_WORD.findall(found["state"])) - _IDLE if found else frozenset[str]()
    return words if len(words) <= _MOST_WORDS else frozenset()


def _terms(text: str, terms_of: Callable[[str], list[str]]) -> frozenset[str]:
    return frozenset([*terms_of(text), *(form(word).stem for word in _ANY.findall(text.lower()))])


def _has_root_of(words: frozenset[str], text: str) -> bool:
    """Whether a word begins as one that is asked for: "who farms", of a farmer."""
    return any(_alike(word, other) for word in words for other in _ANY.findall(text.lower()))


def _alike(one: str, other: str) -> bool:
    """Whether two thirds of the longer one are the beginning of both."""
    shared = max(_ENOUGH_LETTERS, -(-2 * max(len(one), len(other)) // 3))
    return min(len(one), len(other)) >= shared and one[:shared] == other[:shared]
