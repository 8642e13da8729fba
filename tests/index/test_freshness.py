"""The prior for newer articles, measured against the newest one found."""

import pytest

from index.records import Query
from index.search import Freshness, search
from tests.conftest import Shelf, story

TEXT = "A crate of plums cost twelve euros at the market."


def test_in_an_archive_the_newest_article_is_fresh(shelf: Shelf) -> None:
    shelf.add(
        story("old", TEXT, published="2001-01-01"), story("new", TEXT, published="2001-03-02")
    )
    opened = shelf.opened()
    vector = opened.embedder.embed_questions([TEXT])
    prior = Freshness(weight=0.4, half_life_days=30)

    plain = search(opened, Query(question=TEXT), vector)
    fresh = search(opened, Query(question=TEXT), vector, freshness=prior)

    scores = {item.located.article.id: item.hit.scores.fused for item in plain}
    gains = {i.located.article.id: i.hit.scores.fused - scores[i.located.article.id] for i in fresh}
    assert fresh[0].located.article.id == "new"
    assert gains["new"] == pytest.approx(0.4)
    assert gains["old"] == pytest.approx(0.1)
