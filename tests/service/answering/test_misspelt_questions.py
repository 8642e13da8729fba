"""Misspelt questions over HTTP: answered as corrected, told so, and asked again as typed."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_TEXT = (
    "“We will review the treaty together,” said Prime Minister Mark Carney.\n\n"
    "The bridge in Redmill cost 41 million euros."
)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application with one article."""
    with running(settings_in(tmp_path_factory.mktemp("news"))) as client:
        body = {"id": "treaty", "title": "Neighbors review treaty", "text": _TEXT}
        assert client.post("/v1/articles", json=body).status_code == 201
        yield client


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def test_a_misspelt_question_is_answered_as_corrected_and_says_so(news: Client) -> None:
    answer = _ask(news, "What did the brigde in Rdemill cost?")

    meant = "What did the bridge in Redmill cost?"
    assert answer["corrected"] == {"from": "What did the brigde in Rdemill cost?", "to": meant}
    assert answer["searched"] == meant
    assert answer["text"].startswith(
        f"Searched for “{meant}” instead of “What did the brigde in Rdemill cost?”.\n\n"
    )
    assert "41 million euros" in answer["answers"][0]["quote"]


def test_the_way_back_asks_as_typed(news: Client) -> None:
    answer = _ask(news, "What did the brigde in Rdemill cost?", spelling=False)

    assert answer["corrected"] is None
    assert answer["searched"] == "What did the brigde in Rdemill cost?"


def test_a_misspelt_name_is_corrected_even_where_nothing_answers(news: Client) -> None:
    answer = _ask(news, "What did Mark Carny say about wheat?", language="de", min_confidence=1)

    assert (answer["status"], answer["reason"]) == ("no_answer", "topic_not_in_speaker_quotes")
    assert answer["corrected"]["to"] == "What did Mark Carney say about wheat?"
    assert answer["text"].startswith("Gesucht wurde „What did Mark Carney say about wheat?“ statt")


def test_as_typed_nobody_of_a_misspelt_name_is_quoted(news: Client) -> None:
    answer = _ask(news, "What did Mark Carny say about the treaty?", spelling=False)

    assert (answer["status"], answer["reason"]) == ("no_answer", "unknown_speaker")
    assert [choice["name"] for choice in answer["choices"]] == ["Mark Carney"]


def test_a_misspelt_name_in_a_filter_is_understood(news: Client) -> None:
    answer = _ask(news, "treaty", filters={"speaker": "Mark Carny"})

    assert answer["answers"][0]["speaker"]["name"] == "Mark Carney"


def test_a_question_that_is_spelt_rightly_is_not_touched(news: Client) -> None:
    answer = _ask(news, "What did Mark Carney say about the treaty?")

    assert answer["corrected"] is None
    assert "instead of" not in answer["text"]
