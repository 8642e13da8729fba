"""Terms for articles' own fields."""

from hypothesis import given
from hypothesis import strategies as st

from index.followers.lexical.conditions import own_terms

_NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)


@given(_NUMBERS, _NUMBERS)
def test_the_terms_of_numbers_sort_as_the_numbers_do(one: float, other: float) -> None:
    (first,), (second,) = own_terms("n", one), own_terms("n", other)

    assert (first < second, first == second) == (one < other, one == other)


def test_fields_and_kinds_do_not_share_terms() -> None:
    values = (("a", 1), ("b", 1), ("a", "1"), ("a", True), ("a", "true"), ("a", "1970-01-01"))

    terms = {term for name, value in values for term in own_terms(name, value)}

    assert len(terms) == len(values)
