"""Filters on articles' own fields: the database and the index choose what Python would choose."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import (
    AllOf,
    AnyOf,
    Between,
    Condition,
    Filters,
    MetaValue,
    NoneOf,
    OneOf,
    Query,
)
from index.search import search
from index.store.own_fields import FieldSummary, ValueCount
from tests.conftest import Shelf, story

_SECTIONS = ("Politics", "world", "Sport")
_DAYS = ("2026-11-30", "2026-12-01", "2026-12-02")


def _meta(number: int) -> dict[str, MetaValue]:
    """Fields of every kind, each missing in some articles."""
    every: dict[str, MetaValue] = {
        "section": _SECTIONS[number % 3],
        "priority": number % 5 - 2,
        "premium": number % 2 == 0,
        "until": _DAYS[number % 3] + ("T12:00:00+00:00" if number % 4 == 0 else ""),
        "tags": tuple("abc"[: number % 4]) or ("none",),
    }
    return {name: every[name] for at, name in enumerate(sorted(every)) if (number >> at) % 4}


_METAS = {f"a{number:02}": _meta(number) for number in range(60)}


@pytest.fixture(scope="module")
def filled(new_shelf: Callable[[], Shelf]) -> Iterator[Shelf]:
    """Sixty articles with fields of their own."""
    shelf = new_shelf()
    shelf.add(*(story(id, f"The bridge number {id}.", meta=m) for id, m in _METAS.items()))
    yield shelf
    shelf.library.close()


def _moment(day: str) -> float:
    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()


_LEAVES = st.one_of(
    st.builds(
        OneOf,
        st.just("section"),
        st.just("text"),
        st.lists(st.sampled_from(("politics", "sport", "nothing"))).map(tuple),
    ),
    st.builds(OneOf, st.just("tags"), st.just("text"), st.sampled_from((("a",), ("b", "c")))),
    st.builds(OneOf, st.just("premium"), st.just("boolean"), st.just(("true",))),
    st.builds(OneOf, st.just("priority"), st.just("number"), st.just(("1.0", "-2.0"))),
    st.builds(
        Between,
        st.just("priority"),
        st.just("number"),
        st.none() | st.integers(-3, 3).map(float),
        st.none() | st.integers(-3, 3).map(float),
    ),
    st.builds(
        Between,
        st.just("until"),
        st.just("date"),
        st.sampled_from(_DAYS).map(_moment),
        st.none() | st.sampled_from(_DAYS).map(_moment),
    ),
)


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(AllOf, several), st.builds(AnyOf, several), st.builds(NoneOf, several)
    )


def _holds(condition: Condition, meta: dict[str, MetaValue]) -> bool:
    """The referee."""
    match condition:
        case AllOf(conditions):
            return all(_holds(one, meta) for one in conditions)
        case AnyOf(conditions):
            return any(_holds(one, meta) for one in conditions)
        case NoneOf(conditions):
            return not any(_holds(one, meta) for one in conditions)
        case OneOf(name, kind, keys):
            wanted = {"text": str, "number": int, "boolean": bool}[kind]
            return any(type(v) is wanted and _key(v) in keys for v in _values(meta, name))
        case Between(name, kind, least, most):
            found = [_moment(str(v)) if kind == "date" else float(v) for v in _values(meta, name)]
            low = -np.inf if least is None else least
            return any(low <= n <= (np.inf if most is None else most) for n in found)


def _values(meta: dict[str, MetaValue], name: str) -> tuple[str | int | float | bool, ...]:
    value = meta.get(name, ())
    return value if isinstance(value, tuple) else (value,)


def _key(value: str | float) -> str:
    return str(float(value)) if type(value) is int else str(value).lower()


@given(st.recursive(_LEAVES, _joined, max_leaves=6))
@settings(deadline=None)
def test_the_database_and_the_index_choose_what_python_chooses(
    filled: Shelf, condition: Condition
) -> None:
    filters = Filters(meta=condition)

    listed = filled.library.list_articles(filled.collection, filters)
    _, ids = filled.opened().lexical.search("bridge", 100, filters)

    expected = [id for id, meta in _METAS.items() if _holds(condition, meta)]
    located = filled.library.locate(filled.collection, ids.tolist())
    assert [article.id for article in listed] == expected
    assert sorted(one.article.id for one in located.values()) == expected


def test_new_fields_take_the_place_of_the_old_ones(shelf: Shelf) -> None:
    shelf.add(story("a", "The bridge opened.", meta={"section": "world", "desk": "x"}))

    shelf.add(story("a", "The bridge opened.", meta={"section": "sport"}))

    assert shelf.library.article(shelf.collection, "a").meta == {"section": "sport"}
    for section, found in (("world", 0), ("sport", 1)):
        filters = Filters(meta=OneOf("section", "text", (section,)))
        assert len(shelf.library.list_articles(shelf.collection, filters)) == found
        assert len(shelf.opened().lexical.search("bridge", 5, filters)[1]) == found
    assert [one.name for one in shelf.library.own_fields.listed(shelf.collection)] == ["section"]


def test_the_fields_of_a_collection_are_listed_with_their_commonest_values(shelf: Shelf) -> None:
    other = shelf.library.create_collection("other")
    shelf.add(
        story("a", "One.", meta={"section": "World", "n": 1, "until": "2026-12-01"}),
        story("b", "Two.", meta={"section": "world", "n": "two", "tags": ("x", "y")}),
        story("c", "Three.", meta={"section": "Sport"}),
        *(story(f"d{n}", f"More {n}.", meta={"wire": f"id {n}"}) for n in range(101)),
    )
    list(shelf.ingester.add(other, [story("z", "Elsewhere.", meta={"elsewhere": True})]))

    listed = shelf.library.own_fields.listed(shelf.collection)

    assert listed == [
        FieldSummary(
            name="n",
            kind="mixed",
            articles=2,
            values=(ValueCount("1", 1), ValueCount("two", 1)),
        ),
        FieldSummary(
            name="section",
            kind="text",
            articles=3,
            values=(ValueCount("World", 2), ValueCount("Sport", 1)),
        ),
        FieldSummary(
            name="tags", kind="text", articles=1, values=(ValueCount("x", 1), ValueCount("y", 1))
        ),
        FieldSummary(name="until", kind="date", articles=1, values=(ValueCount("2026-12-01", 1),)),
        FieldSummary(name="wire", kind="text", articles=101, values=()),
    ]


# Passages of each article: of 1,000 the first article has 0.1 %, the first two 2 %, 22 half.
_SIZES = (1, 19, *[24] * 20, *[25] * 20)


@pytest.fixture(scope="module")
def thousand(new_shelf: Callable[[], Shelf]) -> Iterator[Shelf]:
    """A thousand passages, in articles numbered in a field of their own."""
    words = "bridge harbour toll council ferry school river mayor budget storm".split()
    chance = np.random.default_rng(7)
    shelf = new_shelf()
    # Forty words fill so much of the window that each sentence is a passage.
    texts = [
        " ".join(f"The {' '.join(chance.choice(words, 39))}." for _ in range(size))
        for size in _SIZES
    ]
    shelf.add(*(story(str(n), text, meta={"number": n}) for n, text in enumerate(texts)))
    yield shelf
    shelf.library.close()


@pytest.mark.parametrize(
    ("articles", "passages"), [(22, 500), (2, 20), (1, 1)], ids=["50 %", "2 %", "0.1 %"]
)
def test_a_filter_leaves_the_best_of_what_it_allows(
    thousand: Shelf, articles: int, passages: int
) -> None:
    opened, question = thousand.opened(), "the bridge over the river"
    vector = thousand.embedder.embed_questions([question])
    every_cosine, every_near = opened.dense.search(vector, 1_000)
    every_bm25, every_worded = opened.lexical.search(question, 1_000)
    located = opened.library.locate(opened.collection, every_near[0].tolist())
    exact = [id for id, one in located.items() if int(one.article.id) < articles]
    k = min(100, passages)

    filters = Filters(meta=Between("number", "number", None, articles - 1.0))
    found = search(opened, Query(question=question, filters=filters), vector, k=k)
    allowed = opened.library.matching_passages(opened.collection, filters, None)
    cosines, _ = opened.dense.search(vector, k, allowed)
    bm25, worded = opened.lexical.search(question, k, filters)

    assert len(located) == 1_000
    assert allowed.tolist() == sorted(exact)
    assert len(allowed) == passages
    assert len({one.hit.passage.id for one in found} & set(exact)) == k
    assert np.allclose(cosines[0], every_cosine[0][np.isin(every_near[0], exact)][:k])
    assert bm25.tolist() == every_bm25[np.isin(every_worded, exact)][:k].tolist()
    assert set(worded.tolist()) <= set(exact)
