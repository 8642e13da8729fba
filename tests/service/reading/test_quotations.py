"""Quotations: chosen by the sentence reader, scored by what the network finds in them."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from index.followers.open_collection import OpenCollection
from index.records import Query
from index.search import search
from service.candidates import Candidate
from service.questions.understand import understand
from service.readers.span import FOLDER, load_reader
from service.reading.confidence import ConfidenceModel, ConfidenceModels, Weights
from service.reading.span_reader import SpanReader
from tests.conftest import Shelf, story
from tests.service.reading.counting import CountingNetwork, with_network

pytestmark = pytest.mark.model

TEXT = (
    "The ferry stops in May.\n\n"
    "“We could not pay the crew any longer,” said Olga Brandt. It rained all day.\n\n"
    "“The soup was too salty again,” Brandt said of her lunch."
)
CREW = "What did Olga Brandt say about paying the crew?"


@pytest.fixture(scope="module")
def reader() -> SpanReader:
    return load_reader(FOLDER)


def ask(
    reader: SpanReader,
    opened: OpenCollection,
    text: str,
    speakers: frozenset[str] = frozenset({"Olga Brandt"}),
) -> list[Candidate]:
    question = structs.replace(understand(text), speakers=speakers)
    found = search(opened, Query(question=text), opened.embedder.embed_questions([text]))
    return reader.read(question, opened.embedder.embed_questions([text]), found, opened)


def quoted(candidates: Sequence[Candidate]) -> list[str]:
    return [c.article.text[c.quote.start : c.quote.end] for c in candidates]


def test_the_network_scores_words_that_answer_higher_than_others(
    reader: SpanReader, shelf: Shelf
) -> None:
    shelf.add(story("ferry", TEXT, title="Ferry stops"))
    opened = shelf.opened()
    unfitted = with_network(reader, reader.network, reader.budget, ConfidenceModels())
    scored = ask(reader, opened, CREW)
    unread = ask(unfitted, opened, CREW)

    inside = {text: c.features["inside"] for text, c in zip(quoted(scored), scored, strict=True)}
    crew, soup = sorted(inside, key=lambda text: "soup" in text)
    other = ask(reader, opened, "What did Olga Brandt say about the election in Peru?")
    assert inside[crew] > inside[soup]
    assert inside[crew] > 3 + max(c.features["inside"] for c in other)
    assert scored[0].confidence > 2 * other[0].confidence
    assert all("inside" not in candidate.features for candidate in unread)
    assert {c.quote for c in scored} == {c.quote for c in unread}
    assert [c.confidence for c in scored] == sorted((c.confidence for c in scored), reverse=True)


def test_an_answer_in_an_interview_is_about_what_it_was_asked(
    reader: SpanReader, shelf: Shelf
) -> None:
    shelf.add(
        story(
            "talk",
            "Olga Brandt ran the ferry for nine years. Our reporter rang her.\n\n"
            "Q: Why did you sell the old engine?\n\nA: It drank too much, and I was tired.\n\n"
            "Q: What happened to the crew?\n\nA: Most have found work on the lakes.\n\n"
            "Q: Will you come back?\n\nA: Ask me when the snow is gone.",
            title="The ferry’s last captain",
        )
    )
    opened = shelf.opened()

    engine, crew = (
        ask(reader, opened, f"What did Olga Brandt say about {topic}?")
        for topic in ("the engine", "her crew")
    )

    assert quoted(engine)[0] == "A: It drank too much, and I was tired."
    assert quoted(crew)[0] == "A: Most have found work on the lakes."


@pytest.mark.short(2)
@pytest.mark.parametrize(
    ("question", "language", "rows"),
    [
        # One window holds both quotations.
        (CREW, None, 1),
        (CREW, "en-GB", 1),
        # Any words answer.
        ("What did Olga Brandt say?", None, 0),
        # A language that the network was not trained on.
        (CREW, "es", 0),
    ],
)
def test_the_network_reads_what_it_can_judge(
    reader: SpanReader, shelf: Shelf, question: str, language: str | None, rows: int
) -> None:
    shelf.add(story("ferry", TEXT, title="Ferry stops", language=language))
    network = CountingNetwork(reader)

    candidates = ask(with_network(reader, network, reader.budget), shelf.opened(), question)

    assert candidates
    assert network.rows == rows


def test_quotations_that_are_not_read_are_no_surer_than_the_best_that_is(
    reader: SpanReader, shelf: Shelf
) -> None:
    rain = " ".join(["It rained on the harbor all day."] * 20)
    said = (f"“The crew of boat {n} got its wages,” Olga Brandt said. {rain}" for n in range(9))
    text = "\n\n".join(said)
    shelf.add(story("ferry", text, title="Ferry stops"))
    few = structs.replace(reader.budget, windows=2, first=2)
    network = CountingNetwork(reader)

    candidates = ask(with_network(reader, network, few), shelf.opened(), CREW)

    read = [c for c in candidates if "inside" in c.features]
    assert len(read) == network.rows == 2
    assert len(candidates) == 9
    assert all(c.confidence <= read[0].confidence for c in candidates)


def test_equally_sure_quotations_keep_the_order_of_the_sentence_reader(
    reader: SpanReader, shelf: Shelf
) -> None:
    shelf.add(
        story("old", "“We pay the crew,” Olga Brandt said.", title="A", published="2020-01-01"),
        story("new", "“The soup is salty,” Olga Brandt said.", title="B", published="2026-01-01"),
    )
    opened = shelf.opened()
    even = Weights(bias=0.0, features={"inside": 0.0})
    model = ConfidenceModel(features={"said": 1.0}, deciding=even)
    confidences = ConfidenceModels(quotations=model)

    changed = with_network(reader, reader.network, reader.budget, confidences)
    candidates = ask(changed, opened, CREW)

    assert [candidate.article.id for candidate in candidates] == ["old", "new"]
    assert {candidate.confidence for candidate in candidates} == {0.5}


def test_a_second_quotation_on_the_topic_is_no_less_probable_for_coming_second(
    reader: SpanReader, shelf: Shelf
) -> None:
    shelf.add(
        story("one", "“We pay the crew,” Olga Brandt said.", title="A"),
        story("two", "“We pay the crew on Fridays,” Olga Brandt said.", title="B"),
        story("three", "“The soup is salty,” Olga Brandt said.", title="C"),
    )

    candidates = ask(reader, shelf.opened(), CREW)

    confidences = {c.article.id: c.confidence for c in candidates}
    assert min(confidences["one"], confidences["two"]) > 0.5
    assert confidences["three"] < 0.2


def test_a_headline_on_the_topic_counts_where_no_words_of_the_person_have_it(
    reader: SpanReader, shelf: Shelf
) -> None:
    shelf.add(
        story("ferry", TEXT, title="Mayor defends the end of the subsidy"),
        story("lunch", "“It tasted of rain,” Olga Brandt said.", title="A lunch"),
        story("fair", "“The fair was fun,” Olga Brandt said.", title="Fair opens"),
    )
    opened = shelf.opened()

    subsidy = ask(reader, opened, "What did Olga Brandt say about the subsidy?")
    fair = ask(reader, opened, "What did Olga Brandt say about the fair?")

    titles = {c.article.id: c.features["title"] for c in subsidy}
    assert {id for id, share in titles.items() if share} == {"ferry"}
    assert subsidy[0].article.id == "ferry"
    assert {c.features["title"] for c in fair} == {0.0}
