"""Patterns for figures, dates and times in news prose, one per answer type.

"90-minute", "two and a half years", "a fortnight", "minus four degrees", "$1.2bn", "one in five",
"from 9.30 a.m.", "aged 34". Where a pattern has a group named `words`, they are what answers.
"""

import re
from functools import cache
from typing import Any

from service.questions.forms import read_forms
from service.wire.typed_values import AnswerType

_T = AnswerType
_DIFFERENCES = (_T.MONEY, _T.SHARE, _T.DISTANCE, _T.DURATION, _T.COUNT)


@cache
def type_pattern(type_: AnswerType) -> re.Pattern[str]:
    """Figures, days or times of a type."""
    if type_ is _T.QUANTITY:
        return type_pattern(_T.COUNT)
    if type_ is _T.DIFFERENCE:
        each = (type_pattern(one).pattern.replace("?P<words>", "?:") for one in _DIFFERENCES)
        return re.compile("|".join(each), re.IGNORECASE)
    return re.compile(_written(_stored()["types"][type_.value]), re.IGNORECASE)


@cache
def kind_pattern(kind: str) -> re.Pattern[str]:
    """What may answer "who", "where" or "why", told by capital letters or by its first word."""
    if kind == "why":
        return re.compile(_stored()["others"][kind], re.IGNORECASE)
    return re.compile(_stored()["capitals"][kind])


@cache
def _stored() -> dict[str, Any]:
    return read_forms("service.reading.features", "type_patterns.toml")


def _written(patterns: str | list[str]) -> str:
    return patterns if isinstance(patterns, str) else f"(?:{'|'.join(patterns)})"
