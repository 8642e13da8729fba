"""Bad input: a problem document with the right status that names what is wrong."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in

Client = TestClient[Any]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One application for all: nothing here changes it."""
    with running(settings_in(tmp_path_factory.mktemp("errors"))) as client:
        yield client


_ASK_CASES: list[tuple[Any, int, str]] = [
    ({"question": ""}, 422, "question"),
    ({"question": "   "}, 422, "question"),
    ({"question": "x" * 2001}, 422, "question"),
    ({"question": "x" * 100_000}, 422, "question"),
    ({}, 422, "question"),
    ({"question": 5}, 422, "question"),
    ({"question": "a", "colour": "red"}, 422, "colour: unknown field; there are question, "),
    ({"question": "a", "max_answer": 3}, 422, "did you mean max_answers?"),
    ({"question": "a", "filters": {"sourse": "x"}}, 422, "filters.sourse: unknown field; did"),
    ({"question": "a", "max_answers": "5"}, 422, "max_answers: Expected `int`"),
    ({"question": "a", "explain": "true"}, 422, "explain"),
    ({"question": "a", "max_answers": 0}, 422, "max_answers"),
    ({"question": "a", "max_answers": 21}, 422, "max_answers"),
    ({"question": "a", "as_of": "2025-02-31"}, 422, "as_of"),
    ({"question": "a", "filters": {"published_from": "yesterday"}}, 422, "published_from"),
    ({"question": "a", "filters": {"shape": "round"}}, 422, "shape"),
    ({"question": "a", "collection": "nope"}, 404, "nope"),
    ({"question": "a", "language": "xx"}, 422, "'xx' is unknown; use one of de, en, es, fr"),
    ({"question": "a", "language": ""}, 422, "language"),
    ([1, 2], 422, ""),
]


@pytest.mark.parametrize(("body", "status", "named"), _ASK_CASES)
def test_a_bad_question_is_a_problem_that_names_the_field(
    client: Client, body: Any, status: int, named: str
) -> None:
    reply = client.post("/v1/ask", json=body)

    problem = reply.json()
    assert reply.status_code == problem["status"] == status
    assert reply.headers["content-type"].startswith("application/problem+json")
    assert problem["type"].startswith("urn:dateline:problem:")
    assert named in reply.text
    assert problem["request_id"] == reply.headers["x-request-id"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{not json", 400),
        (b"", 400),
        (b'{"question": "\xff\xfe"}', 400),
        (b'{"question": "a", "filters": {"meta": {"a": ' + b"[" * 100_000, 400),
        (b'{"question": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
        (b'{"question": "\\ud800"}', 400),
        (b'{"question": "a\x00b"}', 400),
        (b'\xef\xbb\xbf{"question": "a"}', 400),
        (b'{"question": "a"} b', 400),
        (b'{"question": "a", "min_confidence": NaN}', 400),
    ],
)
def test_a_body_that_is_no_json_is_a_400(client: Client, content: bytes, status: int) -> None:
    headers = {"content-type": "application/json"}

    reply = client.post("/v1/ask", content=content, headers=headers)

    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"].startswith("application/problem+json")


_HUGE = "1" + "0" * 400


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        (f'"max_answers": {_HUGE}', "max_answers"),
        ('"min_confidence": 1e999', "min_confidence"),
        (f'"filters": {{"meta": {{"a": {_HUGE}}}}}', "filters.meta.a"),
        (f'"filters": {{"meta": {{"a": {{"gt": -{_HUGE}}}}}}}', "filters.meta.a.gt"),
    ],
)
def test_a_number_beyond_all_bounds_is_a_422(client: Client, fields: str, named: str) -> None:
    headers = {"content-type": "application/json"}

    reply = client.post("/v1/ask", content=f'{{"question": "a", {fields}}}', headers=headers)

    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, named)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ('{"question": "a", "question": "b"}', "question"),
        ('{"question": "a", "filters": {"meta": {"x": 1, "x": 2}}}', "x"),
    ],
)
def test_a_field_given_twice_is_a_422(client: Client, body: str, named: str) -> None:
    reply = client.post(
        "/v1/ask", content=body, headers={"content-type": "application/json; charset=utf-8"}
    )

    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, named)


def test_to_json_a_whole_number_may_have_a_point(client: Client) -> None:
    body = b'{"question": "a", "max_answers": 5.0}'

    reply = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})

    assert reply.status_code == 200


_ARTICLE_CASES: list[tuple[Any, int, str]] = [
    ({"text": ""}, 422, "text"),
    ({"text": "   "}, 422, "text"),
    ({"id": "a"}, 422, "text"),
    ({"text": "x", "published": "2025-02-31"}, 422, "published"),
    ({"text": "x", "published": 2025}, 422, "published"),
    ({"text": "x", "authors": "Ana"}, 422, "authors"),
    ({"text": "x", "shape": 1}, 422, "shape"),
    ({"text": "x", "id": ""}, 422, "id"),
]


@pytest.mark.parametrize(("body", "status", "named"), _ARTICLE_CASES)
def test_a_bad_article_is_a_problem_and_changes_nothing(
    client: Client, body: Any, status: int, named: str
) -> None:
    reply = client.post("/v1/articles", json=body)

    assert (reply.status_code, reply.json()["status"]) == (status, status)
    assert named in reply.text
    assert client.get("/v1/articles").json()["total"] == 0


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/articles/nope", 404),
        ("DELETE", "/v1/articles/nope", 404),
        ("GET", "/v1/jobs/nope", 404),
        ("DELETE", "/v1/collections/nope", 404),
        ("GET", "/v1/articles?collection=nope", 404),
        ("GET", "/v1/articles?limit=0", 422),
        ("GET", "/v1/articles?sourse=x", 400),
        ("DELETE", "/v1/articles/x?colection=y", 400),
        ("GET", "/v1/articles?limit=many", 422),
        ("GET", "/v1/articles?limit=1&limit=2", 422),
        ("GET", "/v1/articles?source=%FF", 422),
        ("GET", "/v1/articles?collection=", 422),
        ("GET", "/v1/people?after=99999999999999999999", 422),
        ("GET", "/health?x=1", 400),
        ("GET", "/v1/search", 422),
        ("GET", "/v1/search?q=a&limit=1000", 422),
        ("PUT", "/v1/collections/a%20b", 422),
        ("GET", "/nowhere", 404),
        ("GET", "/v1/ask/batch", 405),
    ],
)
def test_every_error_is_a_problem_document(
    client: Client, method: str, path: str, status: int
) -> None:
    reply = client.request(method, path)

    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"].startswith("application/problem+json")
    assert reply.json()["detail"]


_MEDIA_TYPES = ("text/xml", "text/plain", "application/x-www-form-urlencoded", "", None)


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/ask", "/v1/search"])
@pytest.mark.parametrize("media_type", [*_MEDIA_TYPES, "application/json; charset=latin-1"])
def test_json_that_is_not_said_to_be_json_is_a_415(
    client: Client, path: str, media_type: str | None
) -> None:
    headers = {} if media_type is None else {"content-type": media_type}

    reply = client.post(path, content=b'{"question": "a"}', headers=headers)

    assert reply.status_code == 415
    assert "application/json" in reply.json()["detail"]


@pytest.mark.parametrize("media_type", ["Application/JSON", 'application/json; charset="UTF-8"'])
def test_the_media_type_may_be_written_in_any_way(client: Client, media_type: str) -> None:
    headers = {"content-type": media_type}

    reply = client.post("/v1/ask", content=b'{"question": "a"}', headers=headers)

    assert reply.status_code == 200


def test_a_misspelt_parameter_is_told_its_right_name(client: Client) -> None:
    reply = client.get("/v1/articles?sourse=x")

    assert reply.json()["type"] == "urn:dateline:problem:unknown-parameter"
    assert reply.json()["detail"] == "sourse: unknown parameter; did you mean source?"


def test_what_can_be_read_has_a_head(client: Client) -> None:
    head, page = client.head("/v1/collections"), client.get("/v1/collections")
    refused = client.put("/v1/collections")

    assert (head.status_code, head.headers["content-type"]) == (200, page.headers["content-type"])
    assert refused.status_code == 405
    assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_fetching_over_http_is_off_until_it_is_switched_on(client: Client) -> None:
    reply = client.post("/v1/fetch", json={"url": "http://127.0.0.1/feed"})

    assert reply.status_code == 403
    assert "DATELINE_ALLOW_FETCH" in reply.json()["detail"]


def test_a_body_over_the_limit_is_a_413(client: Client) -> None:
    reply = client.post("/v1/articles", json={"text": "x" * 10_000_001})

    assert reply.status_code in (413, 422)
    assert "text" in reply.text


@pytest.mark.parametrize(
    ("method", "path", "megabytes"),
    [
        ("POST", "/v1/ask", 3),
        ("POST", "/v1/search", 3),
        ("POST", "/v1/ask/batch", 17),
        ("POST", "/v1/articles", 14),
        ("PUT", "/v1/articles/a", 14),
    ],
)
def test_json_longer_than_it_can_rightly_be_is_a_413(
    client: Client, method: str, path: str, megabytes: int
) -> None:
    body = b'{"meta": {"a": [' + b"[]," * (megabytes * 2**20 // 3) + b"[]]}}"

    reply = client.request(method, path, content=body, headers={"content-type": "application/json"})

    assert reply.status_code == 413
    assert "bytes" in reply.json()["detail"]


def test_millions_of_lists_in_a_few_megabytes_are_a_413(client: Client) -> None:
    body = b'{"text": "Sunk.", "meta": {"a": [' + b"[]," * 300_000 + b"[]]}}"

    reply = client.post("/v1/articles", content=body, headers={"content-type": "application/json"})

    assert reply.status_code == 413


@pytest.mark.gate
def test_the_longest_article_fits_however_it_is_written(client: Client) -> None:
    text = "\U0001f309" * (1 << 20)

    reply = client.post(
        "/v1/articles",
        content=json.dumps({"text": text}),
        headers={"content-type": "application/json"},
    )

    assert reply.status_code == 201


def test_a_request_id_of_the_client_is_kept_where_it_is_plain(client: Client) -> None:
    kept = client.get("/health", headers={"x-request-id": "my-id_1"})
    replaced = client.get("/health", headers={"x-request-id": "<script>"})

    assert kept.headers["x-request-id"] == "my-id_1"
    assert "<" not in replaced.headers["x-request-id"]


def test_metrics_count_requests_by_route(client: Client) -> None:
    client.post("/v1/ask", json={"question": "hello"})

    text = client.get("/metrics").text

    assert 'dateline_requests_total{method="POST",route="/v1/ask",status="200"}' in text


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/no", 404), ("PUT", "/v1/ask", 405)]
)
def test_what_finds_no_route_has_an_id_and_is_counted(
    client: Client, method: str, path: str, status: int
) -> None:
    reply = client.request(method, path)

    assert reply.status_code == status
    assert reply.json()["request_id"] == reply.headers["x-request-id"]
    counted = rf'dateline_requests_total{{method="{method}",route="[^"]+",status="{status}"}}'
    assert re.search(counted, client.get("/metrics").text)


@pytest.mark.short(1)
@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/health", "default-src 'none'; frame-ancestors 'none'"),
        ("/no", "default-src 'none'; frame-ancestors 'none'"),
        ("/schema/swagger", "default-src 'self'"),
        ("/", "default-src 'none'; script-src 'self'"),
    ],
)
def test_every_response_tells_browsers_what_it_may_do(
    client: Client, path: str, policy: str
) -> None:
    headers = client.get(path).headers

    assert headers["content-security-policy"].startswith(policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_schema_page_needs_no_other_host(client: Client) -> None:
    page = client.get("/schema/swagger").text
    schema = client.get("/schema/openapi.json").json()

    assert "https://" not in page.split("<body>")[0]
    assert client.get("/schema-files/swagger-ui-bundle.js").status_code == 200
    assert "/v1/ask" in schema["paths"]
