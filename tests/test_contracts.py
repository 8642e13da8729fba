"""Every part found on disk keeps the contract of its kind."""

import io
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from index.followers.open_collection import OpenCollection
from index.formats import format_for
from index.formats.steps.recognise import all_formats, format_names, load
from index.records import Document, Query, Rejected
from index.search import search
from service.questions.understand import understand
from service.readers import load as load_reader
from service.readers.contract import Reader
from tests.conftest import Shelf, story

_ROOT = Path(__file__).resolve().parents[1]


def _parts(folder: str) -> list[str]:
    """Modules of a folder that can be chosen by name."""
    return sorted(
        path.stem
        for path in (_ROOT / folder).glob("*.py")
        if not path.stem.startswith("_") and "def create(" in path.read_text(encoding="utf-8")
    )


_READERS = _parts("service/readers")


@cache
def _reader(name: str) -> Reader:
    return load_reader(name)


def test_the_parts_that_are_named_are_the_parts_that_are_there() -> None:
    assert list(format_names()) == _parts("index/formats")
    assert "sentence" in _READERS


@pytest.mark.parametrize("name", format_names())
@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 300, b"\xff\xfe\xfd" * 99, b"<a>" * 999, b"{]" * 99]
)
def test_a_format_yields_documents_or_reasons_and_never_raises(name: str, data: bytes) -> None:
    for found in load(name).read(io.BytesIO(data), "file"):
        assert isinstance(found, Document | Rejected)
        if isinstance(found, Rejected):
            assert found.reason
            assert "file" in found.origin


@pytest.mark.parametrize("name", format_names())
def test_a_format_is_found_by_each_of_its_suffixes_and_media_types(name: str) -> None:
    format = all_formats()[name]

    by_suffix = {type(format_for(f"a{suffix}", b"Words.")) for suffix in format.suffixes}
    by_type = {type(format_for("a", b"Words.", kind)) for kind in format.media_types}

    assert by_suffix == by_type == {type(format)}


def test_no_two_formats_claim_one_suffix_or_media_type() -> None:
    formats = all_formats().values()

    suffixes = [suffix for format in formats for suffix in format.suffixes]
    media_types = [kind for format in formats for kind in format.media_types]

    assert len(set(suffixes)) == len(suffixes)
    assert len(set(media_types)) == len(media_types)
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)


def test_binary_data_under_an_unknown_name_has_no_format() -> None:
    assert format_for("unknown.bin", b"\x00\x01\x02\x03") is None


@pytest.fixture
def opened(shelf: Shelf) -> OpenCollection:
    shelf.add(
        story("a", "The bridge opened on Monday. “It is safe,” said Mayor Elena Ruiz."),
        story("b", "The ferry \U0001f600 stopped in May. Nobody was hurt. It cost $4 million."),
    )
    return shelf.opened()


@pytest.mark.parametrize("name", _READERS)
@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("When did the bridge open?", "The bridge opened on Monday."),
        ("What did Elena Ruiz say about the bridge?", "“It is safe,” said Mayor Elena Ruiz."),
        ("How much did the ferry cost?", "It cost $4 million."),
    ],
)
def test_a_reader_puts_first_what_answers(
    opened: OpenCollection, name: str, text: str, quote: str
) -> None:
    vector = opened.embedder.embed_questions([text])
    found = search(opened, Query(question=text), vector)

    best, *_ = _reader(name).read(understand(text), vector, found, opened)

    assert best.article.text[best.quote.start : best.quote.end] == quote


@pytest.mark.short(4)
@pytest.mark.parametrize("name", _READERS)
@pytest.mark.parametrize(
    "text",
    [
        "When did the bridge open?",
        "What did Elena Ruiz say about the bridge?",
        "What did Nobody Known say?",
        "How much did the ferry cost?",
        "\U0001f600?",
        "the",
    ],
)
def test_a_reader_gives_ordered_candidates_inside_their_articles(
    opened: OpenCollection, name: str, text: str
) -> None:
    reader = _reader(name)
    vector = opened.embedder.embed_questions([text])
    found = search(opened, Query(question=text), vector)

    candidates = reader.read(understand(text), vector, found, opened)

    confidences = [candidate.confidence for candidate in candidates]
    assert confidences == sorted(confidences, reverse=True)
    for candidate in candidates:
        length = len(candidate.article.text)
        assert 0 <= candidate.confidence <= 1
        assert 0 <= candidate.quote.start < candidate.quote.end <= length
        best = [candidate.highlight] if candidate.highlight else []
        places = sorted([*best, *candidate.also])
        assert all(candidate.quote.start <= place.start for place in places)
        assert all(place.end <= candidate.quote.end for place in places)
        assert all(one.end <= other.start for one, other in pairwise(places))
