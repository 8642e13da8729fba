"""Passages of articles that a conversation is about, among those that a search finds."""

from index.records import Filters, Query
from index.search import DISCUSSED_WEIGHT, search
from tests.conftest import Shelf, story

PLUMS = "A crate of plums cost twelve euros at the market."
PEARS = "A crate of pears cost nine euros at the harbor."
QUESTION = "What did a crate of plums cost?"


def _found(shelf: Shelf, query: Query) -> dict[str, float]:
    opened = shelf.opened()
    vector = opened.embedder.embed_questions([query.question])
    return {f.located.article.id: f.hit.scores.fused for f in search(opened, query, vector)}


def test_a_passage_of_a_discussed_article_ranks_a_little_higher(shelf: Shelf) -> None:
    shelf.add(story("plums", PLUMS), story("pears", PEARS))
    plain = _found(shelf, Query(question=QUESTION))

    found = _found(shelf, Query(question=QUESTION, discussed=("pears", "deleted long ago")))

    assert found["plums"] == plain["plums"]
    assert found["pears"] == plain["pears"] + DISCUSSED_WEIGHT


def test_an_article_that_the_filters_exclude_is_not_found_though_it_is_discussed(
    shelf: Shelf,
) -> None:
    shelf.add(story("plums", PLUMS), story("pears", PEARS))
    only = Filters(article_ids=("plums",))

    found = _found(shelf, Query(question=QUESTION, filters=only, discussed=("pears",)))

    assert list(found) == ["plums"]
