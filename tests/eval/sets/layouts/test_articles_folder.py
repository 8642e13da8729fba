"""Questions beside a folder of articles in any format."""

from pathlib import Path

import pytest

from eval.sets import check, load
from service.demo import articles_folder


def _folder(path: Path, evidence: str) -> Path:
    (path / "articles" / "paper").mkdir(parents=True)
    (path / "articles" / "paper" / "ferry.txt").write_text("Ferry ends\n\nIt ended on Friday.")
    rows = '{"id": "x1", "text": "It cost 41 million."}\n{"id": "x2", "text": "It rained."}\n'
    (path / "articles" / "wire.jsonl").write_text(rows)
    (path / "questions.jsonl").write_text(
        f'{{"id": "1", "question": "When?", "evidence": [{{"article": "{evidence}"}}]}}\n'
    )
    return path


def test_an_article_is_identified_by_its_path_or_within_a_file_by_its_id(tmp_path: Path) -> None:
    found = load(_folder(tmp_path, "paper/ferry.txt"))

    assert {document.id for document in found.documents or ()} == {"paper/ferry.txt", "x1", "x2"}


def test_evidence_of_a_missing_article_is_a_fault(tmp_path: Path) -> None:
    (fault,) = check(_folder(tmp_path, "ferry.txt"))

    assert "no article 'ferry.txt'" in str(fault)


def test_a_later_version_of_an_article_replaces_the_earlier_one(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "x1")
    with (folder / "articles" / "wire.jsonl").open("a") as file:
        file.write('{"id": "x1", "text": "It cost 43 million."}\n')

    texts = {document.id: document.text for document in load(folder).documents or ()}
    assert texts["x1"] == "It cost 43 million."


def test_the_fingerprint_changes_with_questions_and_articles(
    tmp_path: Path,
) -> None:
    folder = _folder(tmp_path, "x1")
    first = load(folder).sha256
    (folder / "articles" / "paper" / "ferry.txt").write_text("Ferry\n\nIt ended on Monday.")

    assert load(folder).sha256 != first


@pytest.mark.short(1)
@pytest.mark.parametrize("part", ["questions", "documents"])
def test_the_demo_is_a_question_set(part: str) -> None:
    found = load(articles_folder().parent)

    counts = {"questions": len(found.cases), "documents": len(found.documents or ())}
    assert counts[part] == {"questions": 349, "documents": 52}[part]
