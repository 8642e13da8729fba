"""A server started with another embedder says so, answers all the same, and changes over."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from litestar.testing import TestClient
from msgspec import structs

from index.formats import read_paths
from service.commands.cli import main
from service.commands.steps.examining import Finding, examine
from service.demo import articles_folder
from service.engine import Engine
from service.settings import Settings
from tests.conftest import story
from tests.service.conftest import running
from tests.service.http.background.reembedding_under_questions import Bench
from tests.waiting import wait_until

pytestmark = pytest.mark.model

_OLD, _QUESTION = "letters-1", {"question": "What did the bridge cost?"}


@pytest.fixture
def other(settings: Settings) -> Settings:
    """Settings that name another embedder than the one that the articles were added with."""
    engine = Engine(settings)
    text = "The bridge opened on Monday. It cost 41 million euros, the city said."
    list(engine.ingester.add(engine.collection(None), [story("bridge", text)]))
    engine.close()
    return structs.replace(settings, embedder="minilm")


@pytest.mark.gate
def test_a_server_of_another_embedder_says_so_answers_and_changes_over_on_request(
    other: Settings,
) -> None:
    with running(other) as client:
        (notice,) = client.get("/ready").json()["notices"]
        before = client.post("/v1/ask", json=_QUESTION).json()

        submitted = client.post("/v1/collections/default/reembed")
        id = submitted.json()["id"]
        wait_until(lambda: _finished(client, id) is not None)
        job = _finished(client, id)
        wait_until(lambda: client.get("/ready").json() == {"status": "ready"})
        after = client.post("/v1/ask", json=_QUESTION).json()

    assert "'letters', but the setting `embedder` is 'minilm': run `dateline reembed`" in notice
    assert before["models"]["embedder"] == _OLD
    assert before["models"]["embedder_wanted"] == "minilm"
    assert submitted.status_code == 202
    assert (job["status"], job["counts"]) == ("done", {"embedded": 1, "passages": 1})
    assert after["models"]["embedder"] not in (_OLD, "none")
    assert "embedder_wanted" not in after["models"]
    assert "41 million euros" in before["text"]
    assert "41 million euros" in after["text"]


def _finished(client: TestClient[Any], id: str) -> Any:
    job = client.get(f"/v1/jobs/{id}").json()
    return job if job["finished"] else None


def test_only_a_collection_that_is_there_can_be_reembedded(client: TestClient[Any]) -> None:
    assert client.post("/v1/collections/nope/reembed").status_code == 404


def test_the_doctor_names_the_cause_and_the_command(settings: Settings, other: Settings) -> None:
    (found,) = _about_embedder(other)
    sound = _about_embedder(settings)

    assert found.problem
    assert found.detail == (
        "searched with 'letters' (letters-1), but the setting is minilm: run `dateline reembed`"
    )
    assert sound == [Finding("default: embedder", problem=False, detail="'letters' (letters-1)")]


def test_the_doctor_finds_passages_without_a_vector(settings: Settings, other: Settings) -> None:
    assert other.data == settings.data
    engine = Engine(settings)
    with engine.library.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM vectors")
    engine.close()

    (found,) = _about_embedder(settings)

    assert found.problem
    assert found.detail == "1 passages have no vector: run `dateline reembed`"


def _about_embedder(settings: Settings) -> list[Finding]:
    return [f for f in examine(settings) if f.what == "default: embedder"]


@pytest.mark.gate
def test_the_command_reports_and_a_stale_calibration_is_named(other: Settings) -> None:
    engine = Engine(other)
    subject = {"embedder": _OLD, "reader": engine.reader.fingerprint, "search": "s"}
    empty = {"method": "platt", "created": "", "questions": 0, "fitted_on": "", "curve": []}
    file = engine.calibration_file
    file.write_text(json.dumps({"subject": subject, "x": [0], "y": [0], **empty}))
    engine.close()
    environment = {"DATELINE_EMBEDDER": "minilm", "DATELINE_READER": "sentence"}

    done = CliRunner().invoke(main, ["--data", other.data, "reembed"], env=environment)

    assert done.exit_code == 0, done.output
    assert done.stdout == "default: now uses the embedder minilm (1 passages)\n"
    assert f"Run `dateline eval calibrate` again, or delete {file}" in done.stderr


@pytest.mark.slow
def test_questions_are_answered_from_one_index_while_reembedding_is_killed(tmp_path: Path) -> None:
    bench = Bench(tmp_path, old="letters", new="minilm", reader="sentence")
    questions = bench.fill(read_paths([articles_folder()]))

    bench.run(questions, kills=[0.3, 0.6])

    assert bench.wrong == []
    assert bench.citations > 0
    assert len(bench.embedders) == 2
