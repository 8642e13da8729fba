"""Limits by date and outlet leave the same passages as the database says."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.embedders.contract import Embedder
from index.prepare import drafts, embed
from index.publications import Publications
from index.records import Filters, Query
from index.search import search
from tests.conftest import Shelf, story

_DAYS = (None, "2020-01-01", "2020-06-01T12:30+02:00", "2021-01-01")
_OUTLETS = (None, "The Harbor Ledger", "the harbor ledger", "Prairie Dispatch")
_FIELDS = st.fixed_dictionaries(
    {"published": st.sampled_from(_DAYS), "outlet": st.sampled_from(_OUTLETS)}
)
_CHANGE = st.tuples(st.sampled_from("abcd"), st.none() | _FIELDS)
_LIMITS = [
    (Filters(outlet=("The Harbor Ledger",)), None),
    (Filters(outlet=("PRAIRIE DISPATCH", "The Harbor Ledger")), "2020-06-01"),
    (Filters(outlet=("Unheard Of",)), None),
    (Filters(), "2020-06-01"),
    (Filters(published_from="2020-06-01T10:30+00:00"), None),
    (Filters(published_from="2020-01-01", published_to="2020-06-01T10:29:59+00:00"), None),
]


@pytest.mark.gate
@given(st.lists(st.lists(_CHANGE, min_size=1, max_size=3), min_size=1, max_size=5))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_dates_and_outlets_leave_what_the_database_leaves(
    tmp_path_factory: pytest.TempPathFactory,
    letters: Embedder,
    steps: list[list[tuple[str, dict[str, str | None] | None]]],
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("limits"), letters)
    fingerprint = shelf.catalogue.embedder_of(shelf.collection).fingerprint
    known = Publications(shelf.library, shelf.collection)

    for step in steps:
        for id, fields in step:
            if fields is None:
                _remove(shelf, id)
            else:
                one = story(id, f"It rains on {id}. " * 30, **fields)
                made = drafts([one], letters, lambda _: frozenset())
                shelf.library.write(shelf.collection, embed(made, letters), fingerprint)
        for filters, as_of in _LIMITS:
            found = known.passages(filters, as_of)
            afresh = Publications(shelf.library, shelf.collection).passages(filters, as_of)
            wanted = shelf.library.matching_passages(shelf.collection, filters, as_of)

            assert found is not None
            assert afresh is not None
            assert found.tolist() == afresh.tolist() == wanted.tolist()
    shelf.library.close()


def _remove(shelf: Shelf, id: str) -> None:
    if id in {one.id for one in shelf.library.all_articles(shelf.collection)}:
        shelf.library.remove(shelf.collection, id)


@pytest.mark.parametrize(
    "filters",
    [Filters(author=("Ann Lee",)), Filters(speaker=("Ann Lee",)), Filters(article_ids=("a",))],
)
def test_what_else_there_is_to_limit_is_left_to_the_database(
    shelf: Shelf, filters: Filters
) -> None:
    shelf.add(story("a", "It rains."))

    assert Publications(shelf.library, shelf.collection).passages(filters, None) is None


def test_a_few_hits_are_the_first_of_many(shelf: Shelf) -> None:
    for number in range(12):
        shelf.add(story(f"s{number}", f"The bridge at mile {number} opened. It rained."))
    opened = shelf.opened()
    query = Query(question="the bridge opened")
    vector = opened.embedder.embed_questions([query.question])
    # Deleted, while the indexes have not heard of it yet.
    first = search(opened, query, vector, k=1)[0].located.article.id
    shelf.library.remove(shelf.collection, first)

    every, few = (search(opened, query, vector, k=k) for k in (100, 3))

    assert [one.hit for one in few] == [one.hit for one in every][:3]
    assert first not in {one.located.article.id for one in every}
