"""Articles' own fields over HTTP: given, read back, filtered by everywhere, listed."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_ARTICLES = {
    "vote": {"section": "Politics", "priority": 3, "checked": "2026-12-01"},
    "war": {"section": "World", "priority": 1, "tags": ["war", "peace"]},
    "plain": {},
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Three articles that differ in nothing but their own fields and their ids."""
    with running(settings_in(tmp_path_factory.mktemp("filled"))) as client:
        for id, meta in _ARTICLES.items():
            text = f"“The {id} bridge will open in spring,” said Mayor Elena Ruiz."
            client.post("/v1/articles", json={"id": id, "text": text, "meta": meta})
        yield client


def test_own_fields_read_back_as_they_were_given(filled: Client) -> None:
    read = {id: filled.get(f"/v1/articles/{id}").json()["meta"] for id in _ARTICLES}
    listed = {a["id"]: a["meta"] for a in filled.get("/v1/articles").json()["articles"]}

    assert read == listed == _ARTICLES


def test_a_field_that_cannot_be_kept_loses_no_article(client: Client) -> None:
    body = {"id": "a", "text": "It opened.", "meta": {"section": {"a": 1}, "desk": "x"}}

    added = client.post("/v1/articles", json=body)

    note = 'meta.section: {"a": 1} is an object; use text, a number, true or false, or a list'
    article = client.get("/v1/articles/a").json()
    assert (added.status_code, article["meta"]) == (201, {"desk": "x"})
    assert added.json()["assumed"] == article["assumed"]
    assert article["assumed"][0].startswith(note)


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"section": "politics"}, {"vote"}),
        ({"section": {"in": ["politics", "world"]}}, {"vote", "war"}),
        ({"priority": {"gte": 2}}, {"vote"}),
        ({"checked": {"lte": "2026-12-01"}}, {"vote"}),
        ({"or": [{"tags": "peace"}, {"not": {"priority": {"gte": 0}}}]}, {"war", "plain"}),
        ({"section": "nothing"}, set()),
    ],
)
def test_every_way_of_asking_takes_the_filter(
    filled: Client, meta: dict[str, Any], expected: set[str]
) -> None:
    body = {"question": "When will the bridge open?", "filters": {"meta": meta}}

    answer = filled.post("/v1/ask", json=body).json()
    found = filled.post("/v1/search", json=body).json()
    packed = filled.post("/v1/context", json=body).json()

    assert {citation["article_id"] for citation in answer["citations"]} == expected
    assert {passage["article_id"] for passage in found["passages"]} == expected
    assert {one["passage"]["article_id"] for one in packed["passages"]} == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["section=politics"], ["vote"]),
        (["section=politics", "section=world"], ["vote", "war"]),
        (["priority<=2", "tags=war"], ["war"]),
        (["section!=world"], ["plain", "vote"]),
    ],
)
def test_addresses_take_the_filter_in_words(
    filled: Client, words: list[str], expected: list[str]
) -> None:
    listed = filled.get("/v1/articles", params={"meta": words}).json()
    found = filled.get("/v1/search", params={"q": "bridge", "meta": words}).json()
    (person,) = filled.get("/v1/people").json()["people"]
    quoted = filled.get(f"/v1/people/{person['id']}/quotes", params={"meta": words}).json()

    assert [article["id"] for article in listed["articles"]] == expected
    assert sorted(passage["article_id"] for passage in found["passages"]) == expected
    assert sorted(one["citation"]["article_id"] for one in quoted["quotes"]) == expected


@pytest.mark.parametrize(
    ("meta", "detail"),
    [
        (
            {"priority": {"gte": "high"}},
            'filters.meta.priority.gte: "high" is neither a number nor a date (2026-12-01)',
        ),
        ({"and": [{"a b": 1}]}, "filters.meta.and[0].a b: a name starts with a letter"),
    ],
)
def test_a_wrong_filter_is_refused_by_its_place(
    client: Client, meta: dict[str, Any], detail: str
) -> None:
    body = {"question": "When?", "filters": {"meta": meta}}

    reply = client.post("/v1/ask", json=body)

    assert reply.status_code == 422
    assert reply.json()["detail"].startswith(detail)


def test_a_collection_lists_its_articles_own_fields(filled: Client) -> None:
    collection = filled.get("/v1/collections/default").json()

    assert (collection["name"], collection["articles"]) == ("default", 3)
    assert collection["fields"][2:] == [
        {
            "name": "section",
            "kind": "text",
            "articles": 2,
            "values": [{"value": "Politics", "articles": 1}, {"value": "World", "articles": 1}],
        },
        {
            "name": "tags",
            "kind": "text",
            "articles": 1,
            "values": [{"value": "peace", "articles": 1}, {"value": "war", "articles": 1}],
        },
    ]
    assert [(field["name"], field["kind"]) for field in collection["fields"][:2]] == [
        ("checked", "date"),
        ("priority", "number"),
    ]


def test_an_unknown_collection_has_no_fields(client: Client) -> None:
    assert client.get("/v1/collections/nope").status_code == 404


@pytest.mark.gate
def test_the_schema_describes_own_fields_by_their_names_outside(client: Client) -> None:
    schemas = client.get("/schema/openapi.json").json()["components"]["schemas"]

    properties = {name: set(schemas[name]["properties"]) for name in ("ArticleIn", "ArticleOut")}
    assert all({"source", "meta"} <= names for names in properties.values())
    assert not any("outlet" in names for names in properties.values())
    assert "ISO 8601 is a date" in schemas["ArticleIn"]["properties"]["meta"]["description"]
