"""The type a question asks for: "how long", "what score", "how far".

`Kind` says with which words a question asks; of one kind there are several sorts of answers. "How
long was the road closed?" is answered by a duration, not by the date or the hour of closing.
"""

import re
from functools import cache, lru_cache

from service.questions.forms import compiled, read_forms
from service.wire.typed_values import AnswerType

ANYTHING: frozenset[AnswerType] = frozenset()
TIMES = frozenset((AnswerType.DATE, AnswerType.TIME))
"""What answers "when"; all other types that a question can ask for are figures."""


@cache
def _forms() -> tuple[re.Pattern[str], list[tuple[re.Pattern[str], frozenset[AnswerType]]]]:
    """What asks for a time, and what asks for something else: the first that is found counts."""
    stored = read_forms("service.questions.kinds", "expected_types.toml")["forms"]
    (when,) = compiled([stored["when"]])
    asked = [
        (compiled([pattern])[0], frozenset(map(AnswerType, types.split())))
        for pattern, types in stored["asked"]
    ]
    return when, asked


@lru_cache(maxsize=256)
def types_asked_for(question: str) -> frozenset[AnswerType]:
    """The sorts of figures, days or times that answer; empty if the question tells none of them."""
    when, asked = _forms()
    if when.search(question):
        return TIMES
    return next((types for pattern, types in asked if pattern.search(question)), ANYTHING)
