"""Somebody's words: chosen by the sentence reader, judged by what the network finds in them."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from index.followers.catalogue import OpenCollection
from index.records import Query
from index.search import search
from service.candidates import Candidate
from service.questions.understand import understand
from service.readers.span import FOLDER, load_reader
from service.reading.span_reader import Confidence, Confidences, SpanReader
from service.reading.weights import Weights
from tests.conftest import Shelf, story
from tests.service.reading.counting import Counting

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


def ask(reader: SpanReader, opened: OpenCollection, text: str) -> list[Candidate]:
    question = understand(text)
    question = structs.replace(question, speakers=frozenset({"Olga Brandt"}))
    found = search(opened, Query(question=text), opened.embedder.embed_questions([text]))
    return reader.read(question, opened.embedder.embed_questions([text]), found, opened)


def quoted(candidates: Sequence[Candidate]) -> list[str]:
    return [c.article.text[c.quote.start : c.quote.end] for c in candidates]


def test_words_that_answer_hold_more_for_the_network_than_those_that_do_not(
    reader: SpanReader, shelf: Shelf
) -> None:
    shelf.add(story("ferry", TEXT, title="Ferry stops"))
    opened = shelf.opened()
    heard = ask(reader, opened, CREW)
    unheard = ask(reader.reading_so(reader.network, reader.reading, Confidences()), opened, CREW)

    inside = {text: c.features["inside"] for text, c in zip(quoted(heard), heard, strict=True)}
    crew, soup = sorted(inside, key=lambda text: "soup" in text)
    other = ask(reader, opened, "What did Olga Brandt say about the election in Peru?")
    assert inside[crew] > inside[soup]
    assert inside[crew] > 3 + max(c.features["inside"] for c in other)
    assert heard[0].confidence > 2 * other[0].confidence
    assert all("inside" not in candidate.features for candidate in unheard)
    assert {c.quote for c in heard} == {c.quote for c in unheard}
    assert [c.confidence for c in heard] == sorted((c.confidence for c in heard), reverse=True)


@pytest.mark.parametrize(
    ("question", "language", "rows"),
    [
        (CREW, None, 2),
        (CREW, "en-GB", 2),
        # Any words will do.
        ("What did Olga Brandt say?", None, 0),
        # A language that the network has never read.
        (CREW, "es", 0),
    ],
)
def test_the_network_reads_what_it_can_judge(
    reader: SpanReader, shelf: Shelf, question: str, language: str | None, rows: int
) -> None:
    shelf.add(story("ferry", TEXT, title="Ferry stops", language=language))
    network = Counting(reader)

    candidates = ask(reader.reading_so(network, reader.reading), shelf.opened(), question)

    assert candidates
    assert network.rows == rows


def test_of_what_is_not_read_nothing_is_surer_than_the_best_that_is(
    reader: SpanReader, shelf: Shelf
) -> None:
    text = "\n\n".join(f"“The crew of boat {n} got its wages,” Olga Brandt said." for n in range(9))
    shelf.add(story("ferry", text, title="Ferry stops"))
    few = structs.replace(reader.reading, windows=2, first=2)
    network = Counting(reader)

    candidates = ask(reader.reading_so(network, few), shelf.opened(), CREW)

    read = [c for c in candidates if "inside" in c.features]
    assert len(read) == network.rows == 2
    assert len(candidates) == 9
    assert all(c.confidence <= read[0].confidence for c in candidates)


def test_of_equally_sure_words_the_order_of_the_sentence_reader_stays(
    reader: SpanReader, shelf: Shelf
) -> None:
    shelf.add(
        story("old", "“We pay the crew,” Olga Brandt said.", title="A", published="2020-01-01"),
        story("new", "“The soup is salty,” Olga Brandt said.", title="B", published="2026-01-01"),
    )
    opened = shelf.opened()
    alike = Confidence(features={"said": 1.0}, deciding=Weights(bias=0.0, features={"inside": 0.0}))
    confidences = Confidences(statements=alike)

    candidates = ask(reader.reading_so(reader.network, reader.reading, confidences), opened, CREW)

    assert [candidate.article.id for candidate in candidates] == ["old", "new"]
    assert {candidate.confidence for candidate in candidates} == {0.5}
