"""The real workers on three stories; the peers where they are installed."""

from pathlib import Path

import pytest

from eval.benches.reader import haystack
from eval.peers.all_systems import measure_all
from eval.peers.hugging_face import read_reader, write_hugging_face
from eval.peers.measuring import FAILED, Task
from eval.peers.systems import PEERS_PYTHON, SYSTEMS, Setup
from eval.records import Report
from service.readers.span import FOLDER
from tests.eval.peers.conftest import QUESTIONS

needs_peers = pytest.mark.skipif(
    not PEERS_PYTHON.exists(), reason="the peers are not installed: make peers"
)


def _measured(name: str, task: Task, out: Path) -> Report:
    (report,) = measure_all([SYSTEMS[name]], Setup(threads=2, dtype="float32"), task, out)
    assert FAILED not in report.settings, report.settings
    return report


@pytest.mark.model
@pytest.mark.parametrize(
    "name",
    [
        "dateline-all",
        # Half a minute of a processor for a system that nothing but this comparison uses.
        pytest.param("naive", marks=pytest.mark.slow),
        pytest.param("haystack", marks=needs_peers),
        pytest.param("txtai", marks=needs_peers),
    ],
)
@pytest.mark.gate
def test_a_system_finds_the_story_that_answers(name: str, task: Task, tmp_path: Path) -> None:
    report = _measured(name, task, tmp_path)

    figures = {metric.name: metric.value for metric in report.metrics}
    assert figures["answer recall@10"] == 1.0
    assert figures["passage recall@10"] == 1.0
    assert figures["failed questions"] == 0
    assert figures["peak memory"] > 50
    assert [record.found[0].article for record in report.records] == [
        article for _, _, article in QUESTIONS.values()
    ]


@needs_peers
@pytest.mark.model
def test_haystacks_reader_finds_in_every_passage_what_ours_would(tmp_path: Path) -> None:
    write_hugging_face(read_reader(FOLDER), tmp_path / "model")
    text = "The council closed the old bridge on Monday. Its hangers had cracked."

    with haystack(tmp_path, text, "When did the council close the bridge?") as ways:
        ((name, read),) = ways.items()
        answers = read()["answers"]

    assert "Haystack" in name
    assert {answer["text"] for answer in answers[:5]} == {"Monday"}
