"""A draft checked over HTTP."""

from typing import Any

import pytest
from litestar.testing import TestClient

from service.wire.drafts import LONGEST_DRAFT

_STORY = "“The bridge is safe for everybody who crosses it,” said Mayor Elena Ruiz.\n"


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("“The bridge is safe for everybody,” said Elena Ruiz.", "verbatim"),
        ("“The bridge is safe for everybody,” said Mark Carney.", "misattributed"),
        ("“The bridge is safe for nobody,” said Elena Ruiz.", "altered"),
    ],
)
def test_each_quotation_has_a_verdict(client: TestClient[Any], draft: str, verdict: str) -> None:
    client.post("/v1/articles", json={"id": "bridge", "text": _STORY})

    reply = client.post("/v1/check", json={"text": draft})

    assert reply.status_code == 200
    (checked,) = reply.json()["quotations"]
    (cited,) = checked["citations"]
    assert (checked["verdict"], checked["speaker"]) == (verdict, "Elena Ruiz")
    assert _STORY[cited["start"] : cited["end"]] == cited["quote"]


@pytest.mark.parametrize("text", ["", "x" * (LONGEST_DRAFT + 1), None])
def test_a_draft_that_is_none_is_refused(client: TestClient[Any], text: str | None) -> None:
    reply = client.post("/v1/check", json={"text": text})

    assert reply.status_code == 422


def test_an_unknown_collection_is_not_found(client: TestClient[Any]) -> None:
    reply = client.post("/v1/check", json={"text": "“No.”", "collection": "nope"})

    assert reply.status_code == 404
