"""The filter language for articles' own fields."""

from datetime import UTC, datetime
from typing import Any

import pytest

from index.errors import InvalidFieldError
from index.records import AllOf, AnyOf, Between, Condition, NoneOf, OneOf
from service.questions.requests.field_conditions import condition_of, conditions_in_words

_POLITICS = OneOf("section", "text", ("politics",))
_FIRST = datetime(2026, 12, 1, tzinfo=UTC).timestamp()
_LAST = _FIRST + 86_399


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, None),
        ({}, None),
        ({"section": "Politics"}, _POLITICS),
        ({"section": {"eq": "politics"}}, _POLITICS),
        ({"section": ["politics", "World"]}, OneOf("section", "text", ("politics", "world"))),
        ({"section": {"in": ["politics"]}}, _POLITICS),
        ({"section": {"not": "politics"}}, NoneOf((_POLITICS,))),
        ({"section": {"not": {"in": ["politics"]}}}, NoneOf((_POLITICS,))),
        ({"premium": True}, OneOf("premium", "boolean", ("true",))),
        ({"n": [3, "3"]}, AnyOf((OneOf("n", "number", ("3.0",)), OneOf("n", "text", ("3",))))),
        (
            {"n": {"gte": 2, "lte": 5}},
            AllOf((Between("n", "number", 2.0, None), Between("n", "number", None, 5.0))),
        ),
        ({"until": "2026-12-01"}, Between("until", "date", _FIRST, _LAST)),
        ({"until": {"gte": "2026-12-01"}}, Between("until", "date", _FIRST, None)),
        ({"until": {"lte": "2026-12-01"}}, Between("until", "date", None, _LAST)),
        (
            {"and": [{"section": "politics"}, {"or": [{"a": "x"}, {"b": "y"}]}]},
            AllOf((_POLITICS, AnyOf((OneOf("a", "text", ("x",)), OneOf("b", "text", ("y",)))))),
        ),
        ({"not": {"section": "politics"}}, NoneOf((_POLITICS,))),
        (
            {"section": "politics", "a": "x"},
            AllOf((_POLITICS, OneOf("a", "text", ("x",)))),
        ),
    ],
)
def test_a_filter_is_read(given: object, expected: Condition | None) -> None:
    assert condition_of(given, "filters.meta") == expected


@pytest.mark.parametrize(
    ("operator", "inside"),
    [("gt", (3,)), ("gte", (2, 3)), ("lt", (1,)), ("lte", (1, 2))],
)
def test_ranges_of_numbers_include_their_end_only_with_an_e(
    operator: str, inside: tuple[int, ...]
) -> None:
    found = condition_of({"n": {operator: 2}}, "filters.meta")

    assert isinstance(found, Between)
    least, most = found.least or float("-inf"), found.most or float("inf")
    assert tuple(n for n in (1, 2, 3) if least <= n <= most) == inside


@pytest.mark.parametrize(
    ("operator", "seconds"),
    [("gt", (_LAST + 1,)), ("gte", (_FIRST, _LAST, _LAST + 1)), ("lt", (_FIRST - 1,))],
)
def test_a_date_means_its_whole_day(operator: str, seconds: tuple[float, ...]) -> None:
    found = condition_of({"until": {operator: "2026-12-01"}}, "filters.meta")

    assert isinstance(found, Between)
    least, most = found.least or float("-inf"), found.most or float("inf")
    moments = (_FIRST - 1, _FIRST, _LAST, _LAST + 1)
    assert tuple(moment for moment in moments if least <= moment <= most) == seconds


def _nested(depth: int) -> dict[str, Any]:
    return {"not": _nested(depth - 1)} if depth else {"a": "x"}


@pytest.mark.parametrize(
    ("given", "place", "message"),
    [
        (
            "section=x",
            "filters.meta",
            '"section=x" is not a filter; use an object such as {"section"',
        ),
        ({"section": {}}, "filters.meta.section", "{} is not a filter; use one of eq, in, not"),
        ({"a": {"like": "x"}}, "filters.meta.a.like", "unknown operator; use eq, in, not, gt, gte"),
        ({"a": {"gte": "high"}}, "filters.meta.a.gte", '"high" is neither a number nor a date'),
        ({"a": {"gte": True}}, "filters.meta.a.gte", "true is neither a number nor a date"),
        ({"a": {"in": "x"}}, "filters.meta.a.in", '"x" is not a list with at least one value'),
        ({"a": []}, "filters.meta.a", "[] is not a list with at least one value"),
        ({"a": None}, "filters.meta.a", "null is a missing value; use text, a number"),
        ({"a": [{"b": 1}]}, "filters.meta.a", '{"b": 1} is an object; use text, a number'),
        ({"or": []}, "filters.meta.or", "[] is not a list with at least one value"),
        ({"and": [{"a": "x"}, 3]}, "filters.meta.and[1]", "3 is not a filter; use an object"),
        ({"not": [{"a": "x"}]}, "filters.meta.not", '[{"a": "x"}] is not a filter'),
        ({"a b": "x"}, "filters.meta.a b", "a name starts with a letter"),
        (_nested(20), "filters.meta" + ".not" * 8, "is nested more than 8 deep"),
        ({"a": list(range(1_001))}, "filters.meta.a", "the filter has more than 1,000 values"),
    ],
)
def test_what_is_not_a_filter_is_refused_by_its_place(
    given: object, place: str, message: str
) -> None:
    with pytest.raises(InvalidFieldError) as raised:
        condition_of(given, "filters.meta")

    assert raised.value.field == place
    assert str(raised.value).removeprefix(f"{place}: ").startswith(message)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], None),
        (["section=politics"], {"and": [{"section": ["politics"]}]}),
        (["a=x", "a = y"], {"and": [{"a": ["x", "y"]}]}),
        (["n=3"], {"and": [{"n": [3, "3"]}]}),
        (["n>=2", "n<5"], {"and": [{"n": {"gte": 2}}, {"n": {"lt": 5}}]}),
        (["until<=2026-12-01"], {"and": [{"until": {"lte": "2026-12-01"}}]}),
        (["a!=x", "b=y=z"], {"and": [{"b": ["y=z"]}, {"a": {"not": ["x"]}}]}),
    ],
)
def test_conditions_are_read_from_words(words: list[str], expected: object) -> None:
    assert conditions_in_words(words) == expected


def test_words_without_a_sign_are_refused() -> None:
    with pytest.raises(InvalidFieldError, match='"section" is not a condition; write name=value'):
        conditions_in_words(["section"])
