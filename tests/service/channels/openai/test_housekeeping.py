"""What chat clients ask for themselves: titles, tags, completions. No article is asked.

The requests have the marks by which Open WebUI's and LibreChat's are known, after their public
source; their many words of instruction are left out.
"""

import json
from typing import Any

import pytest
from litestar.testing import TestClient

Client = TestClient[Any]
FIRST = "How much did the new\nbridge cost?"
CHAT = (
    f"USER: {FIRST}\nASSISTANT: > It cost 41 million euros. [1]\n\nUSER: Who said that?\n"
    'ASSISTANT: Elena Ruiz {"tags": ["x"]} [1]'
)
LONG = "Why " + "did the council of Redmill vote on the bridge again and " * 3 + "again?"


@pytest.fixture
def client(bridged: Client) -> Client:
    """One application for all: they change nothing in it."""
    return bridged


def _open_webui(shape: str, chat: str = CHAT) -> list[dict[str, Any]]:
    """A task: what is wanted, its shape, and the chat."""
    text = (
        f"### Task:\nDo something with the chat.\n### Output:\nJSON format: {shape}\n"
        f"### Chat History:\n<chat_history>\n{chat}\n</chat_history>"
    )
    return [{"role": "user", "content": text}]


def _replied(client: Client, messages: list[dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    body = {"model": "dateline", "messages": messages, "max_completion_tokens": 1000}
    reply = client.post("/v1/chat/completions", json=body)
    assert reply.status_code == 200, reply.text
    (choice,) = reply.json()["choices"]
    return choice["message"]["content"], reply.json()


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ('{ "title": "your title here" }', {"title": "How much did the new bridge cost?"}),
        ('{ "tags": ["tag1", "tag2"] }', {"tags": []}),
        ('{ "follow_ups": ["Question 1?", "Question 2?"] }', {"follow_ups": []}),
        ('{ "queries": ["query1", "query2"] }', {"queries": ["Who said that?"]}),
        ('{\n    "prompt": "Your description here."\n}', {"prompt": "Who said that?"}),
        ('{ "text": "<your_completion>" }', {"text": ""}),
    ],
)
def test_a_task_of_open_webui_gets_the_json_that_it_shows(
    client: Client, shape: str, expected: Any
) -> None:
    content, reply = _replied(client, _open_webui(shape))

    assert json.loads(content) == expected
    assert reply["dateline"] is None
    assert reply["choices"][0]["message"]["annotations"] == []
    assert reply["usage"]["completion_tokens"] > 0


def test_a_task_may_come_after_a_system_prompt_and_in_parts(client: Client) -> None:
    (task,) = _open_webui('{ "title": "x" }')
    parts = {"role": "user", "content": [{"type": "text", "text": task["content"]}]}

    content, _ = _replied(client, [{"role": "system", "content": "Be kind."}, parts])

    assert json.loads(content) == {"title": "How much did the new bridge cost?"}


def test_a_long_question_makes_a_title_of_its_beginning(client: Client) -> None:
    content, _ = _replied(client, _open_webui('{ "title": "x" }', f"USER: {LONG}"))

    title = json.loads(content)["title"]
    assert title.endswith("…")
    assert LONG.startswith(title[:-1])
    assert len(title) <= 101


def test_a_choice_among_tools_is_none(client: Client) -> None:
    system = 'Available Tools: [{"name": "clock"}]\n\nIf none match: {"tool_calls": []}'
    messages = [
        {"role": "system", "content": system},
        {"role": "user", "content": f"Query: {FIRST}"},
    ]

    content, _ = _replied(client, messages)

    assert json.loads(content) == {"tool_calls": []}


@pytest.mark.parametrize(
    "messages",
    [
        [
            {
                "role": "user",
                "content": "Provide a short title for the conversation, in title case.\n\n"
                f"Conversation:\nUser: {FIRST}\nAI: It cost 41 million euros.",
            }
        ],
        [
            {
                "role": "user",
                "content": "Analyze this conversation: 1. its language 2. a concise title\n\n"
                f"User: {FIRST}\nAI: It cost 41 million euros.",
            }
        ],
        [
            {
                "role": "system",
                "content": "Please generate a concise title for the conversation.\n\n"
                f'||>User:\n"{FIRST}"\n||>Response:\n"It cost 41 million euros."\n\n||>Title:',
            }
        ],
    ],
)
def test_librechat_gets_the_first_question_as_a_title(
    client: Client, messages: list[dict[str, Any]]
) -> None:
    content, reply = _replied(client, messages)

    assert content == "How much did the new bridge cost?"
    assert reply["dateline"] is None


def test_a_title_is_streamed_and_given_as_a_response_as_well(client: Client) -> None:
    (task,) = _open_webui('{ "title": "x" }')
    chat = {"model": "dateline", "messages": [task], "stream": True}

    streamed = client.post("/v1/chat/completions", json=chat).text
    response = client.post("/v1/responses", json={"model": "dateline", "input": [task]}).json()

    chunks = [json.loads(one[6:]) for one in streamed.split("\n\n")[:-2]]
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    text = "".join(delta.get("content", "") for delta in deltas)
    assert json.loads(text) == {"title": "How much did the new bridge cost?"}
    assert response["output"][0]["content"][0]["text"] == text
    assert response["dateline"] is None


@pytest.mark.parametrize(
    "question",
    [
        "What is the title of the conversation between Ruiz and Lind?",
        'What does { "title": "x" } mean?',
        "### Task: how much did the bridge cost?",
        "User: how much did the bridge cost?",
        "What is <chat_history>?",
        "Generate a title for the bridge.",
    ],
)
def test_what_somebody_asks_is_a_question(client: Client, question: str) -> None:
    content, reply = _replied(client, [{"role": "user", "content": question}])

    assert reply["dateline"]["text"] == content


@pytest.mark.parametrize("chat", ["", "ASSISTANT: hello", "no roles", "USER: ", "USER:\nUSER:"])
def test_a_chat_without_a_question_has_no_title(client: Client, chat: str) -> None:
    content, _ = _replied(client, _open_webui('{ "title": "x" }', chat))

    assert json.loads(content) == {"title": ""}


def test_an_unknown_model_has_no_titles(client: Client) -> None:
    body = {"model": "gpt-4", "messages": _open_webui('{ "title": "x" }')}

    assert client.post("/v1/chat/completions", json=body).status_code == 404
