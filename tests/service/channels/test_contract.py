"""One contract for all channels: the same question has the same text and the same citations.

    article, version, start, end, sha256, and the number by which the text names them

By default every channel takes a few questions with the smallest parts, at the gate about 60;
`pytest -m slow` asks all that there are, with the shipped models as well.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx2
import msgspec
import pytest

from service.answers.writing.rendering import rendered
from service.settings import load
from service.wire.answer import Answer, Form
from tests.demo import CopyDemo
from tests.service.channels.contract.asked import (
    ARTICLES,
    EMPTY,
    TOWN,
    Dialogue,
    everything,
    few,
    sample,
)
from tests.service.channels.contract.channels import (
    CHANNELS,
    PATIENCE_SECONDS,
    Channel,
    Served,
    Turn,
    asked,
)
from tests.serving import serving_silently

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

_SMALL: dict[str, Any] = {"embedder": "letters", "reader": "sentence"}
_FEW = pytest.param((few, _SMALL, 1), id="few", marks=pytest.mark.everyday)
_RUNS = [
    pytest.param((sample, _SMALL, 1), id="sample", marks=pytest.mark.gate),
    pytest.param(
        (sample, {**_SMALL, "database": "new"}, 6), id="postgresql", marks=pytest.mark.slow
    ),
    pytest.param((everything, _SMALL, 1), id="all", marks=pytest.mark.slow),
    pytest.param((everything, {}, 1), id="shipped", marks=[pytest.mark.slow, pytest.mark.model]),
]
# They open the folder themselves, one of them in a process of its own.
_LONG = ("over MCP, stdio", "by command")
_CHANNELS = [
    pytest.param(one, id=name, marks=[pytest.mark.gate] if name in _LONG else [])
    for name, one in CHANNELS.items()
]
_REASONS = {
    "date_out_of_range",
    "empty_collection",
    "filters_match_nothing",
    "goodbye",
    "greeting",
    "help",
    "low_confidence",
    "no_article_on_topic",
    "no_dated_article",
    "no_relevant_article",
    "nobody_quoted",
    "not_a_question",
    "nothing_else",
    "other_language",
    "speaker_not_quoted",
    "thanks",
    "topic_not_in_speaker_quotes",
    "unknown_article",
    "unknown_author",
    "unknown_source",
    "unknown_speaker",
    "which_meaning",
    "which_speaker",
    "words_not_found",
}
"""All but `nothing_shown`, for which an article has to vanish while it is asked about."""


class Asked(NamedTuple):
    """What was asked."""

    served: Served
    dialogues: list[list[Turn]]
    every: int
    """One of so many dialogues is led by each channel, not the same one by all."""

    @property
    def turns(self) -> list[Turn]:
        """All questions."""
        return [turn for one in self.dialogues for turn in one]


@pytest.fixture(scope="module", params=_RUNS)
def dialogues_and_parts(request: pytest.FixtureRequest) -> Any:
    """What is asked, of which parts, and how much of it by each channel."""
    return request.param


@pytest.fixture(scope="module")
def asked_all(
    request: pytest.FixtureRequest,
    dialogues_and_parts: Any,
    copy_demo: CopyDemo,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Asked]:
    """A server of the demo and of a town, and what `POST /v1/ask` replies to each question."""
    dialogues, parts, every = dialogues_and_parts
    folder = tmp_path_factory.mktemp("contract")
    if "database" in parts:
        parts = parts | {"database": request.getfixturevalue("cluster").library()}
    if parts == _SMALL:
        copy_demo(folder / "data")
    environment = {f"DATELINE_{name.upper()}": value for name, value in parts.items()}
    settings = load({}, data=str(folder / "data"), demo=True, **parts)
    with serving_silently(settings) as server:
        served = Served(server.address, folder / "data", environment)
        with httpx2.Client(base_url=served.address, timeout=PATIENCE_SECONDS) as http:
            _found_town(http)
            turns = [list(_turns(http, one)) for one in dialogues()]
        yield Asked(served, turns, every)


def _found_town(http: httpx2.Client) -> None:
    for name in (TOWN, EMPTY):
        assert http.put(f"/v1/collections/{name}").is_success
    for article in ARTICLES:
        assert http.post("/v1/articles", params={"collection": TOWN}, json=article).is_success


def _turns(http: httpx2.Client, dialogue: Dialogue) -> Iterator[Turn]:
    before: tuple[Turn, ...] = ()
    for question in dialogue.questions:
        bare = Turn(
            question=question, fields=dialogue.fields, before=before, answer={}, from_questions={}
        )
        answer = asked(http, bare.body)
        questions = [{"question": one.question} for one in before]
        alike = {**bare.body, "history": questions} if before else None
        turn = msgspec.structs.replace(
            bare, answer=answer, from_questions=asked(http, alike) if alike else answer
        )
        before = (*before, turn)
        yield turn


def test_all_forms_and_all_refusals_are_asked_for(asked_all: Asked) -> None:
    turns = asked_all.turns
    answers = [turn.answer for turn in turns]

    assert len(turns) >= 60
    assert {one["form"] for one in answers if one["answers"]} == set(Form)
    assert {one["reason"] for one in answers if not one["answers"]} >= _REASONS
    for is_follow_up in (False, True):
        given = [turn.answer for turn in turns if bool(turn.before) == is_follow_up]
        assert {bool(one["answers"]) for one in given} == {False, True}


@pytest.mark.slow
def test_all_questions_are_at_least_300() -> None:
    assert sum(len(one.questions) for one in everything()) >= 300


@pytest.mark.parametrize("dialogues_and_parts", [_FEW, *_RUNS], indirect=True)
@pytest.mark.parametrize("channel", _CHANNELS)
def test_every_channel_shows_the_same(channel: Channel, asked_all: Asked) -> None:
    served, dialogues, every = asked_all
    first = list(CHANNELS.values()).index(channel)
    led = dialogues[first % every :: every]
    put = [turn for one in led for turn in one if channel.takes(turn)]

    found = channel.ask(served, put)

    assert put
    named = [(turn.question, *(one.question for one in turn.before), turn.fields) for turn in put]
    different = [
        (name, got, expected)
        for name, got, expected in zip(named, found, map(channel.expected, put), strict=True)
        if got != expected
    ]
    assert different == []


def test_marks_stand_in_the_text_numbered_from_1_in_order(asked_all: Asked) -> None:
    turns = asked_all.turns
    for given in (turn.answer for turn in turns):
        answer = msgspec.convert(given, Answer)
        # Replies are in the language of their question, or in that which was asked for.
        tags = ("en", "es", "de", "fr")
        shown = max((rendered(answer, tag) for tag in tags), key=lambda r: len(r.marks))

        assert shown.text == answer.text
        assert [shown.text[mark.start : mark.end] for mark in shown.marks] == [
            f"[{mark.number}]" for mark in shown.marks
        ]
        in_order = list(dict.fromkeys(mark.number for mark in shown.marks))
        assert in_order == [citation.number for citation in answer.citations]
        assert in_order == list(range(1, len(in_order) + 1))


def test_no_channel_is_asked_too_little(asked_all: Asked) -> None:
    turns = asked_all.turns

    taken = {name: sum(map(one.takes, turns)) / len(turns) for name, one in CHANNELS.items()}

    assert min(taken.values()) > 0.5
