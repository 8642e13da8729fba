from pathlib import Path

import pytest

from eval.peers.measuring import Limits, Task
from eval.peers.shared_sample import SharedSample, write_articles
from eval.questions import Case, Evidence
from index.records import Document

STORIES = {
    "bridge": "The bridge in Redmill opened on Monday. It cost 41 million euros, the mayor said.",
    "ferry": "Lind warned that the old ferry must keep running until spring.",
    "council": "Councillor Ada Moor won the vote for the new library by three votes.",
}
QUESTIONS = {
    "cost": ("What did the bridge cost?", "41 million euros", "bridge"),
    "won": ("Who won the vote for the library?", "Ada Moor", "council"),
}


def document(id: str, text: str) -> Document:
    return Document(id=id, text=text, title=f"About the {id}", format="txt", origin=f"{id}.txt")


def case(id: str, question: str, answer: str, article: str) -> Case:
    return Case(
        id=id,
        question=question,
        answers=[answer],
        answerable=True,
        evidence=[Evidence(article=article)],
    )


@pytest.fixture
def sample() -> SharedSample:
    return SharedSample(
        [case(id, *rest) for id, rest in QUESTIONS.items()],
        [document(id, text) for id, text in STORIES.items()],
    )


@pytest.fixture
def task(sample: SharedSample, tmp_path: Path) -> Task:
    articles = tmp_path / "articles.jsonl"
    write_articles(sample.documents, articles)
    limits = Limits(ingest=1200, ask=600, load=0.2)
    return Task(name="stories", sample=sample, articles=articles, clients=(1, 4), limits=limits)
