"""The time of one question: what it waited for others counts."""

import time
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from service.engine import Engine
from service.reading.sentence_reader import SentenceReader
from service.settings import load
from service.stopwatch import Stopwatch
from service.wire.asking import AskRequest

QUESTION = "How much did the new bridge cost?"


def test_a_watch_that_started_before_counts_what_was_waited() -> None:
    watch = Stopwatch(time.perf_counter() - 2)

    times = watch.total()

    assert 2000 <= times["wait"] <= times["total"] < 60_000
    assert Stopwatch().total().keys() == {"total"}


def test_over_http_the_wait_is_told(bridged: TestClient[Any]) -> None:
    times = bridged.post("/v1/ask", json={"question": QUESTION}).json()["timings_ms"]

    assert times["wait"] >= 0
    assert sum(ms for stage, ms in times.items() if stage != "total") <= times["total"]


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize("waited", [0, 1_000])
def test_who_waited_too_long_has_no_time_left_to_be_read_for(
    client: TestClient[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waited: int
) -> None:
    assert client.get("/ready").status_code == 200
    engine = Engine(
        load(
            {},
            data=str(tmp_path / "data"),
            embedder="letters",
            reader="sentence",
            answer_ms=600_000,
        )
    )
    engine.open()
    asked: list[float] = []
    read = SentenceReader.read

    def noting(self: SentenceReader, *arguments: Any, until: float | None = None) -> Any:
        assert until is not None
        asked.append(until)
        return read(self, *arguments, until=until)

    monkeypatch.setattr(SentenceReader, "read", noting)

    answer = engine.answerer.answer(AskRequest(question=QUESTION), time.perf_counter() - waited)
    now = time.perf_counter()
    engine.close()

    assert answer.answers
    assert [until > now for until in asked] == [waited == 0]
