"""The filter language for custom fields: JSON or words in, conditions out.

    {"section": "politics"}                          the field has this value
    {"section": ["politics", "world"]}               one of these; also {"in": [...]}
    {"priority": {"gte": 2, "lt": 5}}                a number or a date in a range
    {"section": {"not": "sport"}}                    another value, or none
    {"and": [...]}, {"or": [...]}, {"not": {...}}    combinations of such objects

All fields of one object must match. Case is ignored, a date means its whole day, and one match in
an article's list is enough.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, cast

from index.errors import InvalidFieldError
from index.records import AllOf, AnyOf, Between, Condition, NoneOf, OneOf
from index.text.dates.parsing import first_instant, last_instant
from index.text.own_fields import (
    FieldKind,
    Scalar,
    checked_name,
    checked_scalar,
    field_value,
    parsed,
    shown,
)

MOST_DEPTH = 8
MOST_VALUES = 1_000
"""The most values in one filter, counting those in lists."""

_Range: TypeAlias = Callable[[float, float], tuple[float | None, float | None]]
# From the first and the last second (or the number twice) to the inclusive bounds.
_RANGES: dict[str, _Range] = {
    "gt": lambda _, last: (math.nextafter(last, math.inf), None),
    "gte": lambda first, _: (first, None),
    "lt": lambda first, _: (None, math.nextafter(first, -math.inf)),
    "lte": lambda _, last: (None, last),
}
_OPERATORS = ("eq", "in", "not", *_RANGES)
_WORDS = re.compile(r"(?P<name>[^=<>!]+)(?P<sign>>=|<=|!=|=|>|<)(?P<value>.*)", re.DOTALL)
_SIGNS = {">=": "gte", "<=": "lte", ">": "gt", "<": "lt"}


def condition_of(given: object, place: str) -> Condition | None:
    """The condition in a request, at a place that messages name; None if it has none.

    Raises:
        InvalidFieldError: it is invalid; names the place.
    """
    if given is None or given == {}:
        return None
    return _Reader().condition(given, place, depth=1)


def conditions_in_words(words: Sequence[str]) -> dict[str, Any] | None:
    """The filter that "section=politics", "priority>=2" and "section!=sport" stand for.

    All must match; of several "=" for one field, one is enough.

    Raises:
        InvalidFieldError: one of them is not a condition.
    """
    equal: dict[str, list[Scalar]] = {}
    others: list[dict[str, Any]] = []
    for one in words:
        found = _WORDS.fullmatch(one)
        if found is None:
            raise InvalidFieldError(
                "meta", f"{shown(one)} is not a condition; write name=value, name>=2 or name!=value"
            )
        name, sign, value = found["name"].strip(), found["sign"], found["value"].strip()
        if sign == "=":
            equal.setdefault(name, []).extend(_readings(value))
        elif sign == "!=":
            others.append({name: {"not": _readings(value)}})
        else:
            others.append({name: {_SIGNS[sign]: parsed(value)}})
    every = [{name: values} for name, values in equal.items()] + others
    return {"and": every} if every else None


class _Reader:
    """Reads one filter and counts its values."""

    def __init__(self) -> None:
        self._left = MOST_VALUES

    def condition(self, given: object, place: str, depth: int) -> Condition:
        """An object with fields, "and", "or" or "not"."""
        parts = _object(given, place, 'use an object such as {"section": "politics"}')
        if depth > MOST_DEPTH:
            raise InvalidFieldError(place, f"is nested more than {MOST_DEPTH} deep")
        found = [
            self._part(name, value, f"{place}.{name}", depth + 1) for name, value in parts.items()
        ]
        return found[0] if len(found) == 1 else AllOf(tuple(found))

    def _part(self, name: str, value: object, place: str, depth: int) -> Condition:
        if name in ("and", "or"):
            conditions = tuple(
                self.condition(one, f"{place}[{number}]", depth)
                for number, one in enumerate(_list(value, place))
            )
            return AllOf(conditions) if name == "and" else AnyOf(conditions)
        if name == "not":
            return NoneOf((self.condition(value, place, depth),))
        try:
            checked_name(name)
        except ValueError as exc:
            raise InvalidFieldError(place, str(exc)) from exc
        return self._test(name, value, place, depth)

    def _test(self, name: str, value: object, place: str, depth: int) -> Condition:
        """The test of one field: a value, a list of values, or an object with operators."""
        if not isinstance(value, Mapping):
            return self._one_of(name, value if isinstance(value, list) else [value], place)
        if depth > MOST_DEPTH:
            raise InvalidFieldError(place, f"is nested more than {MOST_DEPTH} deep")
        operators = _object(value, place, f"use one of {', '.join(_OPERATORS)}")
        found = [
            self._operator(name, operator, one, f"{place}.{operator}", depth + 1)
            for operator, one in operators.items()
        ]
        return found[0] if len(found) == 1 else AllOf(tuple(found))

    def _operator(
        self, name: str, operator: str, value: object, place: str, depth: int
    ) -> Condition:
        if operator == "eq":
            return self._one_of(name, [value], place)
        if operator == "in":
            return self._one_of(name, _list(value, place), place)
        if operator == "not":
            return NoneOf((self._test(name, value, place, depth),))
        if operator not in _RANGES:
            raise InvalidFieldError(place, f"unknown operator; use {', '.join(_OPERATORS)}")
        return self._range(name, _RANGES[operator], value, place)

    def _one_of(self, name: str, values: Sequence[object], place: str) -> Condition:
        """Dates are compared by their seconds, everything else by its key."""
        keys: dict[FieldKind, list[str]] = {}
        dates: list[Condition] = []
        for value in values or _list(values, place):
            found = field_value(scalar := self._scalar(value, place))
            if found.kind is FieldKind.DATE:
                dates.append(Between(name, found.kind, *_seconds(str(scalar))))
            else:
                keys.setdefault(found.kind, []).append(found.key)
        tests = [OneOf(name, kind, tuple(dict.fromkeys(k))) for kind, k in keys.items()]
        every = (*tests, *dates)
        return every[0] if len(every) == 1 else AnyOf(every)

    def _range(self, name: str, bounds: _Range, value: object, place: str) -> Condition:
        found = field_value(scalar := self._scalar(value, place))
        if found.kind is FieldKind.DATE:
            return Between(name, found.kind, *bounds(*_seconds(str(scalar))))
        if found.kind is FieldKind.NUMBER and found.number is not None:
            return Between(name, found.kind, *bounds(found.number, found.number))
        raise InvalidFieldError(
            place, f"{shown(value)} is neither a number nor a date (2026-12-01); a range needs one"
        )

    def _scalar(self, value: object, place: str) -> Scalar:
        self._left -= 1
        if self._left < 0:
            raise InvalidFieldError(place, f"the filter has more than {MOST_VALUES:,} values")
        try:
            return checked_scalar(value)
        except ValueError as exc:
            raise InvalidFieldError(place, str(exc)) from exc


def _readings(value: str) -> list[Scalar]:
    """What a word may stand for: "3" may be a number in one article and text in another."""
    return list(dict.fromkeys((parsed(value), value)))


def _seconds(date: str) -> tuple[float, float]:
    return float(first_instant(date)), float(last_instant(date))


def _object(given: object, place: str, advice: str) -> dict[str, object]:
    if not isinstance(given, Mapping) or not given:
        raise InvalidFieldError(place, f"{shown(given)} is not a filter; {advice}")
    return cast("dict[str, object]", dict(given))


def _list(given: object, place: str) -> list[object]:
    if not isinstance(given, list) or not given:
        raise InvalidFieldError(place, f"{shown(given)} is not a list with at least one value")
    return cast("list[object]", given)
