"""Questions as people in the field ask them, with the models that come with Dateline."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.records import Document
from service.engine import Engine
from service.settings import load
from service.wire.answer import Answer
from service.wire.asking import AskRequest

pytestmark = pytest.mark.model

_NEWS = {
    "flood": (
        "2026-05-12",
        "A flood closed twelve schools in Hollin on Tuesday, the council said.",
    ),
    "bridge": ("2025-10-03", "A flood washed away a footbridge in Hollin on Friday."),
    "fare": ("2026-01-15", "The ferry line of Brellin kept its fare at 3.50 euros in January."),
    "fare2": ("2026-03-12", "The ferry line of Brellin cut its fare to 3.25 euros in March."),
    "convoy": ("2026-04-11", "The U.N. sent a convoy to Tarnow."),
    "wfo": ("2026-04-02", "The World Ferry Organization (WFO) sent inspectors to Brellin."),
    "fine": ("2026-04-09", "The World Ferry Organization fined the Brellin line 90,000 crowns."),
    "vote": (
        "2026-05-02",
        "The senate of Tarnow did not ratify the fishing treaty on Monday. The senate of Hollin "
        "ratified the fishing treaty in March.",
    ),
    "bill": (
        "2024-06-27",
        "The legislature passed a law on repairs on Thursday. Senator Ana Berm, who wrote the "
        "repair bill, said it began with a letter from a farmer.",
    ),
    "stone": (
        "2026-01-02",
        "A stone that held open a barn near Tarnow is a meteorite 4.56 billion years old, some 20 "
        "million years older than the Earth. Only one meteorite in 20 contains such grains.",
    ),
    "pool": (
        "2025-04-11",
        "Cars crossed the Hollin Bridge on Friday for the first time in 13 months, after a repair "
        "that cost 47 million crowns. The delay began in August.",
    ),
    "quill": ("2026-02-02", "Rosa Quill, the author of three novels, lives in Hollin."),
    "quill2": ("2026-02-03", "Felix Quill, a surgeon, works at the Velden clinic."),
    "soft": (
        "2026-02-04",
        "The par\u00adlia\u00adment of Vel\u00adden ap\u00adproved a sub\u00adsi\u00addy for "
        "fer\u00adries. “The sub\u00adsi\u00addy saves the is\u00adlands,” said Ag\u00adnes "
        "Thor\u00advald\u00adsen.",
    ),
}
_TITLES = {"pool": "Hollin Bridge reopens, five months late"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("field")
    engine = Engine(load({}, data=str(folder)))
    documents = [
        Document(
            id=id, text=text, published=day, format="txt", origin=f"{id}.txt", title=_TITLES.get(id)
        )
        for id, (day, text) in _NEWS.items()
    ]
    list(engine.ingester.add(engine.collection(None), documents))
    engine.open()
    yield engine
    engine.close()


def _ask(engine: Engine, question: str) -> Answer:
    return engine.answerer.answer(AskRequest(question=question, asked_at="2026-06-30"))


@pytest.mark.short(1)
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who is the author of the repair bill?", "who wrote the repair bill"),
        ("Did the Hollin Bridge reopen?", "crossed the Hollin Bridge"),
        ("Is the meteorite older or younger than the Earth?", "older than the Earth"),
    ],
)
def test_what_articles_put_in_other_words_is_found(
    engine: Engine, question: str, words: str
) -> None:
    answer = _ask(engine, question)

    assert answer.status == "answered"
    assert words in answer.answers[0].quote
    assert answer.answers[0].verdict is None


@pytest.mark.short(5)
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did the flood do in Hollin on 12 May 2026?", "closed twelve schools"),
        ("What did the flood do in Hollin in October 2025?", "footbridge"),
        ("What did the flood do in Hollin on May 13?", "closed twelve schools"),
        ("What is the latest fare of the ferry line of Brellin?", "3.25 euros"),
        ("What is the current fare of the ferry line of Brellin?", "3.25 euros"),
        ("What did the UN send to Tarnow?", "convoy"),
        ("What did the United Nations send to Tarnow?", "convoy"),
        ("Whom did the WFO fine?", "Brellin line"),
        ("What did Agnes Thorvaldsen say about the subsidy?", "is\u00adlands"),
        ("What did the parliament of Velden approve?", "fer\u00adries"),
    ],
)
def test_the_first_answer_has_the_words(engine: Engine, question: str, words: str) -> None:
    answer = _ask(engine, question)

    assert answer.status == "answered"
    assert words in answer.answers[0].quote
    for citation in answer.citations:
        article = engine.library.article(engine.collection(None), citation.article_id)
        assert article.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(("place", "verdict"), [("Hollin", "yes"), ("Tarnow", "no")])
def test_yes_or_no_is_of_whom_is_asked_about(engine: Engine, place: str, verdict: str) -> None:
    first = _ask(engine, f"Did the senate of {place} ratify the fishing treaty?").answers[0]

    assert first.verdict == verdict
    assert f"The senate of {place}" in first.quote


def test_a_name_shared_by_two_people_needs_clarification(engine: Engine) -> None:
    answer = _ask(engine, "Who is Quill?")

    assert answer.reason == "which_meaning"
    assert {choice.question for choice in answer.choices} == {
        "Who is Rosa Quill?",
        "Who is Felix Quill?",
    }


def test_a_date_near_by_hides_nothing(engine: Engine) -> None:
    answer = _ask(engine, "What did the flood close in Hollin on 20 April 2026?")

    assert "schools" in answer.answers[0].quote
    assert answer.status == "uncertain"


def test_another_year_is_another_event(engine: Engine) -> None:
    answer = _ask(engine, "What did the flood close in Hollin in May 2019?")

    assert answer.status == "no_answer"
