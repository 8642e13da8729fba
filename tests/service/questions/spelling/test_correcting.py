"""Misspelt words of a question: what is corrected, and what is left alone."""

from collections.abc import Iterator

import pytest

from index.embedders.contract import Embedder
from index.followers.open_collection import OpenCollection
from index.records import Filters, Query
from service.questions.inquiry import Inquiry
from service.questions.spelling.correcting import correct
from service.questions.understand import understand
from tests.conftest import Shelf, story


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, letters: Embedder) -> Iterator[OpenCollection]:
    """Three articles for all who change nothing."""
    shelf = Shelf(tmp_path_factory.mktemp("news"), letters)
    _fill(shelf)
    yield shelf.opened()
    shelf.library.close()


def _fill(shelf: Shelf) -> None:
    shelf.add(
        story(
            "cup",
            "Three countries will host the World Cup in 2026: Canada, Mexico and the United States."
            " The stadiums need a licence to sell kelp soup.",
            title="Who hosts the World Cup",
            outlet="Wire",
        ),
        story(
            "talks",
            "“We will keep the treaty,” said Mark Carney. Claudia Sheinbaum said that the treaty "
            "works. Officials of both countries keep talking, and they kept the minutes. "
            "The talks overheated.",
            title="The treaty",
            outlet="Ledger",
        ),
        story(
            "reef",
            "Divers replant the kelp forest off Málaga. They keep at it; urchins killed it.",
            title="Kelp",
        ),
    )


def _corrected(opened: OpenCollection, question: str, outlet: str | None = None) -> str:
    filters = Filters(outlet=(outlet,)) if outlet else Filters()
    inquiry = Inquiry(
        question=understand(question),
        query=Query(question=question, filters=filters),
        opened=opened,
        vector=opened.embedder.embed_questions([question]),
        min_confidence=0.0,
        max_answers=1,
    )
    found = correct(question, inquiry)
    return found.question if found else question


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("which countres will host the wrld cup", "which countries will host the world cup"),
        ("Wich countries will host it?", "Which countries will host it?"),
        ("who hosts the worldcup?", "who hosts the world cup?"),
        ("do the stadi ums need it?", "do the stadiums need it?"),
        ("who replants the klep forest?", "who replants the kelp forest?"),
        ("what did Carny say about the treaty?", "what did Carney say about the treaty?"),
        ("what did mark carnye say?", "what did mark Carney say?"),
        ("what did Cluadia Sheinbaum say?", "what did Claudia Sheinbaum say?"),
        ("what did Sheinbuam say about soup?", "what did Sheinbaum say about soup?"),
        ("what did Mr Caney say about soup?", "what did Mr Carney say about soup?"),
        ("who is Claudia Sheinbuam?", "who is Claudia Sheinbaum?"),
        ("who is xheinbaum?", "who is sheinbaum?"),
        ("what do they replant off Malga?", "what do they replant off Málaga?"),
        ("how quockly do they replant it?", "how quickly do they replant it?"),
        ("what did Carney tell parentss?", "what did Carney tell parents?"),
        ("who opoposed the treaty?", "who opposed the treaty?"),
        ("Carney qote on soup", "Carney quote on soup"),
        ("timelne of the treatty", "timeline of the treaty"),
        ("is a license needed for the stadums?", "is a license needed for the stadiums?"),
    ],
)
def test_words_that_no_article_has_are_spelt_as_articles_spell_them(
    news: OpenCollection, typed: str, meant: str
) -> None:
    assert _corrected(news, typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Which countries will host the World Cup?",
        "which country is hosting?",
        "what did Kerry say about the treaty?",
        "what did Angela Merkel say about helping?",
        "what did Treety say about soup?",
        "who wrote “the wrld cup”?",
        'who wrote "wrld cup"?',
        "what costs 12countres?",
        "what is on wrld.example or treatty@wire.example?",
        "how many goals were scored in 20226?",
        "¿Qué países serán anfitriones del mundail en verano?",
        "xqzt vbnm",
        "who founded rivian?",
        "what does a kilo of soup cost?",
        "who drives a rivian and a Lamborgini?",
        "how many passes and dresses were there?",
        "who kept a kettle?",
        "what did the SUOP say?",
        "did the talks overheat?",
        "which countries are unregistered?",
        "?",
        "a" * 2000,
    ],
)
def test_everything_else_stays_as_it_was_typed(news: OpenCollection, question: str) -> None:
    assert _corrected(news, question) == question


def test_only_words_of_articles_that_the_filters_allow_are_meant(news: OpenCollection) -> None:
    assert _corrected(news, "what about Mexcio?", outlet="Ledger") == "what about Mexcio?"
    assert _corrected(news, "what about Mexcio?", outlet="Wire") == "what about Mexico?"


def test_words_of_deleted_articles_are_not_meant(shelf: Shelf) -> None:
    _fill(shelf)
    assert _corrected(shelf.opened(), "what about Mallaga?") == "what about Málaga?"

    shelf.library.remove(shelf.collection, "reef")
    shelf.catalogue.follow(shelf.collection)

    assert _corrected(shelf.opened(), "what about Mallaga?") == "what about Mallaga?"
