"""Names taken apart: particles belong to the surname."""

import pytest

from index.quotations.vocabulary.name_parts import (
    may_be_called,
    may_be_one_name,
    nicknames_in,
    take_apart,
    without_nicknames,
)


@pytest.mark.parametrize(
    ("name", "given", "surname", "suffix"),
    [
        ("pieter van den berg", "pieter", "van den berg", ""),
        ("Maria de la Cruz", "maria", "de la cruz", ""),
        ("khalid bin faisal", "khalid", "bin faisal", ""),
        ("Sami al-Masri", "sami", "al masri", ""),
        ("al-masri", "", "al masri", ""),
        ("van den berg", "", "van den berg", ""),
        ("ian mc allister", "ian", "mcallister", ""),
        ("sean o'brien", "sean", "obrien", ""),
        ("robert f kennedy jr", "robert f", "kennedy", "jr"),
        ("al gore", "al", "gore", ""),
        ("josé ortega y gasset", "jose ortega y", "gasset", ""),
        ("carney", "", "carney", ""),
    ],
)
def test_a_name_has_given_names_and_a_surname(
    name: str, given: str, surname: str, suffix: str
) -> None:
    parts = take_apart(name.split())

    assert (" ".join(parts.given), " ".join(parts.surname), parts.suffix) == (
        given,
        surname,
        suffix,
    )


@pytest.mark.parametrize(
    ("bearer", "surname", "expected"),
    [
        ("pieter van den berg", "van den berg", True),
        ("pieter van den berg", "berg", True),
        ("anna berg", "van den berg", False),
        ("ursula von der leyen", "der leyen", True),
        ("anna berg", "lund", False),
    ],
)
def test_particles_may_be_left_out_and_never_added(
    bearer: str, surname: str, expected: bool
) -> None:
    assert may_be_called(take_apart(bearer.split()), take_apart(surname.split())) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("donald j trump", "donald trump", True),
        ("george w bush", "george h w bush", False),
        ("john a smith", "john b smith", False),
        ("john smith jr", "john smith sr", False),
        ("erik voss", "lena voss", False),
    ],
)
def test_full_names_are_one_unless_something_in_them_differs(
    one: str, other: str, expected: bool
) -> None:
    assert may_be_one_name(take_apart(one.split()), take_apart(other.split())) is expected


@pytest.mark.parametrize(
    "name", ["Robert “Bobby” Lang", "Robert 'Bobby' Lang", "Robert (Bobby) Lang"]
)
def test_a_nickname_in_marks_is_known_as_one(name: str) -> None:
    assert nicknames_in(name) == {"bobby"}
    assert without_nicknames(name).split() == ["Robert", "Lang"]
