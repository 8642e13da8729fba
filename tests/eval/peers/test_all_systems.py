"""Whole runs with the small system: what fails stays a column, what is measured stays measured."""

import sys
from pathlib import Path

import pytest
from msgspec import structs

from eval.comparing.compare import compare
from eval.peers.all_systems import measure_all
from eval.peers.measuring import FAILED, Limits, Task
from eval.peers.shared_sample import SharedSample
from eval.peers.systems import SYSTEMS, Setup, System
from eval.records import Report
from eval.reports import read
from tests.eval.peers.conftest import case

SMALL = System("small", "tests.eval.peers.small_system")
PEER = System("peer", "tests.eval.peers.small_system", peer=True)
SETUP = Setup(threads=1)


def _asking(task: Task, question: str) -> Task:
    sample = SharedSample([case("q", question, "ferry", "ferry")], task.sample.documents)
    return structs.replace(task, sample=sample)


def _run(task: Task, out: Path, *systems: System, setup: Setup = SETUP) -> list[Report]:
    return list(measure_all(systems, setup, task, out))


def test_a_run_measures_quality_speed_and_cost(task: Task, tmp_path: Path) -> None:
    (report,) = _run(task, tmp_path, SMALL)

    figures = {metric.name: metric.value for metric in report.metrics}
    # The whole article is the answer, so it is right; its first word alone never is.
    assert figures["answer recall@1"] == 1.0
    assert figures["exact match"] == 0.0
    assert figures["passage recall@10"] == 1.0
    assert figures["questions per second@4"] > 0
    assert figures["failed questions"] == 0
    assert report.data["passages"] == "3"
    assert report.target == "small"
    assert [record.id for record in report.records] == ["cost", "won"]


@pytest.mark.short(1)
@pytest.mark.parametrize(
    ("question", "seconds", "reason"),
    [("crash now", 600, "exit status 3: out of luck"), ("hang", 1, "no reply to 'ask'")],
)
def test_a_system_that_crashes_fails_and_the_next_one_is_tried(
    task: Task, tmp_path: Path, question: str, seconds: float, reason: str
) -> None:
    asked = structs.replace(_asking(task, question), limits=Limits(ask=seconds, load=0.1))
    nowhere = Setup(threads=1, peers_python=tmp_path / "none")

    broken, missing = _run(asked, tmp_path, SMALL, PEER, setup=nowhere)

    assert reason in broken.settings[FAILED]
    assert broken.metrics == []
    assert "make peers" in missing.settings[FAILED]


@pytest.mark.gate
def test_a_question_that_fails_does_not_end_the_run(task: Task, tmp_path: Path) -> None:
    (report,) = _run(_asking(task, "fail"), tmp_path, SMALL)

    figures = {metric.name: metric.value for metric in report.metrics}
    assert figures["failed questions"] == 1
    assert figures["answer recall@10"] == 0.0
    assert report.settings["error under load@4"] == "LookupError: nothing here"


@pytest.mark.gate
def test_what_was_measured_is_kept_until_something_changes(task: Task, tmp_path: Path) -> None:
    (first,) = _run(task, tmp_path, SMALL)
    (kept,) = _run(task, tmp_path, SMALL)
    (changed,) = _run(_asking(task, "Which ferry?"), tmp_path, SMALL)

    assert kept == first
    assert [record.id for record in changed.records] == ["q"]


@pytest.mark.gate
def test_a_failed_system_is_tried_again(task: Task, tmp_path: Path) -> None:
    missing = Setup(threads=1, peers_python=tmp_path / "none")
    there = Setup(threads=1, peers_python=Path(sys.executable))

    (failed,) = _run(task, tmp_path, PEER, setup=missing)
    (measured,) = _run(task, tmp_path, PEER, setup=there)

    assert (FAILED in failed.settings, failed.records) == (True, [])
    assert (FAILED in measured.settings, len(measured.records)) == (False, 2)


@pytest.mark.gate
def test_reports_of_two_systems_can_be_compared(task: Task, tmp_path: Path) -> None:
    other = System("other", SMALL.module)
    _run(task, tmp_path, SMALL, other)

    comparison = compare(read(tmp_path / "small"), read(tmp_path / "other"))

    assert comparison.matched == len(task.sample.cases)
    assert comparison.flips == []


def test_only_systems_that_need_it_get_the_reader_that_always_answers() -> None:
    plain, answering = Path("plain"), Path("answering")
    both = Setup(threads=1, reader=plain, answering_reader=answering)

    given = {name: both.reader_of(system) for name, system in SYSTEMS.items()}

    assert given["haystack"] == plain
    assert given["txtai"] == given["txtai-each"] == answering
    assert given["dateline"] is given["naive"] is None
    assert Setup(threads=1, reader=plain).reader_of(SYSTEMS["txtai"]) == plain
    assert str(answering) in both.command(SYSTEMS["txtai"])
