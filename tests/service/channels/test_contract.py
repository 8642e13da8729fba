"""One contract for all channels: the same question has the same citations, numbered the same.

A further channel is a function of the library's folder and the questions that returns, for each of
them, the citations as its client gets them, and an entry in `CHANNELS`.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from litestar.testing import TestClient

from index.formats import read_paths
from service.answers.writing.rendering import rendered
from service.channels.events import MEDIA_TYPE
from service.commands.cli import main
from service.demo import articles_folder, questions_file
from service.engine import Engine
from service.settings import Settings, load
from service.wire.answer import Answer, Form
from tests.service.channels.reading import events_of
from tests.service.conftest import running

_SETTINGS: dict[str, Any] = {"embedder": "letters", "reader": "sentence", "attribution": "rules"}
_ENVIRONMENT = {f"DATELINE_{name.upper()}": value for name, value in _SETTINGS.items()}
_EVERY = 9
"""Of the demo questions, so many are left out for each that is asked."""
_FORMS = (
    "Tell me about the bridge",
    "What's new?",
    "Who is quoted on the bridge?",
    "Timeline of the bridge",
    "Compare what Elena Ruiz and Dale Okafor said about the ferry",
    "Compare what Elena Ruiz and Mark Carney said about the bridge",
)
_REFUSED = (
    "hello",
    "thanks!",
    "What can you do?",
    "asdf qwer",
    "?!",
    "What did Okafor say?",
    "What did Albert Einstein say about the bridge?",
    "What did Elena Ruiz say about quantum computing?",
    "Who won the chess championship in Reykjavik?",
    "Timeline of quantum computing",
    "Tell me about quantum chromodynamics",
    "¿Qué dijo Albert Einstein?",
)
_CITED = ("number", "article_id", "version", "start", "end", "sha256")

Citations = list[tuple[Any, ...]]
Channel = Callable[[Path, Sequence[str]], list[Citations]]


def _cited(citations: Iterable[dict[str, Any]]) -> Citations:
    return [tuple(one[name] for name in _CITED) for one in citations]


def _app(folder: Path) -> AbstractContextManager[TestClient[Any]]:
    return running(_settings(folder))


def _settings(folder: Path) -> Settings:
    return load({}, data=str(folder), **_SETTINGS)


def _answers(folder: Path, questions: Sequence[str]) -> list[dict[str, Any]]:
    with _app(folder) as client:
        return [client.post("/v1/ask", json={"question": one}).json() for one in questions]


def _by_address(folder: Path, questions: Sequence[str]) -> list[Citations]:
    with _app(folder) as client:
        answers = [client.get("/v1/ask", params={"q": one}).json() for one in questions]
    return [_cited(answer["citations"]) for answer in answers]


def _in_a_batch(folder: Path, questions: Sequence[str]) -> list[Citations]:
    body = {"questions": [{"question": one} for one in questions]}
    with _app(folder) as client:
        answers = client.post("/v1/ask/batch", json=body).json()["answers"]
    return [_cited(answer["citations"]) for answer in answers]


def _as_events(folder: Path, questions: Sequence[str]) -> list[Citations]:
    accept = {"Accept": MEDIA_TYPE}
    with _app(folder) as client:
        replies = [client.post("/v1/ask", json={"question": q}, headers=accept) for q in questions]
    return [
        _cited(one["data"] for one in events_of(reply.text) if one["event"] == "citation")
        for reply in replies
    ]


def _as_completions(folder: Path, questions: Sequence[str]) -> list[Citations]:
    found: list[Citations] = []
    with _app(folder) as client:
        for question in questions:
            message = {"role": "user", "content": question}
            body = {"model": "dateline", "messages": [message]}
            reply = client.post("/v1/chat/completions", json=body).json()
            annotations = reply["choices"][0]["message"]["annotations"]
            found.append(_annotated([one["url_citation"] for one in annotations], reply))
    return found


def _as_chunks(folder: Path, questions: Sequence[str]) -> list[Citations]:
    found: list[Citations] = []
    with _app(folder) as client:
        for question in questions:
            message = {"role": "user", "content": question}
            body = {"model": "dateline", "messages": [message], "stream": True}
            text = client.post("/v1/chat/completions", json=body).text
            chunks = [json.loads(one[6:]) for one in text.split("\n\n")[:-2]]
            deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
            annotations = [a for delta in deltas for a in delta.get("annotations", ())]
            found.append(_annotated([one["url_citation"] for one in annotations], chunks[-1]))
    return found


def _as_responses(folder: Path, questions: Sequence[str]) -> list[Citations]:
    with _app(folder) as client:
        bodies = [{"model": "dateline", "input": question} for question in questions]
        replies = [client.post("/v1/responses", json=body).json() for body in bodies]
    return [_annotated(one["output"][0]["content"][0]["annotations"], one) for one in replies]


def _as_response_events(folder: Path, questions: Sequence[str]) -> list[Citations]:
    found: list[Citations] = []
    with _app(folder) as client:
        for question in questions:
            body = {"model": "dateline", "input": question, "stream": True}
            told = [one["data"] for one in events_of(client.post("/v1/responses", json=body).text)]
            annotations = [one["annotation"] for one in told if "annotation" in one]
            found.append(_annotated(annotations, told[-1]["response"]))
    return found


def _annotated(annotations: Iterable[dict[str, Any]], reply: dict[str, Any]) -> Citations:
    """The citations in the order in which annotations first name them."""
    places = [one["dateline"] for one in annotations]
    found = {one["number"]: {**one["quote"], "number": one["number"]} for one in places}
    hashes = {one["number"]: one["sha256"] for one in reply["dateline"]["citations"]}
    return _cited({**one, "sha256": hashes[number]} for number, one in found.items())


def _by_command(folder: Path, questions: Sequence[str]) -> list[Citations]:
    return [_cited(_run(folder, "ask", "--json", "--", one)["citations"]) for one in questions]


def _in_a_chat(folder: Path, questions: Sequence[str]) -> list[Citations]:
    lines = "\n/new\n".join(questions)
    done = CliRunner(env=_ENVIRONMENT).invoke(
        main, ["--data", str(folder), "chat", "--json"], input=lines
    )
    return [_cited(json.loads(line)["citations"]) for line in done.stdout.splitlines()]


def _run(folder: Path, *words: str) -> dict[str, Any]:
    done = CliRunner(env=_ENVIRONMENT).invoke(main, ["--data", str(folder), *words])
    return json.loads(done.stdout)  # type: ignore[no-any-return]


CHANNELS: dict[str, Channel] = {
    "by address": _by_address,
    "in a batch": _in_a_batch,
    "as events": _as_events,
    "as completions": _as_completions,
    "as chunks": _as_chunks,
    "as responses": _as_responses,
    "as response events": _as_response_events,
    "by command": _by_command,
    "in a chat": _in_a_chat,
}


@pytest.fixture(scope="module")
def questions() -> list[str]:
    """Questions of all forms, and such as have no answer, in no conversation."""
    lines = questions_file().read_text(encoding="utf-8").splitlines()[::_EVERY]
    return [*(json.loads(line)["question"] for line in lines), *_FORMS, *_REFUSED]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's articles."""
    folder = tmp_path_factory.mktemp("contract")
    engine = Engine(_settings(folder))
    engine.open()
    list(engine.ingester.add(engine.collection(None), read_paths([articles_folder()])))
    engine.close()
    return folder


@pytest.fixture(scope="module")
def answers(folder: Path, questions: Sequence[str]) -> list[dict[str, Any]]:
    """What `POST /v1/ask` replies, which every other channel must agree with."""
    return _answers(folder, questions)


def test_all_forms_and_many_refusals_are_asked_for(answers: Sequence[dict[str, Any]]) -> None:
    forms = {answer["form"] for answer in answers if answer["answers"]}
    reasons = {answer["reason"] for answer in answers if not answer["answers"]}

    assert len(answers) >= 55
    assert forms == set(Form) - {Form.SOURCES}
    assert len(reasons) >= 6


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=list(CHANNELS))
def test_every_channel_cites_the_same(
    channel: Channel,
    folder: Path,
    questions: Sequence[str],
    answers: Sequence[dict[str, Any]],
) -> None:
    found = channel(folder, questions)

    expected = [_cited(answer["citations"]) for answer in answers]
    assert dict(zip(questions, found, strict=True)) == dict(zip(questions, expected, strict=True))


def test_marks_stand_in_the_text_numbered_from_1_in_order(
    answers: Sequence[dict[str, Any]],
) -> None:
    for given in answers:
        answer = msgspec.convert(given, Answer)
        # Replies are in the language of their question.
        shown = max((rendered(answer, tag) for tag in ("en", "es")), key=lambda r: len(r.marks))

        assert shown.text == answer.text
        assert [shown.text[mark.start : mark.end] for mark in shown.marks] == [
            f"[{mark.number}]" for mark in shown.marks
        ]
        in_order = list(dict.fromkeys(mark.number for mark in shown.marks))
        assert in_order == [citation.number for citation in answer.citations]
        assert in_order == list(range(1, len(in_order) + 1))
