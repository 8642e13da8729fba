"""Questions about "this week" to an archive: it is answered, and says from when."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_PRICES = {"march": "12.50", "april": "14.20", "may": "11.90"}
_DAYS = {"march": "2023-03-04", "april": "2023-04-08", "may": "2023-05-06"}
PLUMS = "How much did a crate of plums cost this week?"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application with three articles from long ago."""
    with running(settings_in(tmp_path_factory.mktemp("archive"))) as client:
        for id, price in _PRICES.items():
            text = (
                f"A crate of plums cost {price} euros at the Redmill market.\n\n"
                "“The market is full,” said Mayor Elena Ruiz about the plums."
            )
            body = {"id": id, "title": "Plums at the market", "text": text, "published": _DAYS[id]}
            assert client.post("/v1/articles", json=body).status_code == 201
        yield client


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


@pytest.mark.parametrize("when", [{}, {"asked_at": "2031-02-03"}])
def test_an_archive_answers_from_its_newest_days_and_says_so(
    archive: Client, when: dict[str, str]
) -> None:
    answer = _ask(archive, PLUMS, **when)

    assert answer["citations"][0]["article_id"] == "may"
    assert answer["text"].startswith(
        "No article searched is dated between "
        f"{answer['period']['first']} and {answer['period']['last']}. "
        "The newest dated answer is from 2023-05-06."
    )
    assert [item["timely"] for item in answer["answers"]] == [False] * len(answer["answers"])


def test_no_time_word_makes_an_answer_less_probable(archive: Client) -> None:
    plain = _ask(archive, "How much did a crate of plums cost?")
    dated = _ask(archive, PLUMS)

    assert dated["answers"][0]["confidence"] >= plain["answers"][0]["confidence"]


def test_among_answers_of_those_days_the_others_are_marked(archive: Client) -> None:
    answer = _ask(archive, PLUMS, asked_at="2023-04-10", max_answers=3)

    assert [item["timely"] for item in answer["answers"]] == [True, False, False]
    assert answer["text"].count("From other days, or without a date:") == 2


@pytest.fixture
def until_june(archive: Client) -> Iterator[Client]:
    """The archive with an article of June that is about something else."""
    body = {"id": "june", "text": "A ferry stopped on the lake.", "published": "2023-06-03"}
    assert archive.post("/v1/articles", json=body).status_code == 201
    yield archive
    archive.delete("/v1/articles/june")


def test_where_no_article_of_those_days_answers_others_do(until_june: Client) -> None:
    answer = _ask(until_june, PLUMS, asked_at="2023-06-04", min_confidence=0.3)

    assert answer["citations"][0]["article_id"] in _DAYS
    assert answer["text"].startswith("None of these answers is dated between ")


def test_questions_without_time_words_say_nothing_of_days(archive: Client) -> None:
    answer = _ask(archive, "How much did a crate of plums cost?")

    assert answer["period"] is None
    assert {item["timely"] for item in answer["answers"]} == {None}
    assert "dated between" not in answer["text"]
    assert "other days" not in answer["text"]


def test_a_search_prefers_the_newest_days_of_an_archive(archive: Client) -> None:
    found = archive.get("/v1/search", params={"q": PLUMS}).json()["passages"]

    assert found[0]["article_id"] == "may"
