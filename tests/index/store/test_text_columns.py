"""Text in PostgreSQL: what it may not hold comes back all the same, in the same order."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, String
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from index.store.schema import metadata
from index.store.text_columns import KEY_TEXT, TEXT

_DIALECT: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]
_TEXTS = st.text(st.sampled_from("\0\1\2a\n\u00e9\U0001f600"), max_size=8)


def _stored(text: str, column: "String" = TEXT) -> str:
    bind = column.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    assert bind is not None
    return str(bind(text))


def _read(stored: str) -> str:
    result = TEXT.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
    assert result is not None
    return str(result(stored))


@given(_TEXTS)
def test_every_text_comes_back_as_it_was_and_is_stored_without_nul(text: str) -> None:
    stored = _stored(text)

    assert "\0" not in stored
    assert _read(stored) == text


@given(_TEXTS, _TEXTS)
def test_the_order_of_texts_stays_the_same(one: str, other: str) -> None:
    assert (_stored(one) < _stored(other)) == (one < other)


def test_keys_are_as_long_as_an_index_can_hold_and_stay_what_they_are() -> None:
    long, longer = "\U0001f600" * 2_000, "\U0001f600" * 2_001

    keys = [_stored(text, KEY_TEXT) for text in ("Ana Ruiz", long, longer)]

    assert keys[0] == "Ana Ruiz"
    assert keys[1] != keys[2]
    assert max(len(key.encode()) for key in keys) < 2_704
    assert [_stored(key, KEY_TEXT) for key in keys] == keys


def test_all_text_but_hashes_is_stored_so() -> None:
    plain = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String)
        and column.type.length is None
        and column.type.dialect_impl(_DIALECT).__class__.__name__ == "VARCHAR"
    }

    assert plain == set()
