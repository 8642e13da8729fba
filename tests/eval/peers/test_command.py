import json
from pathlib import Path

import pytest

from eval.peers.__main__ import main
from eval.peers.shared_sample import write_articles
from eval.reports import read
from tests.eval.peers.conftest import QUESTIONS, STORIES, document


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """The stories and their questions as a user has them."""
    write_articles([document(*story) for story in STORIES.items()], tmp_path / "corpus.jsonl")
    lines = [
        {
            "id": id,
            "question": question,
            "answers": [answer],
            "answerable": True,
            "evidence": [{"article": article}],
        }
        for id, (question, answer, article) in QUESTIONS.items()
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (tmp_path / "questions.jsonl").write_text(text)
    corpus, questions = str(tmp_path / "corpus.jsonl"), str(tmp_path / "questions.jsonl")
    return ["--corpus", corpus, "--questions", questions, "--out", str(tmp_path / "out")]


@pytest.mark.gate
@pytest.mark.model
def test_a_run_leaves_a_table_and_a_report_of_each_system(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--systems", "dateline-all", "haystack", "--seconds", "0.2", "--clients", "1"]

    status = main([*files, *options, "--peers-python", str(tmp_path / "none")])

    out = tmp_path / "out"
    table = (out / "peers.md").read_text()
    assert status == 0
    assert "|  | dateline-all | haystack |" in table
    assert "haystack: failed: its environment is missing or broken" in table
    assert str(tmp_path) not in table
    assert "questions per second@1" in capsys.readouterr().out
    assert [r["target"] for r in json.loads((out / "peers.json").read_text())] == [
        "dateline-all",
        "haystack",
    ]
    assert {record.id for record in read(out / "dateline-all").records} == QUESTIONS.keys()
    assert not (out / "haystack" / "report.json").exists()


def test_files_with_nothing_in_common_are_refused(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_articles([document("other", "Nothing of it.")], tmp_path / "corpus.jsonl")

    assert main(files) == 1
    assert "contains no answer to it" in capsys.readouterr().err


def test_a_reader_that_is_not_a_folder_is_refused(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for option in ("--reader", "--answering-reader"):
        assert main([*files, option, str(tmp_path / "reader")]) == 1
        assert (
            f"{tmp_path / 'reader'}: not a folder; expected that of a model"
            in capsys.readouterr().err
        )
