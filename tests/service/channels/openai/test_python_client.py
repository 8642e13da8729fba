"""The official Python client of OpenAI, against a real server."""

import inspect
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import pytest

from service.channels.openai.requests import ChatRequest, ResponsesRequest
from service.lookups.tokens import count_tokens
from tests.service.channels.openai.conftest import FERRY
from tests.service.conftest import BRIDGE
from tests.serving import Served

openai = pytest.importorskip("openai", reason="the official client `openai` is not installed")

# The first quote has a character beyond 16 bits, so that units differ behind it.
OPENED = "When did the new bridge open after four years of work?"
COST = "How much did the new bridge cost?"


@pytest.fixture(scope="module")
def client(server: Served) -> Iterator[Any]:
    """A client as anyone would make it."""
    with openai.OpenAI(base_url=f"{server.address}/v1", api_key="none", max_retries=0) as client:
        yield client


def _user(question: str) -> dict[str, str]:
    return {"role": "user", "content": question}


def _chat(client: Any, *messages: Any, **fields: Any) -> Any:
    return client.chat.completions.create(model="dateline", messages=list(messages), **fields)


def test_every_slice_of_a_completion_is_the_mark_of_its_citation(client: Any) -> None:
    reply = _chat(client, _user(OPENED))

    message = reply.choices[0].message
    cited = {one["number"]: one for one in reply.dateline["citations"]}
    assert "🌉" in message.content
    assert len(message.annotations) >= 2
    for annotation in message.annotations:
        citation = annotation.url_citation
        number = citation.dateline["number"]
        assert message.content[citation.start_index : citation.end_index] == f"[{number}]"
        quote = citation.dateline["quote"]
        assert BRIDGE[quote["start"] : quote["end"]] == cited[number]["quote"]
        assert citation.url == cited[number]["link"]
        assert citation.title == "New bridge opens in Redmill"


def test_a_completion_is_the_answer_of_ask(client: Any, server: Served) -> None:
    reply = _chat(client, {"role": "system", "content": "Answer in rhymes."}, _user(COST))

    _, answer = server.request("POST", "/v1/ask", {"question": COST})
    assert reply.choices[0].message.content == answer["text"]
    assert reply.choices[0].finish_reason == "stop"
    assert reply.dateline["citations"] == answer["citations"]
    usage = reply.usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert usage.completion_tokens == count_tokens(answer["text"], "o200k_base")


def test_a_refusal_is_a_reply_without_annotations(client: Any) -> None:
    reply = _chat(client, _user("Who won the chess championship in Reykjavik?"))

    assert reply.choices[0].message.content == reply.dateline["text"]
    assert reply.choices[0].message.annotations == []
    assert reply.dateline["status"] == "no_answer"


def test_a_stream_is_the_completion_in_parts(client: Any) -> None:
    whole = _chat(client, _user(OPENED))

    chunks = list(_chat(client, _user(OPENED), stream=True, stream_options={"include_usage": True}))

    *spoken, ended, counted = chunks
    deltas = [chunk.choices[0].delta for chunk in spoken]
    annotations = [one for delta in deltas for one in getattr(delta, "annotations", None) or ()]
    expected = whole.choices[0].message
    assert [delta.role for delta in deltas] == ["assistant"] + [None] * (len(deltas) - 1)
    assert "".join(delta.content or "" for delta in deltas) == expected.content
    assert annotations == [one.model_dump() for one in expected.annotations]
    assert [chunk.choices[0].finish_reason for chunk in spoken] == [None] * len(spoken)
    assert ended.choices[0].finish_reason == "stop"
    assert ended.dateline["citations"] == whole.dateline["citations"]
    assert (counted.choices, counted.usage) == ([], whole.usage)
    assert all(chunk.usage is None for chunk in (*spoken, ended))


def test_the_clients_own_accumulation_of_a_stream_has_the_same_text(client: Any) -> None:
    with client.chat.completions.stream(model="dateline", messages=[_user(COST)]) as stream:
        reply = stream.get_final_completion()

    assert reply.choices[0].message.content == _chat(client, _user(COST)).dateline["text"]


@pytest.mark.parametrize("keeps_annotations", [True, False])
def test_the_messages_are_the_conversation(client: Any, keeps_annotations: bool) -> None:
    first = _chat(client, _user(COST)).choices[0].message
    reply = first if keeps_annotations else {"role": "assistant", "content": first.content}

    found = _chat(client, _user(COST), reply, _user("Who said that?")).dateline

    assert found["searched"] == "Who said “It cost 41 million euros, she added”?"
    assert found["notes"] == []


def test_every_slice_of_a_response_is_the_mark_of_its_citation(client: Any) -> None:
    reply = client.responses.create(model="dateline", input=OPENED, instructions="In rhymes.")

    (part,) = reply.output[0].content
    assert reply.status == "completed"
    assert reply.output_text == reply.dateline["text"]
    assert [part.text[one.start_index : one.end_index] for one in part.annotations] == [
        f"[{one.dateline['number']}]" for one in part.annotations
    ]
    assert len(part.annotations) >= 2
    assert reply.usage.total_tokens == reply.usage.input_tokens + reply.usage.output_tokens


def test_the_events_of_a_response_make_the_response(client: Any) -> None:
    whole = client.responses.create(model="dateline", input=OPENED)

    events = list(client.responses.create(model="dateline", input=OPENED, stream=True))

    kinds = [event.type.removeprefix("response.") for event in events]
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    added = [one.annotation for one in events if one.type.endswith("annotation.added")]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert kinds[:4] == ["created", "in_progress", "output_item.added", "content_part.added"]
    assert kinds[-4:] == ["output_text.done", "content_part.done", "output_item.done", "completed"]
    assert "".join(deltas) == whole.output_text
    expected = whole.output[0].content[0].annotations
    assert [one.model_dump() for one in added] == [one.model_dump() for one in expected]
    assert events[-1].response.output[0].content == whole.output[0].content


def test_the_clients_own_accumulation_of_a_response_has_the_same_text(client: Any) -> None:
    with client.responses.stream(model="dateline", input=COST) as stream:
        reply = stream.get_final_response()

    assert reply.output_text == client.responses.create(model="dateline", input=COST).output_text


def test_the_output_of_a_response_can_be_sent_as_input(client: Any) -> None:
    first = client.responses.create(model="dateline", input=COST)

    history = [_user(COST), *first.output, _user("Who said that?")]
    found = client.responses.create(model="dateline", input=history).dateline

    assert found["searched"] == "Who said “It cost 41 million euros, she added”?"


def test_a_stored_conversation_is_gone_on_with(client: Any, server: Served) -> None:
    _, begun = server.request("POST", "/v1/conversations", {})
    client.responses.create(model="dateline", input=COST, conversation=begun["id"])

    reply = client.responses.create(
        model="dateline", input="Who said that?", conversation={"id": begun["id"]}
    )

    assert reply.conversation.id == begun["id"]
    assert reply.dateline["turn"] == 2
    assert reply.dateline["searched"] == "Who said “It cost 41 million euros, she added”?"


def test_the_model_chooses_the_collection(client: Any) -> None:
    names = [model.id for model in client.models.list()]
    question = "What did Bo Lind say about the ferry?"

    found = client.chat.completions.create(
        model="dateline/ferries", messages=[_user(question)]
    ).dateline

    assert names == ["dateline", "dateline/default", "dateline/ferries"]
    assert client.models.retrieve("dateline/ferries").id == "dateline/ferries"
    assert client.models.retrieve("dateline").owned_by == "dateline"
    assert {one["article_id"] for one in found["citations"]} == {"ferry"}
    assert all(FERRY[one["start"] : one["end"]] == one["quote"] for one in found["citations"])


def test_an_article_without_an_address_is_cited_by_ours(client: Any, server: Served) -> None:
    question = "What did Bo Lind say about the ferry?"

    reply = client.responses.create(model="dateline/ferries", input=question)

    urls = {one.url for one in reply.output[0].content[0].annotations}
    assert all(url.startswith(f"{server.address}/articles/ferry?") for url in urls)
    assert len(urls) >= 1


def test_filters_can_be_sent_beside(client: Any) -> None:
    none = {"dateline": {"filters": {"source": "Another Paper"}}}

    assert _chat(client, _user(COST), extra_body=none).dateline["status"] == "no_answer"


def test_parameters_for_sampling_are_ignored(client: Any) -> None:
    reply = _chat(
        client,
        _user(COST),
        temperature=0.2,
        top_p=0.9,
        max_tokens=1,
        seed=7,
        stop=["."],
        presence_penalty=0.5,
        frequency_penalty=-0.5,
        logit_bias={"50256": -100},
        user="somebody",
        n=1,
        response_format={"type": "text"},
        tools=[],
        tool_choice="none",
    )

    assert reply.choices[0].message.content == _chat(client, _user(COST)).dateline["text"]


@pytest.mark.parametrize(
    ("path", "known"), [("chat.completions", ChatRequest), ("responses", ResponsesRequest)]
)
def test_every_parameter_of_the_client_is_known(client: Any, path: str, known: Any) -> None:
    create = attrgetter(f"{path}.create")(client)
    own = {"extra_headers", "extra_query", "extra_body", "timeout"}

    parameters = set(inspect.signature(create).parameters) - own

    assert parameters <= set(known.__struct_fields__)
    assert len(parameters) > 20


@pytest.mark.parametrize(
    ("fields", "status", "code", "param"),
    [
        ({"model": "gpt-4o"}, 404, "model_not_found", "model"),
        ({"model": "dateline/nowhere"}, 404, "model_not_found", "model"),
        ({"tools": [{"type": "function"}]}, 400, "unsupported_value", "tools"),
        ({"tool_choice": "required"}, 400, "unsupported_value", "tool_choice"),
        ({"functions": [{"name": "f"}]}, 400, "unsupported_value", "functions"),
        ({"response_format": {"type": "json_object"}}, 400, "unsupported_value", None),
        ({"modalities": ["audio"]}, 400, "unsupported_value", None),
        ({"n": 2}, 400, "unsupported_value", "n"),
        ({"temperature": "hot"}, 400, "invalid_type", "temperature"),
        ({"messages": []}, 400, "invalid_type", "messages"),
        ({"messages": "hello"}, 400, "invalid_type", "messages"),
        ({"messages": [{"role": "user"}]}, 400, "missing_required_parameter", None),
        ({"messages": [_user(" ")]}, 400, "invalid_value", "messages[0].content"),
        ({"messages": [_user("x" * 2_001)]}, 400, "string_above_max_length", "messages"),
        ({"messages": [{"role": "system", "content": "a"}]}, 400, "invalid_value", "messages"),
        ({"messages": [{"role": "tool", "content": "a"}]}, 400, "unsupported_value", None),
        ({"extra_body": {"temprature": 1}}, 400, "unknown_parameter", "temprature"),
    ],
)
def test_what_cannot_be_done_is_refused_as_the_api_does(
    client: Any, fields: dict[str, Any], status: int, code: str, param: str | None
) -> None:
    with pytest.raises(openai.APIStatusError) as refused:
        client.chat.completions.create(
            **{"model": "dateline", "messages": [_user("hello there")], **fields}
        )

    error = refused.value
    assert (error.status_code, error.code, error.type) == (status, code, "invalid_request_error")
    assert error.param == param or param is None
    assert error.body["dateline"]["type"].startswith("urn:dateline:problem:")
    assert error.body["dateline"]["status"] == status


@pytest.mark.parametrize("kind", ["image_url", "input_audio", "file"])
def test_what_is_no_text_is_refused(client: Any, kind: str) -> None:
    content = [{"type": "text", "text": "What is this?"}, {"type": kind, kind: {"url": "x"}}]

    with pytest.raises(openai.BadRequestError, match="text only") as refused:
        _chat(client, {"role": "user", "content": content})

    assert refused.value.code == "unsupported_value"


def test_a_conversation_and_earlier_messages_are_refused(client: Any, server: Served) -> None:
    _, begun = server.request("POST", "/v1/conversations", {})
    history = [_user(COST), {"role": "assistant", "content": "41"}, _user("Who said that?")]

    with pytest.raises(openai.BadRequestError, match="contradict") as refused:
        client.responses.create(model="dateline", input=history, conversation=begun["id"])

    assert refused.value.body["dateline"]["type"] == "urn:dateline:problem:contradiction"


def test_an_unknown_conversation_is_not_found(client: Any) -> None:
    with pytest.raises(openai.NotFoundError) as refused:
        client.responses.create(model="dateline", input=COST, conversation="conv_none")

    assert refused.value.code == "not_found"


@pytest.mark.short(1)
@pytest.mark.parametrize("endpoint", ["chat", "responses"])
def test_a_stream_that_is_left_leaves_the_server_as_it_was(
    client: Any, server: Served, endpoint: str
) -> None:
    for events in range(12):
        if endpoint == "chat":
            stream = _chat(client, _user(OPENED), stream=True)
        else:
            stream = client.responses.create(model="dateline", input=OPENED, stream=True)
        for _ in zip(range(events), stream, strict=False):
            pass
        stream.close()

    assert _chat(client, _user(COST)).dateline["status"] == "answered"
    assert server.request("GET", "/ready")[0] == 200
