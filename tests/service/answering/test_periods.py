"""Questions about "this week" over HTTP: the articles of that week come first."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_WEEKS = {
    "march": ("2026-03-04", "12.50 euros", "needs rain"),
    "april": ("2026-04-08", "14.20 euros", "is full"),
    "may": ("2026-05-06", "11.90 euros", "is half empty"),
}


@pytest.fixture(scope="module")
def weekly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application with three articles that differ in their week alone."""
    with running(settings_in(tmp_path_factory.mktemp("weekly"))) as client:
        for id, (published, price, state) in _WEEKS.items():
            text = (
                f"A crate of plums cost {price} at the Redmill market.\n\n"
                f"“The reservoir {state},” said Mayor Elena Ruiz about the water supply."
            )
            body = {"id": id, "title": "Plums at the market", "text": text, "published": published}
            assert client.post("/v1/articles", json=body).status_code == 201
        yield client


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-03-05", "march"), ("2026-04-10", "april"), ("2026-05-08", "may")]
)
def test_this_week_is_that_of_the_day_on_which_it_is_asked(
    weekly: Client, day: str, expected: str
) -> None:
    question = "How much did a crate of plums cost this week?"

    answer = _ask(weekly, question, asked_at=day)
    passages = weekly.get("/v1/search", params={"q": question, "asked_at": day}).json()["passages"]

    assert answer["citations"][0]["article_id"] == expected
    assert passages[0]["article_id"] == expected
    assert answer["period"]["first"] < _WEEKS[expected][0] < answer["period"]["last"]


def test_as_of_is_the_day_where_no_other_is_given(weekly: Client) -> None:
    answer = _ask(weekly, "How much did plums cost this week?", as_of="2026-04-10T12:00:00Z")

    assert answer["period"] == {"first": "2026-04-01", "last": "2026-04-12"}
    assert answer["citations"][0]["article_id"] == "april"


def test_somebodys_words_of_this_week_come_first(weekly: Client) -> None:
    question = "What did Mayor Ruiz say about the reservoir this week?"

    firsts = [_ask(weekly, question, asked_at=day) for day in ("2026-03-05", "2026-05-08")]

    assert [answer["citations"][0]["article_id"] for answer in firsts] == ["march", "may"]
    # Earlier words are not hidden: each citation has its date.
    assert len(firsts[0]["answers"]) == 3


def test_words_of_this_week_need_no_topic(weekly: Client) -> None:
    answer = _ask(weekly, "What did Mayor Ruiz say yesterday?", asked_at="2026-04-09")

    assert answer["status"] == "answered"
    assert answer["citations"][0]["article_id"] == "april"


def test_other_questions_have_no_period(weekly: Client) -> None:
    assert _ask(weekly, "How much did a crate of plums cost?")["period"] is None


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31T23:59:59Z"])
def test_days_at_the_ends_of_the_calendar_do_no_harm(weekly: Client, day: str) -> None:
    answer = _ask(weekly, "How much did a crate of plums cost this week?", asked_at=day)

    assert answer["period"] is None
    assert answer["status"] == "answered"


def test_a_day_that_is_none_is_named(weekly: Client) -> None:
    reply = weekly.post("/v1/ask", json={"question": "plums this week", "asked_at": "soon"})

    assert reply.status_code == 422
    assert "asked_at" in reply.text


def test_what_articles_of_other_days_say_is_no_maybe_where_none_is_wanted(weekly: Client) -> None:
    question = "How much did a crate of plums cost on March 20, 2026?"

    wanted, unwanted = (
        _ask(weekly, question, min_confidence=0.6, maybe_confidence=least) for least in (0.01, 1.0)
    )

    assert (wanted["status"], unwanted["status"]) == ("uncertain", "no_answer")
    assert unwanted["answers"] == []
