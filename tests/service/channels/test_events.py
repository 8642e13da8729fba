"""An answer as events: citations before their text, and the text whole."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient
from msgspec import structs

from service.channels.events import MEDIA_TYPE, Event, beginning, encoded, replacing, told
from service.http.limits.kept_streams import KeptStreams
from service.wire.answer import Answer
from tests.service.channels.reading import events_of, put_together

Client = TestClient[Any]
BRIDGE = "How much did the new bridge cost?"
ACCEPT = {"Accept": MEDIA_TYPE}


@pytest.fixture
def client(bridged: Client) -> Client:
    """One application for all: they change nothing in it."""
    return bridged


def _stream(client: Client, **fields: Any) -> list[dict[str, Any]]:
    reply = client.post("/v1/ask", json={"question": BRIDGE, **fields}, headers=ACCEPT)
    assert reply.headers["content-type"].startswith(MEDIA_TYPE)
    return list(events_of(reply.text))


def test_every_citation_comes_before_the_text_that_uses_it(client: Client) -> None:
    events = _stream(client, max_answers=1)

    assert [one["event"] for one in events] == ["searched", "citation", "answer", "answer", "done"]
    assert events[0]["data"] == {"searched": BRIDGE}
    assert events[2]["data"]["text"].endswith(f"[{events[1]['data']['number']}]")


@pytest.mark.parametrize("question", [BRIDGE, "Who is quoted on the bridge?", "hello", "Why?"])
def test_the_parts_are_the_whole_answer(client: Client, question: str) -> None:
    events = _stream(client, question=question)

    parts = [one["data"] for one in events if one["event"] == "answer"]
    whole = events[-1]["data"]
    assert "".join(part["text"] for part in parts) == whole["text"]
    assert [item for part in parts for item in part["answers"]] == whole["answers"]
    assert [e["data"] for e in events if e["event"] == "citation"] == whole["citations"]


def test_the_same_question_as_a_link_has_the_same_answer(client: Client) -> None:
    by_address = client.get("/v1/ask", params={"q": BRIDGE}).json()

    posted = client.post("/v1/ask", json={"question": BRIDGE}).json()
    assert by_address["citations"] == posted["citations"]


def test_a_client_that_lost_its_connection_gets_what_followed(client: Client) -> None:
    events = _stream(client)

    headers = {**ACCEPT, "Last-Event-ID": events[1]["id"]}
    reply = client.post("/v1/ask", json={"question": BRIDGE}, headers=headers)

    assert list(events_of(reply.text)) == events[2:]


@pytest.mark.parametrize("last", ["nonsense", "a.1", ".", "x" * 500, "0.-1"])
def test_an_unknown_stream_is_answered_anew(client: Client, last: str) -> None:
    headers = {**ACCEPT, "Last-Event-ID": last}

    reply = client.post("/v1/ask", json={"question": BRIDGE}, headers=headers)

    assert next(events_of(reply.text))["event"] == "searched"


def test_a_turn_is_not_taken_twice_because_its_stream_was_lost(client: Client) -> None:
    id = client.post("/v1/conversations", json={}).json()["id"]
    headers = {**ACCEPT, "Last-Event-ID": "lost.3"}

    body = {"question": BRIDGE, "conversation_id": id}
    reply = client.post("/v1/ask", json=body, headers=headers)

    assert reply.status_code == 404
    assert client.get(f"/v1/conversations/{id}").json()["turns"] == []


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"question": ""}, 422),
        ({"as_of": "the day before"}, 422),
        ({"collection": "nowhere"}, 404),
        ({"conversation_id": "a", "history": []}, 409),
    ],
)
def test_what_is_wrong_before_the_stream_is_a_problem_document(
    client: Client, fields: dict[str, Any], status: int
) -> None:
    reply = client.post("/v1/ask", json={"question": BRIDGE, **fields}, headers=ACCEPT)

    assert reply.status_code == status
    assert reply.headers["content-type"].startswith("application/problem+json")


def test_questions_to_ask_next_come_before_the_end_if_they_are_wanted(client: Client) -> None:
    address = "/v1/ask?suggestions=2"

    reply = client.post(address, json={"question": BRIDGE}, headers=ACCEPT)

    assert [one["event"] for one in events_of(reply.text)][-2:] == ["suggestions", "done"]


def test_citations_come_first_where_the_marks_of_the_text_are_unknown(client: Client) -> None:
    reply = client.post("/v1/ask", json={"question": BRIDGE})
    answer = msgspec.json.decode(reply.content, type=Answer)
    answer = structs.replace(answer, text="Told otherwise.")

    *citations, last = told(answer, "en")

    assert {one.name for one in citations} == {"citation"}
    assert msgspec.json.decode(last.data)["text"] == answer.text


def _answer(client: Client, question: str) -> Answer:
    reply = client.post("/v1/ask", json={"question": question})
    return msgspec.json.decode(reply.content, type=Answer)


def _read(events: list[Event]) -> list[dict[str, Any]]:
    return [{"event": one.name, "data": msgspec.json.decode(one.data)} for one in events]


def test_an_answer_goes_on_from_what_was_told_of_it(client: Client) -> None:
    answer = _answer(client, BRIDGE)
    begun = beginning(answer, "en")

    first, rest = _read(list(begun.events())), _read(list(told(answer, "en", begun)))

    assert [one["event"] for one in first] == ["citation", "answer"]
    assert first[1]["data"] == {"text": begun.text, "answers": [], "provisional": True}
    assert begun.text.endswith("[1]")
    assert rest[0]["data"]["answers"] == msgspec.to_builtins(answer.answers[:1])
    whole = msgspec.to_builtins(answer)
    assert put_together([*first, *rest]) == {
        name: whole[name] for name in ("text", "answers", "citations")
    }


@pytest.mark.parametrize("question", [BRIDGE, "hello", "Who is quoted on the bridge?"])
def test_an_answer_that_begins_otherwise_replaces_what_was_told(
    client: Client, question: str
) -> None:
    begun = beginning(_answer(client, "What must keep running until spring?"), "en")
    answer = _answer(client, question)

    first, rest = _read(list(begun.events())), _read([replacing("s.3"), *told(answer, "en")])

    assert not begun.begins(answer)
    assert rest[0]["data"] == {"text": "", "answers": [], "replaces": "s.3"}
    whole = msgspec.to_builtins(answer)
    assert put_together([*first, *rest]) == {
        name: whole[name] for name in ("text", "answers", "citations")
    }


def test_streams_are_kept_as_long_as_there_is_room() -> None:
    kept = KeptStreams(most_bytes=100)
    for id in "abc":
        kept.keep(id, b"?", [b"1" * 30, b"2" * 15])

    after: Iterator[Any] = (kept.after(f"{id}.1", b"?") for id in "abc")

    assert list(after) == [None, (b"2" * 15,), (b"2" * 15,)]
    assert kept.after("c.1", b"another question") is None


def test_an_event_is_one_block_of_lines() -> None:
    sent = encoded(Event("answer", b'{"text":"a\\nb"}'), "s.1")

    assert sent == b'id: s.1\nevent: answer\ndata: {"text":"a\\nb"}\n\n'
