"""The first real article, alone in a library, with the real model."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from eval.sets import load as load_questions
from index.formats import read_paths
from index.records import Article
from service.demo import questions_file
from service.engine import Engine
from service.settings import load
from service.wire.answer import Answer
from service.wire.asking import AskRequest

_SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"

pytestmark = [
    pytest.mark.model,
    pytest.mark.data,
    pytest.mark.skipif(not _SEEDS.is_dir(), reason="the shared articles are not here"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over the one article."""
    made = Engine(load({}, data=str(tmp_path_factory.mktemp("seed") / "data")))
    made.open()
    (outcome,) = made.ingester.add(made.collection(None), read_paths([_SEEDS]))
    assert outcome.status == "added"
    yield made
    made.close()


@pytest.fixture(scope="module")
def plain(engine: Engine) -> Iterator[Engine]:
    """The same library, read without the trained network."""
    made = Engine(structs.replace(engine.settings, reader="sentence"))
    made.open()
    yield made
    made.close()


@pytest.fixture(scope="module")
def article(engine: Engine) -> Article:
    (summary,) = engine.library.list_articles(engine.collection(None))
    return engine.library.article(engine.collection(None), summary.id)


def _ask(engine: Engine, question: str, most: int = 20) -> Answer:
    return engine.answerer.answer(AskRequest(question=question, max_answers=most))


def test_the_date_that_is_not_given_stays_unknown(article: Article) -> None:
    assert article.published is None


def test_the_tail_and_the_picture_are_marked_and_the_body_is_not(article: Article) -> None:
    tail = article.text[article.text.index("Discover more from") :].strip()
    marked = [article.text[mark.start : mark.end] for mark in article.marks]

    assert tail in marked
    assert len(tail) == 232
    assert any(text.startswith("A meeting between officials") for text in marked)
    assert len(article.sentences) == 21


def test_carney_on_the_review_is_answered_with_his_own_words_only(engine: Engine) -> None:
    answer = _ask(engine, "what did Carney say about the USMCA review")

    assert "USMCA review" in answer.answers[0].quote
    assert {item.speaker.name for item in answer.answers if item.speaker} == {"Mark Carney"}
    assert not any("she said" in item.quote or "Sheinbaum" in item.quote for item in answer.answers)


def test_a_question_beside_what_the_article_says_is_a_maybe_at_most(engine: Engine) -> None:
    answer = _ask(engine, "when is the review")

    assert answer.status in {"uncertain", "no_answer"}
    assert answer.reason == "low_confidence"
    assert answer.text.startswith("None of the passages found answers this")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("what did Trump say", "unknown_speaker"),
        ("how do I subscribe", "no_relevant_article"),
    ],
)
def test_what_the_article_does_not_say_is_refused_with_a_reason(
    engine: Engine, question: str, reason: str
) -> None:
    answer = _ask(engine, question)

    assert (answer.status, answer.answers, answer.reason) == ("no_answer", [], reason)
    assert answer.text.startswith("The articles don’t ")


@pytest.mark.parametrize(
    "one_in",
    [
        pytest.param(24, marks=pytest.mark.everyday),
        pytest.param(6, marks=pytest.mark.gate),
        pytest.param(1, marks=pytest.mark.slow),
    ],
    ids=["few", "some", "two hundred"],
)
def test_questions_keep_the_law_and_leave_the_furniture_alone(
    engine: Engine, plain: Engine, article: Article, one_in: int
) -> None:
    own = "subscribe email newsletter archive access reading latest posts sent continue".split()
    questions = [case.question for case in load_questions(questions_file()).cases]
    questions += [f"What about {word}?" for word in own] + [f"{word} full {word}" for word in own]
    assert len(questions) >= 200

    # The reader that needs no network answers them all, the trained one a part of them.
    asked = [(plain, question) for question in questions[::one_in]]
    asked += [(engine, question) for question in questions[:: 4 * one_in]]
    for answering, question in asked:
        for citation in _ask(answering, question).citations:
            quoted = article.text[citation.start : citation.end]
            assert quoted == citation.quote
            assert hashlib.sha256(quoted.encode()).hexdigest() == citation.sha256
            assert all(
                citation.end <= mark.start or mark.end <= citation.start for mark in article.marks
            )


def test_a_description_of_the_articles_own_means_the_person_it_describes(engine: Engine) -> None:
    answer = _ask(engine, "How did the Canadian leader describe North America?")

    assert answer.status == "answered"
    assert {item.speaker.name for item in answer.answers if item.speaker} == {"Mark Carney"}
    assert any("the most competitive region" in item.quote for item in answer.answers)


def test_whom_a_description_may_mean_is_not_said_to_be_unquoted(engine: Engine) -> None:
    answer = _ask(engine, "What is the Mexican president's view on jobs?")

    assert (answer.status, answer.reason) == ("no_answer", "speaker_not_quoted")
    assert "None of the quotations found in the articles is certainly by" in answer.text
