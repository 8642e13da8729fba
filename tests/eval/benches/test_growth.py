"""Synthetic articles are like stored ones, and what is measured on them is named by its growth."""

import math

import numpy as np
import pytest

from eval.benches.scale.growth_table import growth_of, growth_plot, growth_table
from eval.benches.scale.synthetic import ARTICLES_AT_ONCE, articles, blocks_of
from eval.reports.plots.canvas import LIGHT, render
from tests.conftest import Shelf, story

_SIZES = [1e5, 5e5, 1e6, 5e6]


@pytest.mark.gate
def test_synthetic_articles_are_stored_and_found_as_real_ones_are(shelf: Shelf) -> None:
    shelf.add(
        story(
            "one", "“The bridge is open,” said Mary Tolliver. It rained. " * 20, title="A bridge"
        ),
        story("two", "The ferry sank on Monday, Albert Quist said. Nobody was hurt.", title="Two"),
    )
    embedder = shelf.embedder
    blocks = blocks_of(shelf.library, shelf.collection, embedder.fingerprint, embedder.dim)

    made = list(articles(blocks, [1, 3], batch=0))
    again = list(articles(blocks, [1, 3], batch=0))
    shelf.library.write(shelf.collection, made[:20], embedder.fingerprint)
    shelf.catalogue.follow(shelf.collection)

    assert len(made) == ARTICLES_AT_ONCE
    assert [one.sha256 for one in made] == [one.sha256 for one in again]
    for one in made:
        text = one.document.text
        sentences = [text[span.start : span.end] for span in one.sentences]
        assert all(words == words.strip() != "" for words in sentences)
        assert one.passages[-1].end == len(one.sentences) - 1 == len(one.sentence_vectors) - 1
        assert np.allclose(np.linalg.norm(one.vectors, axis=1), 1, atol=1e-3)
        assert all(quote.speaker is None or quote.speaker in text for quote in one.quotes)
    assert shelf.opened().dense.count == shelf.opened().lexical.count > 20
    assert len(shelf.opened().people.registry()) > 2


@pytest.mark.parametrize(
    ("values", "growth"),
    [
        ([10, 11, 10, 12], "constant"),
        ([math.log(size) - 8 for size in _SIZES], "logarithmic"),
        ([5 + size / 1e5 for size in _SIZES], "linear"),
        ([40, 30, 20, 10], "falls"),
        ([10, float("nan"), float("nan"), 12], "?"),
    ],
)
def test_growth_is_named(values: list[float], growth: str) -> None:
    assert growth_of(_SIZES, values) == growth


@pytest.mark.gate
def test_the_table_and_the_plot_have_every_size() -> None:
    rows = [
        {"wanted": size, "passages": size, "articles": size / 7, "search, CPU ms": size / 1e5}
        for size in _SIZES
    ]

    table, plot = growth_table(rows), growth_plot(rows)

    assert [column.header for column in table.columns][1:-1] == [
        *("100,000", "500,000", "1,000,000", "5,000,000")
    ]
    assert list(table.columns[-1].cells) == ["linear"]
    assert "search, CPU ms: 1 to 50" in plot.alt
    picture = render(plot, LIGHT, "svg").decode()
    assert "5,000,000" in picture
    assert "mathdefault" not in picture
