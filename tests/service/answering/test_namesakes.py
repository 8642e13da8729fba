"""Two people of one full name: whoever asks about them is asked which one, and gets that one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_COURT = "Judge Ann Lee opened the hearing.\n\n“I will hear both sides,” Lee said of the bridge."
_POOL = "Ann Lee, 19, a swimmer from Tarnow, won.\n\n“I swam under the bridge,” said Lee."


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A judge and a swimmer of one name."""
    with running(settings_in(tmp_path_factory.mktemp("namesakes"))) as client:
        for id, text in (("court", _COURT), ("pool", _POOL)):
            body = {"id": id, "title": f"News from the {id}", "text": text}
            assert client.post("/v1/articles", json=body).status_code == 201
        yield client


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    return client.post("/v1/ask", json={"question": question, **fields}).json()  # type: ignore[no-any-return]


@pytest.mark.parametrize("question", ["What did Ann Lee say?", "Who is Ann Lee?"])
def test_it_is_asked_which_one_is_meant(news: Client, question: str) -> None:
    answer = _ask(news, question)

    assert answer["reason"] == "which_speaker"
    assert {choice["name"] for choice in answer["choices"]} == {"judge Ann Lee", "swimmer Ann Lee"}
    assert {choice["article_id"] for choice in answer["choices"]} == {"court", "pool"}


@pytest.mark.parametrize(
    ("described", "article"),
    [("judge Ann Lee", "court"), ("the swimmer Ann Lee", "pool")],
)
@pytest.mark.parametrize("topic", ["", " about the bridge"])
def test_whoever_is_described_is_the_one(
    news: Client, described: str, topic: str, article: str
) -> None:
    answer = _ask(news, f"What did {described} say{topic}?")

    assert answer["status"] == "answered"
    assert {cited["article_id"] for cited in answer["citations"]} == {article}


def test_a_choice_is_a_question_that_is_answered(news: Client) -> None:
    for choice in _ask(news, "What did Ann Lee say?")["choices"]:
        answer = _ask(news, choice["question"])

        assert {one["article_id"] for one in answer["citations"]} == {choice["article_id"]}


def test_each_has_quotations_and_an_id_of_their_own(news: Client) -> None:
    people = news.get("/v1/people?q=Ann+Lee").json()["people"]

    assert {person["id"] for person in people} == {"ann-lee~judge", "ann-lee~swimmer"}
    for person in people:
        quotes = news.get(f"/v1/people/{person['id']}/quotes").json()["quotes"]
        assert len(quotes) == person["quotes"] == 1


def test_in_one_article_nobody_else_is_meant(news: Client) -> None:
    answer = _ask(news, "What did Ann Lee say?", filters={"article_ids": ["pool"]})

    assert {cited["article_id"] for cited in answer["citations"]} == {"pool"}


def test_an_age_tells_two_apart_and_can_be_asked_for(tmp_path: Path) -> None:
    with running(settings_in(tmp_path)) as client:
        for id, age in (("young", 19), ("old", 71)):
            text = f"Bo Lind, {age}, rose early.\n\n“I am {id},” said Lind."
            client.post("/v1/articles", json={"id": id, "text": text})

        choices = _ask(client, "What did Bo Lind say?")["choices"]
        answers = [_ask(client, choice["question"]) for choice in choices]

    cited = [{one["article_id"] for one in answer["citations"]} for answer in answers]
    assert sorted(map(sorted, cited)) == [["old"], ["young"]]
