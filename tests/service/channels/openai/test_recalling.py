"""Quotes of an earlier reply are found again by its words alone."""

from collections.abc import Iterator

import pytest

from index.embedders.contract import Embedder
from service.channels.openai.recalling import recalled
from tests.conftest import Shelf, story

TEXT = (
    "REDMILL — The bridge opened on Monday.\n\n"
    "“It is a good day,” said Elena Ruiz.\n\nShe then went home.\n\n" + "The river is wide. " * 200
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, letters: Embedder) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path_factory.mktemp("recalled"), letters)
    shelf.add(story("bridge", TEXT), story("other", "The bridge closed on Friday."))
    yield shelf
    shelf.library.close()


def _recalled(library: Shelf, reply: str) -> list[str]:
    found = recalled(reply, library.opened())
    assert {quote.article_id for quote in found} <= {"bridge"}
    return [TEXT[quote.start : quote.end] for quote in found]


def test_quotes_are_found_in_order(library: Shelf) -> None:
    reply = (
        "Elena Ruiz:\n> “It is a good day,” said Elena Ruiz. [1][2]\n\n"
        "> REDMILL — The bridge opened on Monday. [3]\n\n[1] Harbor Ledger, 2025-03-04"
    )

    assert _recalled(library, reply) == [
        "“It is a good day,” said Elena Ruiz.",
        "REDMILL — The bridge opened on Monday.",
    ]


def test_a_quote_of_several_paragraphs_is_found_with_its_empty_lines(library: Shelf) -> None:
    reply = "> “It is a good day,” said Elena Ruiz.\n> She then went home. [1]"

    assert _recalled(library, reply) == [
        "“It is a good day,” said Elena Ruiz.\n\nShe then went home."
    ]


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "> ",
        "[1]",
        ">  [1]",
        "> The bridge fell on Monday. [1]",
        "> REDMILL — The bridge opened on Monday.",
        "> REDMILL — The bridge opened on Monday.\n\nand so on [1]",
        "> REDMILL — The bridge opened on Monday.\n> She then went home. [1]",
        "> a\n" * 20_000,
        "> a [1" * 20_000,
        "> " + "The river is wide. " * 2_000 + " [1]",
    ],
)
def test_what_no_article_says_is_not_found(library: Shelf, reply: str) -> None:
    assert _recalled(library, reply) == []
