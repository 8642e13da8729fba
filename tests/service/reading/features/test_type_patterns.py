"""Patterns of types read rows of figures and long words once; before, this took minutes."""

import pytest

from service.reading.features.type_patterns import type_pattern
from service.wire.typed_values import AnswerType

LONG = 30_000


@pytest.mark.short(2)
@pytest.mark.parametrize("row", ["1," * LONG, "1" * LONG, "a" * LONG, "five " * LONG])
@pytest.mark.parametrize("type_", [AnswerType.MONEY, AnswerType.DATE, AnswerType.TEMPERATURE])
def test_a_long_row_is_none_of_these(type_: AnswerType, row: str) -> None:
    found = type_pattern(type_).search(row)

    assert found is None
