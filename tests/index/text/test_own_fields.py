"""Articles' own fields: what is kept, what is dropped with a note, what equals what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.own_fields import FieldKind, field_value, keep, parsed

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_text_numbers_booleans_dates_and_lists_of_texts_are_kept() -> None:
    given_fields = {
        "section": " World \n news ",
        "priority": 3,
        "share": 0.5,
        "premium": True,
        "reviewed": "2026-12-01",
        "tags": ["a", " b ", "a", ""],
    }

    kept, notes = keep(given_fields)

    assert kept == {
        "reviewed": "2026-12-01",
        "premium": True,
        "priority": 3,
        "section": "World news",
        "share": 0.5,
        "tags": ("a", "b"),
    }
    assert notes == ()


def test_what_is_null_or_blank_is_unknown() -> None:
    assert keep({"a": None, "b": " ", "c": [], "d": ["", None]}) == ({}, ())
    assert keep(None) == ({}, ())


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"x": {"y": 1}}, 'meta.x: {"y": 1} is an object; use text, a number, true or false'),
        ({"x": ["a", 1]}, "meta.x: the list contains 1; use only texts; dropped"),
        ({"x": ["a"] * 51}, "meta.x: the list has 51 texts; the limit is 50; dropped"),
        ({"x": "a" * 501}, "meta.x: text of 501 characters; the limit is 500; dropped"),
        ({"x": 2**53 + 1}, "meta.x: 9007199254740993 is not a number between -2^53 and 2^53"),
        ({"x": float("nan")}, "meta.x: NaN is not a number between -2^53 and 2^53; dropped"),
        (
            {"x": 10**400},
            f"meta.x: {'1' + '0' * 39}... is not a number between -2^53 and 2^53; dropped",
        ),
        ({"x": 10**5_000}, "meta.x: a huge number is not a number between -2^53 and 2^53; dropped"),
        ({"x": "a\ud800"}, "meta.x: contains a NUL character or a lone surrogate; dropped"),
        ({"x": "a\0"}, "meta.x: contains a NUL character or a lone surrogate; dropped"),
        ({"1x": "a"}, "meta.1x: a name starts with a letter and has at most 64 letters"),
        ({"a b": "a"}, "meta.a b: a name starts with a letter"),
        ({"a" * 65: "a"}, "meta." + "a" * 40 + "...: a name starts with a letter"),
        ({"or": "a"}, "meta.or: 'or' is a word of the filter language; choose another name"),
    ],
)
def test_a_field_that_cannot_be_kept_is_dropped_with_a_note(
    fields: dict[str, object], note: str
) -> None:
    kept, notes = keep({**fields, "good": "kept"})

    assert kept == {"good": "kept"}
    assert len(notes) == 1
    assert notes[0].startswith(note)


def test_of_too_many_fields_the_first_are_kept() -> None:
    kept, notes = keep({f"f{n}": n for n in range(40)})

    assert len(kept) == 32
    assert notes == ("meta: has 40 fields; only the first 32 were read",)


def test_what_is_not_an_object_is_dropped_whole() -> None:
    assert keep(["a"]) == ({}, ('meta: ["a"] is not an object; dropped',))


@given(_JSON)
def test_whatever_is_kept_is_kept_again_as_it_is(value: object) -> None:
    kept, _ = keep({"x": value, "y": [value]})

    assert keep(kept) == (kept, ())


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("Politics", "POLITICS", True),
        ("Straße", "STRASSE", True),
        (3, 3.0, True),
        (0.0, -0.0, True),
        (3, "3", False),
        (True, "true", False),
        (True, 1, False),
    ],
)
def test_equal_values_have_one_kind_and_key(
    one: str | float, other: str | float, equal: bool
) -> None:
    first, second = field_value(one), field_value(other)

    assert ((first.kind, first.key) == (second.kind, second.key)) is equal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026-12-01", FieldKind.DATE),
        ("2026-12-01T08:00:00+01:00", FieldKind.DATE),
        ("2026-13-01", FieldKind.TEXT),
        ("2026", FieldKind.TEXT),
        ("December", FieldKind.TEXT),
    ],
)
def test_text_in_iso_8601_is_a_date(text: str, kind: FieldKind) -> None:
    assert field_value(text).kind is kind


@pytest.mark.parametrize(
    ("words", "value"),
    [("3", 3), ("-2.50", -2.5), ("007", "007"), ("true", True), ("True", "True"), ("a", "a")],
)
def test_words_are_numbers_and_booleans_where_they_look_so(words: str, value: object) -> None:
    found = parsed(words)

    assert (found, type(found)) == (value, type(value))
