"""Our own questions about public articles."""

import hashlib
import json
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from eval.training.data import written
from eval.training.data.material import material_of
from eval.training.data.written import (
    AboutArticle,
    Question,
    main,
    read_written,
    text_hash,
)
from index.errors import UnreadableFileError
from index.records import Span

TEXT = "The ferry was sold to Orkney for £2 million on Tuesday, the council said."
KINDS = {"plain", "apart", "why", "list", "typed", "next", "none", "whether", "said", "said_none"}


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty articles, with two questions about each; the last one is unseen."""
    rows, lines = [], []
    for number in range(20):
        text = f"{TEXT} This is article {number}."
        lines.append({"id": f"a{number}", "title": f"Ferry sold {number}", "text": text})
        at = text.index("£2 million")
        asked = [
            Question(question="what did it fetch?", spans=[Span(at, at + 10)], kind="next"),
            Question(question="Who owned the ferry before?", spans=[], kind="none"),
            Question(question="Who bought it?", spans=[Span(22, 28)], kind="plain"),
        ]
        rows.append(AboutArticle(article=f"a{number}", sha256=text_hash(text), asked=asked))
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    said = Question(question="What did the council say?", spans=[Span(0, 54)], kind="said")
    about = structs.replace(rows[1], asked=[said])
    questions = tmp_path / "questions"
    questions.mkdir()
    for name, own in (
        ("first.jsonl", rows[:19]),
        ("said.jsonl", [about]),
        ("unseen.jsonl", rows[19:]),
    ):
        (questions / name).write_bytes(msgspec.json.Encoder().encode_lines(own))
    monkeypatch.setattr(written, "QUESTIONS", questions)
    return path


def test_every_question_of_ours_says_where_its_answers_stand() -> None:
    trained, unseen = written.rows(), written.rows(unseen=True)
    asked = [question for row in [*trained.values(), *unseen.values()] for question in row.asked]

    assert trained.keys().isdisjoint(unseen)
    assert len(trained) > 1000
    assert {question.kind for question in asked} == KINDS
    assert all(question.question.strip() for question in asked)
    assert all(0 <= span.start < span.end for question in asked for span in question.spans)
    unanswered = sum(not question.spans for question in asked) / len(asked)
    assert 0.2 < unanswered < 0.35


def test_answers_are_the_words_of_the_article(articles: Path) -> None:
    found = read_written(articles)

    assert len(found.cases) == 19 * 3 + 1
    answers = {"next": ["£2 million"], "plain": ["Orkney"], "none": [], "said": [TEXT[:54]]}
    for case in found.cases:
        assert case.answers == answers[case.type or ""]
        assert case.answerable is bool(case.answers)
    made = material_of(found, "own").asked
    assert {asked.spans for asked in made} == {
        (), (Span(22, 28),), (Span(33, 43),), (Span(0, 54),)
    }  # fmt: skip
    assert {asked.spans for asked in made if asked.every} == {(Span(0, 54),)}


def test_the_unseen_ones_are_apart(articles: Path) -> None:
    documents = read_written(articles, unseen=True).documents

    assert [document.id for document in documents or []] == ["a19"]


def test_an_article_that_was_changed_is_named(articles: Path) -> None:
    articles.write_text(articles.read_text("utf-8").replace("sold to", "given to"), "utf-8")

    with pytest.raises(UnreadableFileError, match=r"articles\.jsonl: article a0 has another text"):
        read_written(articles)


def test_those_of_articles_held_back_are_written_as_a_set(articles: Path, tmp_path: Path) -> None:
    assert main([str(articles), "--out", str(tmp_path / "set"), "--held-back"]) == 0

    lines = (tmp_path / "set" / "questions.jsonl").read_text("utf-8").splitlines()
    held = [
        n for n in range(19) if hashlib.sha256(f"Ferry sold {n}".encode()).digest()[0] % 10 == 0
    ]
    # Follow-ups make no sense there, and somebody's words are a set of their own.
    assert len(lines) == 2 * len(held) > 0
    assert len((tmp_path / "set" / "corpus.jsonl").read_text("utf-8").splitlines()) == 19


def test_those_about_somebodys_words_are_a_set_of_their_own(articles: Path, tmp_path: Path) -> None:
    assert main([str(articles), "--out", str(tmp_path / "set"), "--said"]) == 0

    lines = (tmp_path / "set" / "questions.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["question"] for line in lines] == ["What did the council say?"]


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "set.json"
    broken.write_text("{", encoding="utf-8")

    assert main([str(broken), "--out", str(tmp_path / "set")]) == 1
    assert "set.json" in capsys.readouterr().err
