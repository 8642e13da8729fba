"""An address leads back to what it was made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import NotFoundError
from index.records import Span
from service.channels.addresses import Address, part_of, read, written

_NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
_NUMBERS = st.integers(0, 999_999_999)


@given(_NAMES, _NAMES, st.none() | _NAMES, st.none() | st.builds(Span, _NUMBERS, _NUMBERS))
def test_what_is_written_is_read_back(
    collection: str, id: str, version: str | None, span: Span | None
) -> None:
    address = Address(collection, id, version, span)

    assert read(written(address)) == address


def test_a_part_is_counted_in_code_points() -> None:
    address = read("dateline://articles/default/a#char=1,3")

    assert part_of("a🌉bc", address) == "🌉b"


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "dateline:a?version=b",
        "dateline://articles/default",
        "dateline://articles//a",
        "dateline://articles/default/a/b",
        "dateline://articles/default/%ff",
        "dateline://articles/default/a#char=1",
        "dateline://articles/default/a#char=1,9999999999",
        "dateline://[articles/default/a",
        "https://articles/default/a",
    ],
)
def test_what_is_no_address_is_not_found(uri: str) -> None:
    with pytest.raises(NotFoundError, match="not the address of an article"):
        read(uri)


def test_a_part_beyond_the_text_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="2 characters"):
        part_of("ab", read("dateline://articles/default/a#char=1,3"))
