import json
from pathlib import Path

from eval.peers.shared_sample import choose_sample, write_articles
from eval.questions import Case
from index.records import Document
from tests.eval.peers.conftest import case, document

# Twenty articles; each of ten questions links to one of them and is answered there.
DOCUMENTS = [document(f"a{n}", f"The answer is word{n}.") for n in range(20)]
CASES = [case(f"q{n}", f"Which word is {n}?", f"word{n}", f"a{n}") for n in range(10)]


def _ids(documents: list[Document]) -> list[str | None]:
    return [item.id for item in documents]


def test_the_seed_determines_the_sample() -> None:
    first = choose_sample(CASES, DOCUMENTS, articles=8, questions=4, seed=1)
    again = choose_sample(CASES, DOCUMENTS, articles=8, questions=4, seed=1)
    other = choose_sample(CASES, DOCUMENTS, articles=8, questions=4, seed=2)

    assert first == again
    assert first.sha256 == again.sha256
    assert first != other
    assert first.sha256 != other.sha256


def test_linked_articles_are_included_and_others_fill_the_rest() -> None:
    sample = choose_sample(CASES, DOCUMENTS, articles=8, questions=4, seed=1)

    assert len(sample.cases) == 4
    assert len(sample.documents) == 8
    assert {case.evidence[0].article for case in sample.cases} <= set(_ids(sample.documents))


def test_questions_are_taken_only_while_their_articles_fit() -> None:
    sample = choose_sample(CASES, DOCUMENTS, articles=3, questions=10, seed=1)

    assert len(sample.cases) == 3
    assert sorted(_ids(sample.documents), key=str) == sorted(
        str(case.evidence[0].article) for case in sample.cases
    )


def test_only_questions_that_a_linked_article_answers_are_asked() -> None:
    elsewhere = case("elsewhere", "Which word?", "word7", "a3")
    missing = case("missing", "Which word?", "word3", "not-there")
    unanswered = Case(id="unanswered", question="Which word?", answers=["word3"], answerable=False)

    sample = choose_sample([elsewhere, missing, unanswered, CASES[3]], DOCUMENTS, 0, 10, seed=0)

    assert [case.id for case in sample.cases] == ["q3"]
    assert len(sample.documents) == 20


def test_articles_without_id_are_numbered_and_duplicates_dropped() -> None:
    nameless = Document(text="One.", format="txt", origin="one.txt")
    twice = [document("a", "First."), document("a", "Second.")]

    sample = choose_sample([], [nameless, *twice], articles=0, questions=1, seed=0)

    assert {item.id: item.text for item in sample.documents} == {
        "article-1": "One.",
        "a": "First.",
    }


def test_workers_read_an_object_a_line(tmp_path: Path) -> None:
    write_articles([document("a", "Line\none.")], tmp_path / "a.jsonl")

    (line,) = (tmp_path / "a.jsonl").read_text().splitlines()

    assert json.loads(line) == {"id": "a", "title": "About the a", "text": "Line\none."}
