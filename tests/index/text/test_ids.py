"""Ids: what may be one, and what becomes of those that older rules allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.ids import LONGEST_ID, check_id, possible_id


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("bridge", "bridge"),
        ("/lead", "/lead"),
        (" a\nb\x1b ", "a b"),
        ("..", "id .."),
        ("\n", "id"),
        ("x" * 600, "x" * LONGEST_ID),
    ],
)
def test_an_old_id_becomes_the_nearest_that_is_possible(old: str, new: str) -> None:
    assert possible_id(old) == new


@given(st.text())
def test_what_it_becomes_is_always_possible_and_stays(old: str) -> None:
    new = possible_id(old)

    check_id(new)
    assert possible_id(new) == new
