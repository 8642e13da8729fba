"""A draft checked over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from service.wire.drafts import LONGEST_DRAFT
from tests.service.conftest import running, settings_in

Client = TestClient[Any]
_STORY = "“The bridge is safe for everybody who crosses it,” said Mayor Elena Ruiz.\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One application with the story for all."""
    with running(settings_in(tmp_path_factory.mktemp("checked"))) as client:
        client.post("/v1/articles", json={"id": "bridge", "text": _STORY})
        yield client


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("“The bridge is safe for everybody,” said Elena Ruiz.", "verbatim"),
        ("“The bridge is safe for everybody,” said Mark Carney.", "misattributed"),
        ("“The bridge is safe for nobody,” said Elena Ruiz.", "altered"),
    ],
)
def test_each_quotation_has_a_verdict(client: Client, draft: str, verdict: str) -> None:
    reply = client.post("/v1/check", json={"text": draft})

    assert reply.status_code == 200
    (checked,) = reply.json()["quotations"]
    (cited,) = checked["citations"]
    assert (checked["verdict"], checked["speaker"]) == (verdict, "Elena Ruiz")
    assert _STORY[cited["start"] : cited["end"]] == cited["quote"]


@pytest.mark.parametrize("text", ["", "x" * (LONGEST_DRAFT + 1), None])
def test_a_draft_that_is_none_is_refused(client: Client, text: str | None) -> None:
    reply = client.post("/v1/check", json={"text": text})

    assert reply.status_code == 422


def test_an_unknown_collection_is_not_found(client: Client) -> None:
    reply = client.post("/v1/check", json={"text": "“No.”", "collection": "nope"})

    assert reply.status_code == 404
