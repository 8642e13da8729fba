"""Keywords that ask nothing find the sentence that has them together, as a maybe."""

from collections.abc import Iterator

import pytest

from index.records import Document, Query
from index.search import search
from service.answers.word_for_word import word_for_word
from service.engine import Engine
from service.questions.inquiry import Inquiry
from service.questions.understand import understand
from tests.service.conftest import settings_in

_SENTENCE = "A crane will be hired for the re\u00adcon\u00adstruction of the old theatre in spring."


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An article with soft hyphens, with the smallest parts."""
    engine = Engine(settings_in(tmp_path_factory.mktemp("keywords")))
    engine.open()
    text = f"Nothing is new here.\n\n{_SENTENCE}"
    document = Document(id="crane", text=text, format="txt", origin="crane.txt")
    list(engine.ingester.add(engine.collection(None), [document]))
    yield engine
    engine.close()


def _found(engine: Engine, question: str, least: float = 0.3) -> tuple[str, str] | None:
    """The sentence that is shown, and what is marked in it."""
    opened = engine.catalogue.get(engine.settings.collection)
    query, vector = Query(question=question), opened.embedder.embed_questions([question])
    inquiry = Inquiry(
        question=understand(question),
        query=query,
        opened=opened,
        vector=vector,
        min_confidence=None,
        max_answers=5,
        maybe_confidence=least,
    )
    statement = word_for_word(inquiry, search(opened, query, vector))
    if statement is None:
        return None
    text, quote, marked = (
        statement.best.article.text,
        statement.best.quote,
        statement.best.highlight,
    )
    assert marked is not None
    return text[quote.start : quote.end], text[marked.start : marked.end]


@pytest.mark.parametrize(
    ("keywords", "marked"),
    [
        ("theatre reconstruction", "re\u00adcon\u00adstruction of the old theatre"),
        ("Reconstruction of the theatre", "re\u00adcon\u00adstruction of the old theatre"),
        ("old theatres", "old theatre"),
    ],
)
def test_words_that_stand_together_are_found(engine: Engine, keywords: str, marked: str) -> None:
    found = _found(engine, keywords)

    assert found == (_SENTENCE, marked)


@pytest.mark.parametrize(
    "question",
    [
        "crane theatre",
        "reconstruction museum",
        "theatre",
        "theatre reconstruction?",
        "what about theatre reconstruction",
    ],
)
def test_words_apart_a_single_one_or_a_question_find_nothing(engine: Engine, question: str) -> None:
    found = _found(engine, question)

    assert found is None


def test_whoever_wants_surer_maybes_is_shown_none(engine: Engine) -> None:
    found = _found(engine, "theatre reconstruction", least=0.5)

    assert found is None
