"""What was measured is kept: across interruptions, crashes and changes of mind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.records import Record
from eval.runs.journal import FILE, Journal
from eval.runs.steps import Step, run_steps
from index.errors import NotFoundError, UnreadableFileError

SUBJECT = {"set": "some", "reader": "r1"}


def _steps(measured: list[str], count: int = 5) -> list[Step]:
    def measure(id: str) -> Callable[[], Record]:
        def run() -> Record:
            measured.append(id)
            return Record(id=id, question=f"Question {id}?")

        return run

    return [Step(str(n), f"Question {n}?", measure(str(n))) for n in range(count)]


def test_a_run_continues_where_it_was_interrupted(tmp_path: Path) -> None:
    first: list[str] = []
    with Journal(tmp_path, SUBJECT) as journal:
        run_steps(_steps(first, 3), journal, "asking")

    second: list[str] = []
    with Journal(tmp_path, SUBJECT) as journal:
        count = run_steps(_steps(second, 5), journal, "asking")
        records = journal.in_order(["4", "0"])

    assert first == ["0", "1", "2"]
    assert second == ["3", "4"]
    assert count == 2
    assert [record.question for record in records] == ["Question 4?", "Question 0?"]


def test_a_line_that_a_crash_cut_off_is_measured_again(tmp_path: Path) -> None:
    with Journal(tmp_path, SUBJECT) as journal:
        run_steps(_steps([], 3), journal, "asking")
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[:-10])

    measured: list[str] = []
    with Journal(tmp_path, SUBJECT) as journal:
        run_steps(_steps(measured, 3), journal, "asking")

    assert measured == ["2"]
    assert (tmp_path / FILE).read_bytes() == whole


def test_a_journal_of_something_else_is_put_aside(tmp_path: Path) -> None:
    with Journal(tmp_path, SUBJECT) as journal:
        run_steps(_steps([], 3), journal, "asking")

    measured: list[str] = []
    with Journal(tmp_path, SUBJECT | {"reader": "r2"}) as journal:
        run_steps(_steps(measured, 3), journal, "asking")

    assert measured == ["0", "1", "2"]
    (aside,) = tmp_path.glob(f"{FILE}.*.before")
    assert aside.read_bytes().count(b"\n") == 4


@pytest.mark.parametrize("content", [b"", b"no JSON\n", b"\x00\n", b"[1]\n{}\n"])
def test_a_file_that_is_not_a_journal_is_put_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)

    with Journal(tmp_path, SUBJECT) as journal:
        assert journal.records == {}

    (aside,) = tmp_path.glob(f"{FILE}.*.before")
    assert aside.read_bytes() == content


def test_a_question_that_fails_is_recorded_and_asked_again_next_time(tmp_path: Path) -> None:
    def fails() -> Record:
        raise NotFoundError("no such collection")

    with Journal(tmp_path, SUBJECT) as journal:
        run_steps([Step("0", "What?", fails), *_steps([], 2)[1:]], journal, "asking")
        assert journal.records["0"].error == "no such collection"

    measured: list[str] = []
    with Journal(tmp_path, SUBJECT) as journal:
        run_steps(_steps(measured, 2), journal, "asking")
    assert measured == ["0"]


@pytest.mark.parametrize("clients", [2, 7])
def test_several_clients_measure_everything_once(tmp_path: Path, clients: int) -> None:
    measured: list[str] = []
    with Journal(tmp_path, SUBJECT) as journal:
        run_steps(_steps(measured, 30), journal, "asking", clients)

    assert sorted(measured, key=int) == [str(n) for n in range(30)]
    assert len(journal.records) == 30


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(UnreadableFileError, match="file"):
        Journal(tmp_path / "file" / "folder", SUBJECT)
