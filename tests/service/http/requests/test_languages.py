"""Replies are in the language that a request names, or that its client accepts."""

from typing import Any

import pytest
from litestar.testing import TestClient

from service.http.requests.languages import preferred_language

Client = TestClient[Any]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", None),
        ("de", "de"),
        ("de-CH, en;q=0.5", "de"),
        ("en;q=0.2, de;q=0.9", "de"),
        ("fr, pt-BR;q=0.8", "pt-br"),
        ("fr;q=0.9, *;q=0.1", None),
        ("de;q=0", None),
        ("de;q=often, ;;,", None),
        ("en; q=0.2, de ; q=0.9", "de"),
        ("en;q=inf, de;q=nan, pt-BR;q=0.1", "pt-br"),
    ],
)
def test_the_language_is_the_first_one_accepted_that_is_spoken(
    accepted: str, language: str | None
) -> None:
    assert preferred_language(accepted, ["en", "de", "pt-br"]) == language


@pytest.mark.parametrize(
    ("accepted", "named", "language"),
    [
        ("", None, "en"),
        ("fr-CA,en;q=0.5", None, "fr"),
        ("tlh, es;q=0.1", None, "es"),
        ("tlh;q=1, *;q=0.5", None, "en"),
        ("not a tag; q=many", None, "en"),
        ("fr", "de", "de"),
    ],
)
def test_a_refusal_is_in_the_language_named_or_else_accepted(
    bridged: Client, accepted: str, named: str | None, language: str
) -> None:
    question = {"question": "Who won the regatta in Xylophonia?", "language": named}
    named_alone = {"question": question["question"], "language": language}

    headers = {"Accept-Language": accepted}
    reply = bridged.post("/v1/ask", json=question, headers=headers).json()
    (batched,) = bridged.post(
        "/v1/ask/batch", json={"questions": [question]}, headers=headers
    ).json()["answers"]

    wanted = bridged.post("/v1/ask", json=named_alone).json()
    assert reply["text"] == batched["text"] == wanted["text"]


def test_a_question_that_is_not_english_is_answered_in_its_own_language(bridged: Client) -> None:
    question = {"question": "Wo ist die Regatta von Xylophonia?"}

    reply = bridged.post("/v1/ask", json=question, headers={"Accept-Language": "fr"}).json()
    named = bridged.post("/v1/ask", json=question | {"language": "de"}).json()

    assert reply["text"] == named["text"]
