"""Fingerprints of text and metadata."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from index.records import Document
from index.text.hashes import digest, pack, unpack

_DOCUMENT = Document(
    text="The bridge opened.",
    format="txt",
    origin="bridge.txt",
    title="Bridge",
    url="https://ledger.example/bridge",
    outlet="Harbor Ledger",
    published="2025-03-04",
    authors=("Ana Ruiz", "Bo Li"),
    language="en",
)
# Written down when the digests of stored articles had come from it: another value here would make
# every article of every library look changed.
_STORED = "782a67830f268585e5ace69b13a216a3ddae2d5caf7f7c01912cf91c555d78d0"


@given(st.text())
def test_packing_loses_nothing(text: str) -> None:
    assert unpack(pack(text)) == text


def test_the_digest_of_a_document_is_that_of_the_libraries_there_are() -> None:
    assert digest(_DOCUMENT) == _STORED


@pytest.mark.parametrize("name", ["format", "origin", "id", "assumed"])
def test_where_and_how_it_was_found_is_not_in_the_digest(name: str) -> None:
    elsewhere = structs.replace(_DOCUMENT, **{name: "other"})

    assert digest(elsewhere) == digest(_DOCUMENT)


def test_own_fields_are_in_the_digest_whatever_their_order() -> None:
    one = structs.replace(_DOCUMENT, meta={"section": "politics", "priority": 3})
    same = structs.replace(_DOCUMENT, meta={"priority": 3, "section": "politics"})
    other = structs.replace(_DOCUMENT, meta={"section": "politics", "priority": 4})

    assert digest(one) == digest(same)
    assert len({digest(one), digest(other), digest(_DOCUMENT)}) == 3
