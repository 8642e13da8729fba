"""Lexical queries: words in body and title, with filters that do not affect scores."""

from collections.abc import Sequence
from typing import Any

import tantivy

from index.followers.lexical.conditions import condition_query
from index.records import Filters
from index.text.dates.parsing import first_instant, last_instant

# Measured: 0, 0.5, 1, 1.5 and 2.5 gave .841 .848 .837 .818 .775 of the RealTimeQA answers in ten.
TITLE_BOOST = 0.5
_MOST_TERMS = 64


def words_query(
    index: Any, schema: Any, terms: Sequence[str], filters: Filters, as_of: str | None
) -> Any:
    """The query for a question's terms; None if there are none."""
    wanted = [one for term in _few(terms) for one in _word(schema, term)]
    if not wanted:
        return None
    # Flat: only then can tantivy skip documents that cannot be among the best (block-max WAND).
    words = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in wanted])
    limits = limit_queries(index, schema, filters, as_of)
    return all_of([words, *limits]) if limits else words


def all_of(queries: Sequence[Any]) -> Any:
    """The conjunction of these queries."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _few(terms: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(terms))[:_MOST_TERMS]


def _word(schema: Any, term: str) -> tuple[Any, Any]:
    body, title = (
        tantivy.Query.term_query(schema, field, term, index_option="freq")
        for field in ("body", "title")
    )
    return body, tantivy.Query.boost_query(title, TITLE_BOOST)


def limit_queries(index: Any, schema: Any, filters: Filters, as_of: str | None) -> list[Any]:
    """The queries that filter passages without affecting scores."""
    limits = [
        tantivy.Query.term_set_query(schema, field, values)
        for field, values in (
            ("outlet", [value.casefold() for value in filters.outlet]),
            ("author", [value.casefold() for value in filters.author]),
            ("speaker", list(filters.speaker)),
            ("article", list(filters.article_ids)),
        )
        if values
    ]
    low = first_instant(filters.published_from) if filters.published_from else None
    highs = [last_instant(until) for until in (filters.published_to, as_of) if until]
    high = min(highs) if highs else None
    if low is not None or high is not None:
        integer = tantivy.FieldType.Integer
        limits.append(tantivy.Query.range_query(schema, "published", integer, low, high))
    if filters.meta is not None:
        limits.append(condition_query(index, schema, filters.meta))
    return [tantivy.Query.const_score_query(limit, 0.0) for limit in limits]
