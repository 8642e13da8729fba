"""Conversations over HTTP: begun, continued, read again, deleted, and what comes of articles."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec import structs
from sqlalchemy import select, update

from index.store.conversation_table import MOST_TURNS
from index.store.schema import conversations, turn_parts, turns
from index.store.sqlite.database import SqliteDatabase
from service.settings import Settings
from tests.service.conftest import running

Client = TestClient[Any]

COST = "How much did the new bridge cost?"
SAID = "What did Elena Ruiz say about the way to school?"


def _begin(client: Client, **fields: Any) -> str:
    reply = client.post("/v1/conversations", json=fields)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def _read(client: Client, id: str, **parameters: Any) -> dict[str, Any]:
    reply = client.get(f"/v1/conversations/{id}", params=parameters)
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def _stored_about_articles(settings: Settings) -> tuple[int, list[bytes | None]]:
    """How many parts of answers the database holds, and what turns say about them."""
    database = SqliteDatabase(settings.file)
    with database.reading() as connection:
        parts = len(connection.execute(select(turn_parts)).all())
        texts = list(connection.scalars(select(turns.c.text)))
    database.close()
    return parts, texts


def test_turns_are_numbered_stored_and_read_again_as_they_were_shown(bridged: Client) -> None:
    id = _begin(bridged)

    shown = [_ask(bridged, question, conversation_id=id) for question in (COST, SAID, "???")]

    read = _read(bridged, id)
    assert [answer["turn"] for answer in shown] == [1, 2, 3]
    assert [answer["conversation_id"] for answer in shown] == [id] * 3
    assert [turn["question"] for turn in read["turns"]] == [COST, SAID, "???"]
    for turn, answer in zip(read["turns"], shown, strict=True):
        assert turn["answer"] | {"timings_ms": {}} == answer | {"timings_ms": {}}
    assert (read["turn_count"], read["first_turn"], read["next"]) == (3, 1, None)


def test_a_question_in_no_conversation_has_no_turn(bridged: Client) -> None:
    answer = _ask(bridged, COST)

    assert (answer["turn"], answer["conversation_id"], answer["resolved"]) == (None, None, [])
    assert answer["searched"] == COST


def test_a_conversation_is_read_page_by_page(bridged: Client) -> None:
    id = _begin(bridged)
    for _ in range(3):
        _ask(bridged, COST, conversation_id=id)

    first = _read(bridged, id, limit=2)
    second = _read(bridged, id, limit=2, after=first["next"])

    assert [turn["number"] for turn in first["turns"]] == [1, 2]
    assert [turn["number"] for turn in second["turns"]] == [3]
    assert second["next"] is None


def test_a_conversation_is_exported_for_programs_and_for_people(bridged: Client) -> None:
    id = _begin(bridged)
    answer = _ask(bridged, COST, conversation_id=id)
    _ask(bridged, "???", conversation_id=id)

    lines = bridged.get(f"/v1/conversations/{id}/export")
    people = bridged.get(f"/v1/conversations/{id}/export", params={"format": "markdown"})
    unknown = bridged.get(f"/v1/conversations/{id}/export", params={"format": "pdf"})

    assert [json.loads(line) for line in lines.text.splitlines()] == _read(bridged, id)["turns"]
    assert people.headers["content-type"].startswith("text/markdown")
    assert people.text.startswith("# default, 20")
    assert f"## 1. {COST}\n\n{answer['text']}\n\n## 2. ???\n" in people.text
    assert unknown.status_code == 422


def test_only_those_whose_ids_are_given_are_listed(client: Client) -> None:
    mine, other = _begin(client), _begin(client)

    listed = client.get("/v1/conversations", params={"id": [mine, "conv_of_nobody"]}).json()
    unnamed = client.get("/v1/conversations")

    assert [one["id"] for one in listed["conversations"]] == [mine]
    assert other not in str(listed)
    assert unnamed.status_code == 422


@pytest.mark.usefixtures("bridge")
def test_deleted_expired_and_unknown_conversations_cannot_be_told_apart(
    client: Client, settings: Settings
) -> None:
    deleted, expired = _begin(client), _begin(client)
    assert client.delete(f"/v1/conversations/{deleted}").status_code == 204
    long_ago = (datetime.now(UTC) - timedelta(days=31)).isoformat(timespec="seconds")
    database = SqliteDatabase(settings.file)
    with database.writing() as connection:
        mine = conversations.c.id == expired
        connection.execute(update(conversations).where(mine).values(last_used=long_ago))
    database.close()

    for id in (deleted, expired, "conv_of_nobody"):
        replies = [
            client.get(f"/v1/conversations/{id}"),
            client.delete(f"/v1/conversations/{id}"),
            client.post("/v1/ask", json={"question": COST, "conversation_id": id}),
        ]
        for reply in replies:
            problem = reply.json()
            assert reply.status_code == 404
            assert problem["type"] == "urn:dateline:problem:not-found"
            assert problem["detail"] == f"conversation {id!r}: not found"


@pytest.mark.usefixtures("bridge")
def test_a_conversation_quotes_no_article_that_is_deleted(
    client: Client, settings: Settings
) -> None:
    id = _begin(client)
    for question in (COST, "What did Trump say about the bridge?", "Who is the mayor of Oslo?"):
        _ask(client, question, conversation_id=id)

    client.delete("/v1/articles/bridge")

    read = _read(client, id)
    assert [turn["answer"]["citations"] for turn in read["turns"]] == [[], [], []]
    assert [turn["answer"]["nearest"] for turn in read["turns"]] == [[], [], []]
    for word in ("Redmill", "Ledger", "41 million", "halve the way"):
        assert word not in str(read)
    assert len(read["turns"][0]["answer"]["notes"]) == 1
    assert _stored_about_articles(settings) == (0, [None, None, None])


@pytest.mark.usefixtures("bridge")
def test_what_another_article_says_too_is_quoted_from_it_once_the_first_is_deleted(
    client: Client,
) -> None:
    twin = "REDMILL — It cost 41 million euros, she added.\n\nNobody was hurt."
    body = {"id": "twin", "title": "Twin", "text": twin, "source": "Courier"}
    assert client.post("/v1/articles", json=body).status_code == 201
    id = _begin(client)
    answer = _ask(client, COST, conversation_id=id)
    merged = next(item for item in answer["answers"] if len(item["citations"]) == 2)
    first = answer["citations"][merged["citations"][0] - 1]["article_id"]

    client.delete(f"/v1/articles/{first}")

    left = _read(client, id)["turns"][0]["answer"]
    assert {citation["article_id"] for citation in left["citations"]} == {"bridge", "twin"} - {
        first
    }
    assert left["answers"][0]["quote"] in {citation["quote"] for citation in left["citations"]}


def test_after_500_turns_the_oldest_are_dropped_and_the_answer_says_so(
    client: Client, settings: Settings
) -> None:
    id = _begin(client)
    database = SqliteDatabase(settings.file)
    with database.writing() as connection:
        mine = conversations.c.id == id
        connection.execute(update(conversations).where(mine).values(turns=MOST_TURNS - 1))
    database.close()

    notes = [_ask(client, COST, conversation_id=id)["notes"] for _ in range(3)]

    read = _read(client, id)
    assert [len(said) for said in notes] == [0, 1, 0]
    assert str(MOST_TURNS) in notes[1][0]
    assert (read["turn_count"], read["first_turn"]) == (MOST_TURNS + 2, 3)


def test_the_log_does_not_tell_ids(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    id = _begin(client)
    for path in (f"/v1/conversations/{id}", f"/v1/conversations/{id}/export"):
        client.get(path)
    client.get("/v1/conversations", params={"id": id})
    _ask(client, COST, conversation_id=id)

    told = capsys.readouterr().out

    assert "/v1/conversations/{id" in told
    assert id not in told


def test_a_dropped_collection_takes_its_conversations_along(client: Client) -> None:
    client.put("/v1/collections/other")
    id = _begin(client, collection="other")
    _ask(client, COST, conversation_id=id)

    client.delete("/v1/collections/other")

    assert client.get(f"/v1/conversations/{id}").status_code == 404


def test_a_conversation_stays_in_its_collection(client: Client) -> None:
    client.put("/v1/collections/other")
    id = _begin(client, collection="other")

    answer = _ask(client, COST, conversation_id=id)
    refused = client.post(
        "/v1/ask", json={"question": COST, "conversation_id": id, "collection": "default"}
    )

    assert "other" in answer["text"]
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("collection: ")


def test_where_none_are_stored_the_reply_says_what_to_do(settings: Settings) -> None:
    with running(structs.replace(settings, conversation_days=0)) as client:
        refused = client.post("/v1/conversations", json={})

    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:dateline:problem:conversations-off"
    assert "`history`" in refused.json()["detail"]
