"""The OpenAPI document tells the truth: it is compared with what the server does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema_rs import meta
from litestar.testing import TestClient
from msgspec import structs

from service.http.document.examples import examples
from tests.service.conftest import running, settings_in
from tests.service.http.document.generated_requests import contradictions
from tests.serving import Served, serving

Client = TestClient[Any]
METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One application for all: nothing here changes it."""
    with running(settings_in(tmp_path_factory.mktemp("document"))) as client:
        yield client


@pytest.fixture(scope="module")
def document(client: Client) -> dict[str, Any]:
    """The document as a client reads it."""
    return client.get("/schema/openapi.json").json()  # type: ignore[no-any-return]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    """A server of its own, that never finds requests too many: this is not about limits."""
    settings = structs.replace(settings_in(tmp_path), address_per_minute=0)
    with serving(settings) as server:
        yield server


def test_every_schema_is_valid(document: dict[str, Any]) -> None:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schemas = document["components"]["schemas"]

    invalid = [name for name in schemas if not meta.is_valid({**schemas[name], **dialect})]

    assert len(schemas) > 50
    assert invalid == []


@pytest.mark.gate
def test_a_few_generated_requests_never_contradict_the_document(server: Served) -> None:
    done = contradictions(server.address, examples=5, systematic=False)

    assert done.contradictions == []
    assert done.requests >= 200


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_many_generated_requests_never_contradict_the_document(server: Served) -> None:
    done = contradictions(server.address, examples=640)

    print(done.requests, done.statuses, *done.contradictions, sep="\n")  # noqa: T201
    assert done.contradictions == []
    assert done.requests >= 12_000
    assert max(done.statuses) < 500


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 25))
def test_generated_requests_of_other_seeds_never_contradict_the_document(
    server: Served, seed: int
) -> None:
    done = contradictions(server.address, examples=80, systematic=False, seed=seed)

    print(seed, done.requests, done.statuses, *done.contradictions, sep="\n")  # noqa: T201
    assert done.contradictions == []
    assert max(done.statuses) < 500


def test_every_path_allows_exactly_the_documented_methods(
    client: Client, document: dict[str, Any]
) -> None:
    for path, item in document["paths"].items():
        address = path.replace("{id}", "x").replace("{name}", "x")
        documented = {method.upper() for method in item}
        readable = {"HEAD"} if "GET" in documented else set()

        options = client.options(address)
        refused = [
            client.request(method, address) for method in METHODS if method not in documented
        ]

        assert set(options.headers["allow"].split(", ")) == documented | readable | {"OPTIONS"}
        assert {reply.status_code for reply in refused} == {405}, path
        for reply in refused:
            assert set(reply.headers["allow"].split(", ")) == documented | readable | {"OPTIONS"}


def test_every_parameter_is_described(document: dict[str, Any]) -> None:
    missing = [
        f"{method} {path}: {parameter['name']}"
        for path, item in document["paths"].items()
        for method, operation in item.items()
        for parameter in operation.get("parameters", ())
        if not parameter.get("description")
    ]

    assert missing == []


def test_every_body_of_json_has_an_example(document: dict[str, Any]) -> None:
    bodies = [
        operation["requestBody"]["content"]["application/json"]
        for item in document["paths"].values()
        for operation in item.values()
        if "requestBody" in operation
    ]

    assert len(bodies) >= 7
    assert all(body["examples"] for body in bodies)


def test_every_example_is_shown_and_valid(document: dict[str, Any]) -> None:
    bodies = [
        operation["requestBody"]["content"]["application/json"]
        for item in document["paths"].values()
        for operation in item.values()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]

    shown = [one["value"] for body in bodies for one in body["examples"].values()]

    assert all(one in shown for many in examples().values() for one in many)
    for body in bodies:
        schema = {**body["schema"], "components": document["components"]}
        validator = jsonschema_rs.validator_for(schema)
        assert all(validator.is_valid(one["value"]) for one in body["examples"].values())


def test_limits_are_those_that_are_enforced(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    listed = {p["name"]: p["schema"] for p in document["paths"]["/v1/people"]["get"]["parameters"]}

    question = schemas["AskRequest"]["properties"]["question"]
    assert (question["minLength"], question["maxLength"]) == (1, 2_000)
    assert schemas["AskRequest"]["additionalProperties"] is False
    assert (listed["limit"]["minimum"], listed["limit"]["maximum"]) == (1, 1_000)


def test_every_problem_is_documented_with_its_type(
    client: Client, document: dict[str, Any]
) -> None:
    replies = document["paths"]["/v1/ask"]["post"]["responses"]

    problem = client.post("/v1/ask", json={"question": "a", "collection": "nope"}).json()

    schema = replies["404"]["content"]["application/problem+json"]["schema"]
    assert problem["type"] in schema["allOf"][1]["properties"]["type"]["enum"]
    assert replies["503"]["headers"]["Retry-After"]["required"]
    assert {"200", "400", "403", "404", "413", "415", "421", "422", "500", "503"} <= set(replies)
