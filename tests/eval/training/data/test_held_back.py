"""The tenth of a set that is never trained on, as a set of its own."""

import json
from pathlib import Path

import pytest

from eval.sets import load
from eval.training.data.held_back import main
from eval.training.data.material import read_material


def _written(folder: Path, count: int) -> Path:
    folder.mkdir()
    rows = [
        {
            "id": f"q{n}",
            "question": f"What did bridge {n} cost?",
            "answers": [f"{n} euros"],
            "evidence": [{"article": f"a{n}", "quote": f"{n} euros"}],
            "answerable": True,
        }
        for n in range(count)
    ]
    articles = [
        {"id": f"a{n}", "title": f"Bridge {n}", "text": f"Bridge {n} cost {n} euros."}
        for n in range(count)
    ]
    for name, lines in (("questions", rows), ("corpus", articles)):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text)
    return folder


def test_it_holds_what_training_never_sees_and_no_more(tmp_path: Path) -> None:
    path = _written(tmp_path / "set", 200)

    assert main([str(path), "--out", str(tmp_path / "held")]) == 0

    held = load(tmp_path / "held")
    texts = {document.text for document in held.documents or ()}
    trained_on = set(read_material(path).passages)
    assert texts
    assert texts.isdisjoint(trained_on)
    assert len(texts) + len(trained_on) == 200
    assert {f"a{case.id[1:]}" for case in held.cases} == {d.id for d in held.documents or ()}
    assert all(case.answers and case.answerable for case in held.cases)


def test_so_many_questions_are_always_the_same(tmp_path: Path) -> None:
    path = _written(tmp_path / "set", 200)

    for name in ("first", "second"):
        assert main([str(path), "--out", str(tmp_path / name), "--questions", "5"]) == 0

    first, second = (load(tmp_path / name).cases for name in ("first", "second"))
    assert len(first) == 5
    assert first == second


def test_a_set_without_articles_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "q1", "question": "What?", "answerable": false}\n')

    assert main([str(path), "--out", str(tmp_path / "held")]) == 1
    assert "questions.jsonl: comes without articles" in capsys.readouterr().err
    assert not (tmp_path / "held").exists()
