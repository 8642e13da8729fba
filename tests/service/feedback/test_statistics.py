"""What is asked is kept only where that is wanted, for as long as it is, and counted."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec import structs

from index.store.feedback_table import FeedbackTable
from index.store.library import Library
from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.commands.cli import main
from service.feedback.asked_questions import FILE, AskedQuestions
from service.feedback.counting import WantedStatistics, count
from service.settings import Settings
from service.wire.answer import Answer
from service.wire.asking import AskRequest
from service.wire.statistics import Statistics
from tests.service.conftest import BRIDGE, running


def _answer(status: str = "answered", reason: str | None = None, took: float = 10.0) -> Answer:
    return Answer(
        id="ans_1",
        status=status,  # type: ignore[arg-type]
        reason=reason,
        text="",
        searched="",
        answers=[],
        citations=[],
        nearest=[],
        models={},
        timings_ms={"total": took},
    )


@pytest.fixture
def keep(tmp_path: Path) -> Callable[..., None]:
    """Keeps one question."""
    asked = AskedQuestions(tmp_path, days=30)

    def keep_one(question: str, collection: str = "default", **answer: Any) -> None:
        asked.keep(AskRequest(question=question), _answer(**answer), collection)

    return keep_one


def _counted(folder: Path, days: int = 30, **wanted: Any) -> Statistics:
    library = Library(folder / "library.db")
    since = datetime.now(UTC) - timedelta(days=7)
    found = count(
        AskedQuestions(folder, days),
        FeedbackTable(library.database, 30),
        WantedStatistics(since=since, **wanted),
    )
    library.close()
    return found


def test_questions_are_counted_by_their_words(tmp_path: Path, keep: Callable[..., None]) -> None:
    keep("Who won?", took=5.0)
    keep("what did it cost", took=900.0)
    keep("Who   won", status="no_answer", reason="no_match", took=7.0)
    keep("WHO WON?!", took=6.0)
    keep("Why?", status="no_answer", reason="no_match", took=20.0)

    found = _counted(tmp_path)

    assert found.questions == 5
    assert found.statuses == {"answered": 3, "no_answer": 2}
    assert found.reasons == {"no_match": 2}
    assert [(one.question, one.asked, one.answered) for one in found.top] == [
        ("WHO WON?!", 3, 2),
        ("Why?", 1, 0),
        ("what did it cost", 1, 1),
    ]
    assert [(one.question, one.reason) for one in found.unanswered] == [("Why?", "no_match")]
    assert [one.milliseconds for one in found.slow] == [900.0, 20.0, 7.0, 6.0, 5.0]
    assert found.milliseconds is not None
    assert found.milliseconds.p50 == 7.0


def test_only_the_collections_and_the_numbers_that_are_wanted_are_told(
    tmp_path: Path, keep: Callable[..., None]
) -> None:
    for number in range(5):
        keep(f"Question {number}?")
    keep("Secret?", collection="other")

    found = _counted(tmp_path, collections=("default",), limit=2)

    assert found.questions == 5
    assert (len(found.top), len(found.slow)) == (2, 2)
    assert "Secret?" not in json.dumps([one.question for one in found.top])


def test_what_is_too_old_is_forgotten(tmp_path: Path, keep: Callable[..., None]) -> None:
    keep("Who won?")

    AskedQuestions(tmp_path, days=0).tidy()

    assert AskedQuestions(tmp_path, days=30).since(0.0, ()) == []


def test_by_default_no_question_is_kept(settings: Settings) -> None:
    with running(settings) as client:
        client.post("/v1/articles", json={"id": "bridge", "text": BRIDGE})
        client.post("/v1/ask", json={"question": "What did the bridge cost?"})
        headers = _owner(settings)
        found = client.get("/v1/admin/stats", headers=headers).json()

    assert not (settings.folder / FILE).exists()
    assert (found["kept_days"], found["questions"], found["top"]) == (0, 0, [])


def test_a_server_keeps_and_tells_what_is_asked_where_that_is_wanted(settings: Settings) -> None:
    kept = structs.replace(settings, statistics_days=30)
    with running(kept) as client:
        client.post("/v1/articles", json={"id": "bridge", "text": BRIDGE})
        answer = client.post("/v1/ask", json={"question": "What did the bridge cost?"}).json()
        client.get("/v1/ask", params={"q": "who is the pope?"})
        client.post(
            "/v1/feedback",
            json={"answer_id": answer["id"], "verdict": "down", "reasons": ["wrong_speaker"]},
        )
        nobody = client.get("/v1/admin/stats")
        found = client.get("/v1/admin/stats", headers=_owner(settings)).json()

    assert nobody.status_code == 401
    assert (found["kept_days"], found["questions"]) == (30, 2)
    assert {one["question"] for one in found["top"]} == {
        "What did the bridge cost?",
        "who is the pope?",
    }
    assert [one["question"] for one in found["unanswered"]] == ["who is the pope?"]
    assert found["badly_rated"] == [
        {
            "question": "What did the bridge cost?",
            "down": 1,
            "up": 0,
            "reasons": {"wrong_speaker": 1},
        }
    ]
    shown = CliRunner().invoke(
        main, ["--data", settings.data, "stats"], env={"DATELINE_STATISTICS_DAYS": "30"}
    )
    assert "Questions: 2, answered: 1" in shown.output
    assert "  1  who is the pope?" in shown.output

    with running(settings) as client:
        client.get("/ready")
    assert not (settings.folder / FILE).exists()


def _owner(settings: Settings) -> dict[str, str]:
    _, secret = KeyRing(settings.folder).create(NewKey(scopes=(Scope.ADMIN,)))
    return {"authorization": f"Bearer {secret}"}
