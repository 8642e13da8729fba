"""Plain requests of the scripted conversations, over the demo's articles, with the real models.

Only the half of the conversations that may be looked at, and only what stands alone.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from index.formats import read_paths
from service.demo import articles_folder, conversations_file
from service.engine import Engine
from service.settings import load
from service.wire.answer import Answer, Form
from service.wire.asking import AskRequest

pytestmark = [pytest.mark.model, pytest.mark.gate]

_FORMS = set(Form) - {Form.ANSWERS}
_AT_LEAST = {Form.EXTRACT: 1, Form.TIMELINE: 2, Form.SPEAKERS: 2, Form.COMPARISON: 2}
"""How many of the expected words must be shown."""


def _turns() -> list[dict[str, Any]]:
    lines = conversations_file().read_text(encoding="utf-8").splitlines()
    every = [msgspec.json.decode(line) for line in lines]
    told = [c for c in every if (c["half"], c["collection"]) == ("dev", "demo")]
    return [
        turn | {"day": one.get("day")}
        for one in told
        for turn in one["turns"]
        if turn["expect"] in _FORMS
    ]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demo's articles, with the default models."""
    made = Engine(load({}, data=str(tmp_path_factory.mktemp("demo") / "data")))
    made.open()
    for _ in made.ingester.add(made.collection(None), read_paths([articles_folder()])):
        pass
    yield made
    made.close()


@pytest.mark.parametrize("turn", _turns(), ids=lambda turn: turn["stand_alone"])
def test_a_plain_request_gets_its_form_and_shows_what_is_expected(
    engine: Engine, turn: dict[str, Any]
) -> None:
    answer = engine.answerer.answer(AskRequest(question=turn["stand_alone"], as_of=turn["day"]))

    shown = _shown(answer)
    found = [words for words in turn["answers"] if words.casefold() in shown]
    assert answer.form == turn["expect"]
    assert len(found) >= _AT_LEAST[answer.form]


@pytest.mark.parametrize(
    "topic",
    [
        "the Volkswagen emissions scandal",
        "the Flint water crisis",
        "the ferry disaster in Estonia",
        "the water rates in Tucson",
        "the mayor's bribery trial in Toledo",
        "the cholera vaccine trial",
        "the harbor dredging dispute in Valdivia",
        "the Good Friday agreement",
    ],
)
@pytest.mark.parametrize("form", ["summarize", "timeline of", "everyone quoted on"])
def test_a_topic_of_other_news_is_refused(engine: Engine, form: str, topic: str) -> None:
    answer = engine.answerer.answer(AskRequest(question=f"{form} {topic}"))

    assert answer.status == "no_answer"


def _shown(answer: Answer) -> str:
    """The quotes with their speakers, and the days of their articles."""
    names = [item.speaker.name for item in answer.answers if item.speaker]
    days = [citation.published or "" for citation in answer.citations]
    return "\n".join([*(item.quote for item in answer.answers), *names, *days]).casefold()
