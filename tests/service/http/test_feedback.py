"""Feedback over HTTP: kept with the answer as it was, read by the owner, deleted in time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient
from msgspec import structs
from sqlalchemy import update

from index.store.schema import feedback
from index.store.sqlite.database import SqliteDatabase
from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.feedback.latest_answers import LatestAnswers
from service.settings import Settings
from service.wire.answer import Answer
from service.wire.asking import AskRequest
from tests.service.conftest import BRIDGE, running

Client = TestClient[Any]
COST = "How much did the new bridge cost?"
NOBODY = "Who won the chess championship in Reykjavik?"
_QUOTE = "It cost 41 million euros, she added."


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """As ever, but limiting nobody."""
    return structs.replace(settings, address_per_minute=0)


@pytest.fixture
def owner(settings: Settings) -> dict[str, str]:
    """Headers with the owner's key."""
    _, secret = KeyRing(settings.folder).create(NewKey(scopes=(Scope.ADMIN,)))
    return {"authorization": f"Bearer {secret}"}


def _ask(client: Client, question: str = COST, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def _send(client: Client, id: str, verdict: str = "down", **fields: Any) -> dict[str, Any]:
    body = {"answer_id": id, "verdict": verdict, **fields}
    reply = client.post("/v1/feedback", json=body)
    assert reply.status_code == 201, reply.text
    return reply.json()  # type: ignore[no-any-return]


def _listed(client: Client, owner: dict[str, str], **wanted: Any) -> list[dict[str, Any]]:
    reply = client.get("/v1/feedback", params=wanted, headers=owner)
    assert reply.status_code == 200, reply.text
    return reply.json()["feedback"]  # type: ignore[no-any-return]


@pytest.mark.usefixtures("bridge")
def test_feedback_is_kept_with_question_filters_models_and_citations_as_they_were(
    client: Client, owner: dict[str, str]
) -> None:
    answer = _ask(client, filters={"source": "Harbor Ledger"}, asked_at="2026-03-01")

    taken = _send(
        client,
        answer["id"],
        reasons=["out_of_date", "altered", "altered"],
        note=" <b>It was 42</b> ",
        citation=1,
        to_desk=True,
    )

    (kept,) = _listed(client, owner)
    assert taken == {"id": kept["id"], "verified": True}
    assert (kept["reasons"], kept["note"]) == (["out_of_date", "altered"], "<b>It was 42</b>")
    assert (kept["verdict"], kept["citation"], kept["to_desk"]) == ("down", 1, True)
    asked = kept["asked"]
    assert (asked["question"], asked["asked_at"]) == (COST, "2026-03-01")
    assert asked["filters"]["source"] == "Harbor Ledger"
    assert asked["models"] == answer["models"]
    cited = {one["number"]: one["quote"] for one in answer["citations"]}
    assert {one["number"]: one["quote"] for one in kept["citations"]} == cited
    assert kept["state"] == "new"


@pytest.mark.usefixtures("bridge")
def test_it_can_be_judged_after_its_article_has_changed_and_is_forgotten_with_it(
    client: Client, owner: dict[str, str]
) -> None:
    answer = _ask(client)
    _send(client, answer["id"])

    client.put("/v1/articles/bridge", json={"text": BRIDGE.replace("41 million", "43 million")})
    (changed,) = _listed(client, owner)
    client.delete("/v1/articles/bridge")
    (deleted,) = _listed(client, owner)

    quotes = [one["quote"] for one in answer["citations"]]
    assert [one["quote"] for one in changed["citations"]] == quotes
    assert {one["is_current"] for one in changed["citations"]} == {False}
    assert (deleted["citations"], deleted["citations_deleted"]) == ([], len(quotes))
    assert "41 million" not in str(deleted)


@pytest.mark.usefixtures("bridge")
def test_answers_of_every_channel_can_be_meant(client: Client, owner: dict[str, str]) -> None:
    streamed = client.post(
        "/v1/ask", json={"question": COST}, headers={"accept": "text/event-stream"}
    )
    done = streamed.text.rpartition("data: ")[2]
    said = {"model": "dateline", "messages": [{"role": "user", "content": COST}]}
    chat = client.post("/v1/chat/completions", json=said).json()
    responses = client.post("/v1/responses", json={"model": "dateline", "input": COST}).json()
    nlweb = client.post("/nlweb/ask", json={"query": COST, "streaming": False}).json()
    ids = [msgspec.json.decode(done)["id"], chat["id"], responses["id"], nlweb["query_id"]]

    taken = [_send(client, id, "up") for id in ids]

    assert [one["verified"] for one in taken] == [True] * 4
    assert {one["asked"]["question"] for one in _listed(client, owner)} == {COST}


def test_where_nothing_is_stored_what_the_client_sends_is_believed_and_marked(
    settings: Settings, owner: dict[str, str]
) -> None:
    with running(structs.replace(settings, conversation_days=0)) as client:
        client.post("/v1/articles", json={"id": "bridge", "text": BRIDGE})
        answer = _ask(client)
        fields = ("number", "article_id", "version", "start", "end")
        places = [{name: one[name] for name in fields} for one in answer["citations"]]
        astray = [
            {**places[0], "number": 90, "end": 10**6},
            {**places[0], "number": 91, "article_id": "nobody"},
            {**places[0], "number": 92, "version": "0" * 64},
            {**places[0], "number": 93, "end": places[0]["start"]},
        ]

        bare = _send(client, answer["id"])
        told = _send(client, answer["id"], question=COST, citations=[*places, *astray])

        newest = {one["id"]: one for one in _listed(client, owner)}
        assert (bare["verified"], told["verified"]) == (False, False)
        assert newest[bare["id"]]["asked"]["question"] is None
        assert newest[told["id"]]["asked"]["question"] == COST
        numbers = [one["number"] for one in newest[told["id"]]["citations"]]
        assert numbers == [one["number"] for one in places]
        assert not (settings.folder / "latest-answers.db").exists()


@pytest.mark.usefixtures("bridge")
def test_an_answer_of_another_collection_is_not_known(
    client: Client, owner: dict[str, str]
) -> None:
    client.put("/v1/collections/other")
    answer = _ask(client)

    taken = _send(client, answer["id"], collection="other")

    (kept,) = _listed(client, owner)
    assert taken["verified"] is False
    assert (kept["collection"], kept["asked"]["question"], kept["citations"]) == ("other", None, [])


@pytest.mark.usefixtures("bridge")
def test_feedback_is_listed_by_what_is_asked_for(client: Client, owner: dict[str, str]) -> None:
    answered, refused = _ask(client), _ask(client, NOBODY)
    up = _send(client, answered["id"], "up")["id"]
    wrong = _send(client, answered["id"], reasons=["wrong_speaker"])["id"]
    desk = _send(client, refused["id"], reasons=["other"], to_desk=True)["id"]

    def ids(**wanted: Any) -> set[str]:
        return {one["id"] for one in _listed(client, owner, **wanted)}

    assert ids() == {up, wrong, desk}
    assert ids(verdict="up") == {up}
    assert ids(reason="wrong_speaker") == {wrong}
    assert ids(to_desk=True) == {desk}
    assert ids(handled=True) == set()
    assert ids(since="2020-01-01") == {up, wrong, desk}
    assert ids(since="2999-01-01") == set()
    assert ids(collection="default") == {up, wrong, desk}
    assert ids(collection="other") == set()


@pytest.mark.gate
@pytest.mark.usefixtures("bridge")
def test_pages_of_feedback_hold_each_once(client: Client, owner: dict[str, str]) -> None:
    answer = _ask(client)
    sent = {_send(client, answer["id"])["id"] for _ in range(5)}

    first = client.get("/v1/feedback", params={"limit": 3}, headers=owner).json()
    after = {"limit": 3, "after": first["next"]}
    second = client.get("/v1/feedback", params=after, headers=owner).json()
    nowhere = client.get("/v1/feedback", params={"after": "fb_x"}, headers=owner)

    found = [one["id"] for page in (first, second) for one in page["feedback"]]
    assert (len(found), set(found), second["next"]) == (5, sent, None)
    assert nowhere.status_code == 404


_BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "answer_id"),
    ({"answer_id": "a"}, "verdict"),
    ({"answer_id": "a", "verdict": "sideways"}, "verdict"),
    ({"answer_id": "a b", "verdict": "up"}, "answer_id"),
    ({"answer_id": "a" * 101, "verdict": "up"}, "answer_id"),
    ({"answer_id": "a", "verdict": "down", "reasons": ["boring"]}, "reasons"),
    ({"answer_id": "a", "verdict": "down", "reasons": ["other"] * 7}, "reasons"),
    ({"answer_id": "a", "verdict": "down", "note": "x" * 2001}, "note"),
    ({"answer_id": "a", "verdict": "down", "question": "\x1d "}, "question: is empty"),
    ({"answer_id": "a", "verdict": "down", "html": "<p>"}, "html"),
]


@pytest.mark.short(2)
@pytest.mark.parametrize(("body", "named"), _BAD)
def test_bad_feedback_is_a_problem_that_names_the_field(
    client: Client, body: dict[str, Any], named: str
) -> None:
    reply = client.post("/v1/feedback", json=body)

    assert reply.status_code == 422
    assert named in reply.text


def test_feedback_on_a_citation_that_is_not_there_finds_nothing(client: Client) -> None:
    body = {"answer_id": "a", "verdict": "down", "citation": 1}

    reply = client.post("/v1/feedback", json=body)

    assert reply.status_code == 404
    assert "citation: the answer has no citation 1" in reply.text


def test_odd_letters_are_only_text(client: Client, owner: dict[str, str]) -> None:
    odd = "\0<script>alert(1)</script>\r\nSet-Cookie: a\x1b[31m‮🌉"

    _send(client, "nobodys", note=odd, question=f"What {odd}?")

    (kept,) = _listed(client, owner)
    assert (kept["note"], kept["asked"]["question"]) == (odd, f"What {odd}?")


def test_only_the_owner_reads_feedback(client: Client, settings: Settings) -> None:
    wanted = NewKey(scopes=(Scope.TOKENS,), origins=("https://a.example",))
    _, widget = KeyRing(settings.folder).create(wanted)

    for bearer, status in (("", 401), ("Bearer x", 401), (f"Bearer {widget}", 403)):
        reply = client.get("/v1/feedback", headers={"authorization": bearer})
        assert reply.status_code == status
        assert "feedback" not in reply.json()


def test_who_sends_too_much_waits(settings: Settings) -> None:
    body = {"answer_id": "nobodys", "verdict": "up"}
    with running(structs.replace(settings, address_per_minute=3)) as client:
        statuses = [client.post("/v1/feedback", json=body).status_code for _ in range(3)]
        refused = client.post("/v1/feedback", json=body)
        asked = client.post("/v1/ask", json={"question": COST})

    assert statuses == [201] * 3
    assert refused.status_code == 429
    assert refused.json()["type"] == "urn:dateline:problem:too-many-requests"
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert asked.status_code == 200


def test_where_no_feedback_is_taken_the_reply_says_so(settings: Settings) -> None:
    with running(structs.replace(settings, feedback_days=0)) as client:
        _ask(client)
        refused = client.post("/v1/feedback", json={"answer_id": "a", "verdict": "up"})

    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:dateline:problem:feedback-off"
    assert not (settings.folder / "latest-answers.db").exists()


def test_old_feedback_is_not_shown_and_is_deleted(
    client: Client, settings: Settings, owner: dict[str, str]
) -> None:
    _send(client, "old")
    _send(client, "new")
    long_ago = (datetime.now(UTC) - timedelta(days=366)).isoformat(timespec="seconds")
    database = SqliteDatabase(settings.file)
    first = _listed(client, owner)[-1]["id"]
    with database.writing() as connection:
        old = feedback.c.id == first
        connection.execute(update(feedback).where(old).values(created=long_ago))
    database.close()

    shown = _listed(client, owner)

    assert first not in {one["id"] for one in shown}
    assert len(shown) == 1


def _answer(id: str) -> Answer:
    return Answer(
        id=id,
        status="no_answer",
        reason=None,
        text="",
        searched="",
        answers=[],
        citations=[],
        nearest=[],
        timings_ms={},
        models={},
    )


def test_of_the_latest_answers_only_so_many_are_kept_and_processes_share_them(
    tmp_path: Path,
) -> None:
    here, there = LatestAnswers(tmp_path, most=10), LatestAnswers(tmp_path, most=10)
    for number in range(40):
        here.keep(AskRequest(question=f"{number}?"), _answer(f"ans_{number}"), "default")

    found = there.find("ans_39")

    assert found is not None
    assert found.asked.question == "39?"
    assert there.find("ans_0") is None
    assert (tmp_path / "latest-answers.db").stat().st_mode & 0o777 == 0o600
    here.close()
    there.close()


def test_a_damaged_file_of_latest_answers_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "latest-answers.db").write_bytes(b"not a database at all" * 1000)
    latest = LatestAnswers(tmp_path)

    latest.keep(AskRequest(question="Why?"), _answer("ans_1"), "default")

    assert latest.find("ans_1") is not None
    latest.close()


def test_where_it_cannot_be_kept_an_answer_is_given_all_the_same(tmp_path: Path) -> None:
    latest = LatestAnswers(tmp_path / "nowhere")

    latest.keep(AskRequest(question="Why?"), _answer("ans_1"), "default")

    assert latest.find("ans_1") is None
