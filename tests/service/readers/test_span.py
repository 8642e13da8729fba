"""The reader that comes with Dateline: its files, its answers, its limits."""

import shutil
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from index.errors import SettingsError
from index.followers.open_collection import OpenCollection
from index.records import Query
from index.search import search
from service.candidates import Candidate, Unfinished
from service.questions.understand import understand
from service.readers import load
from service.readers.span import FOLDER, MODEL, WEIGHTS, Model, load_reader
from service.reading.confidence import ConfidenceModel, Weights
from service.reading.span_reader import SpanReader
from service.telling import listening
from tests.conftest import Shelf, story
from tests.service.reading.counting import CountingNetwork, with_network

pytestmark = pytest.mark.model
TOWN = "Which town has a bridge?"


@pytest.fixture(scope="module")
def reader() -> SpanReader:
    return load_reader(FOLDER)


@pytest.fixture
def opened(shelf: Shelf) -> OpenCollection:
    shelf.add(
        story(
            "bridge",
            "The new bridge over the Orle opened on Monday after four years of work. It cost "
            "41 million euros, twice as much as planned. Engineers from Norway had designed it.",
            title="Bridge opens",
        ),
        story(
            "ferry",
            "The old ferry stopped in May. Captain Olga Brandt steered it for thirty years. "
            "Nobody was hurt when it ran aground in 2019.",
            title="Ferry stops",
        ),
        story("noise", "?!\n\n…\n\n\U0001f600\n\nOne.", title="Noise"),
    )
    return shelf.opened()


def ask(reader: SpanReader, opened: OpenCollection, text: str) -> list[Candidate]:
    vector = opened.embedder.embed_questions([text])
    found = search(opened, Query(question=text), vector)
    return reader.read(understand(text), vector, found, opened)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How much did the bridge cost?", "41 million euros"),
        ("When did the new bridge open?", "Monday"),
        ("Who steered the old ferry?", "Olga Brandt"),
        ("When did the ferry run aground?", "2019"),
    ],
)
def test_the_highlight_holds_the_words_that_answer(
    reader: SpanReader, opened: OpenCollection, text: str, expected: str
) -> None:
    best, *_ = ask(reader, opened, text)

    assert best.highlight is not None
    assert expected in best.article.text[best.highlight.start : best.highlight.end]
    assert best.quote.start <= best.highlight.start
    assert best.highlight.end <= best.quote.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who burned down the old mill?", "Bo Roe"),
        ("Who was cleared of burning down the mill?", "Ann Lee"),
        ("Who won the last race of the Lowmere regatta?", "Di Moss"),
        ("Who lost the last race of the Lowmere regatta?", "Cy Orr"),
    ],
)
def test_whoever_did_not_do_it_is_not_marked(
    reader: SpanReader, shelf: Shelf, text: str, expected: str
) -> None:
    shelf.add(
        story(
            "mill",
            "A jury has cleared miller Ann Lee of burning down the old mill in Oldmere, but found "
            "her neighbour, Bo Roe, guilty. The mill burned down in May.",
            title="Verdict in mill fire",
        ),
        story(
            "race",
            "Skipper Cy Orr was beaten by newcomer Di Moss in the last race of the Lowmere "
            "regatta.",
            title="Regatta ends",
        ),
    )

    best, *_ = ask(reader, shelf.opened(), text)

    assert best.highlight is not None
    assert expected in best.article.text[best.highlight.start : best.highlight.end]


def test_a_list_is_marked_in_all_its_parts(reader: SpanReader, shelf: Shelf) -> None:
    text = "The storm hit Lisbon on Monday, then moved on to Porto and reached Vigo at night."
    shelf.add(story("storm", text, title="Storm over the coast"))
    opened = shelf.opened()

    several, *_ = ask(reader, opened, "Which cities were hit by the storm?")
    one, *_ = ask(reader, opened, "Which city was hit by the storm on Monday?")

    assert several.highlight is not None
    places = sorted([several.highlight, *several.also])
    assert {"Lisbon", "Porto"} <= {text[place.start : place.end] for place in places}
    assert all(first.end <= second.start for first, second in pairwise(places))
    assert one.also == ()


@pytest.mark.parametrize(
    ("asked", "expected"), [("2024-06-05", "Lind"), ("2021-06-05", "Berg"), (None, "Lind")]
)
def test_of_two_events_told_alike_the_newest_on_the_day_of_the_question_answers(
    reader: SpanReader, shelf: Shelf, asked: str | None, expected: str
) -> None:
    news = "Voters in Orle elected {} as their mayor, the town's council said."
    shelf.add(
        story("old", news.format("Anna Berg"), title="Orle votes", published="2021-06-03"),
        story("new", news.format("Olaf Lind"), title="Orle votes", published="2024-06-03"),
        story("noise", "A ferry stopped in May. Nobody was hurt.", title="Ferry"),
    )
    opened = shelf.opened()
    text = "Who was elected mayor of Orle?"
    vector = opened.embedder.embed_questions([text])
    found = search(opened, Query(question=text), vector)

    day = None if asked is None else date.fromisoformat(asked)
    question = structs.replace(understand(text), asked_on=day)
    best, *_ = reader.read(question, vector, found, opened)

    assert best.highlight is not None
    assert expected in best.article.text[best.highlight.start : best.highlight.end]


def test_a_question_that_nothing_answers_gets_little_confidence(
    reader: SpanReader, opened: OpenCollection
) -> None:
    answerable = ask(reader, opened, "How much did the bridge cost?")
    other = ask(reader, opened, "Who won the chess championship in Lima?")

    assert answerable[0].confidence > 2 * max((c.confidence for c in other), default=0.0)


def read_of_six(
    reader: SpanReader, shelf: Shelf, sure: float, hopeless: float, until: float | None = None
) -> int:
    """How many of six windows are read, two of them in the first stage, when all may answer."""
    shelf.add(
        *(story(f"s{n}", f"Town {n} has a bridge. It is {n}.", title=f"S{n}") for n in range(6))
    )
    network = CountingNetwork(reader)
    budget = structs.replace(reader.budget, windows=6, first=2)
    stopping = structs.replace(reader.confidences.collection, sure=sure, hopeless=hopeless)
    confidences = reader.confidences._replace(collection=stopping)
    opened = shelf.opened()
    vector = opened.embedder.embed_questions([TOWN])
    found = search(opened, Query(question=TOWN), vector)

    candidates = with_network(reader, network, budget, confidences).read(
        understand(TOWN), vector, found, opened, until=until
    )

    assert candidates
    return network.rows


@pytest.mark.short(2)
@pytest.mark.parametrize(("seconds", "rows"), [(None, 6), (3600.0, 6), (0.0, 2), (-1.0, 2)])
def test_once_the_time_is_spent_no_further_windows_are_read(
    reader: SpanReader, shelf: Shelf, seconds: float | None, rows: int
) -> None:
    until = None if seconds is None else time.perf_counter() + seconds

    assert read_of_six(reader, shelf, 2.0, 0.0, until) == rows


@pytest.mark.parametrize(
    ("sure", "hopeless", "rows"),
    [
        (0.0, 0.0, 2),  # anything is sure enough
        (2.0, 1.0, 2),  # reading on is hopeless
        (0.9999, 0.0001, 6),  # in doubt
    ],
)
def test_if_the_first_windows_settle_the_answer_the_others_are_not_read(
    reader: SpanReader, shelf: Shelf, sure: float, hopeless: float, rows: int
) -> None:
    assert read_of_six(reader, shelf, sure, hopeless) == rows


def test_windows_without_any_span_settle_nothing() -> None:
    assert not ConfidenceModel(hopeless=0.05).is_settled([])
    assert not ConfidenceModel().is_settled([])


def test_deciding_weights_keep_the_order_and_probabilities_never_rise(
    reader: SpanReader, opened: OpenCollection
) -> None:
    candidates = ask(reader, opened, "How much did the bridge cost?")
    numbered = [
        structs.replace(c, features={"good": -n, "sure": float(n % 2)})
        for n, c in enumerate(candidates)
    ]
    ranking = ConfidenceModel(bias=0.0, features={"good": 1.0})
    both = structs.replace(ranking, deciding=Weights(bias=0.0, features={"sure": 2.0}))

    plain, decided = ranking.score(numbered[::-1]), both.score(numbered[::-1])

    assert len(candidates) > 1
    order = [c.quote for c in candidates]
    assert [c.quote for c in plain] == [c.quote for c in decided] == order
    assert [c.confidence for c in decided] == [0.5] * len(candidates)
    assert plain[0].confidence == 0.5
    assert plain[1].confidence < 0.3


def test_the_same_question_gets_the_same_answers(
    reader: SpanReader, opened: OpenCollection
) -> None:
    one, other = (ask(reader, opened, "How much did the bridge cost?") for _ in range(2))

    assert one == other


def test_yes_or_no_is_answered_by_a_whole_sentence(
    reader: SpanReader, opened: OpenCollection
) -> None:
    candidates = ask(reader, opened, "Was anybody hurt on the ferry?")

    assert candidates
    assert all(candidate.highlight is None for candidate in candidates)


@pytest.mark.short(12)
@pytest.mark.parametrize(
    "text", ["", " ", "One", "?!…", "中文字 不认识", "word " * 10_000, "\ud800\x00", "a" * 9_000]
)
@pytest.mark.parametrize("question", ["What did it cost?", "?", "why " * 3_000, "谁"])
def test_hostile_passages_and_questions_are_read_without_harm(
    reader: SpanReader, question: str, text: str
) -> None:
    (spans,) = reader.spans(question, [text])

    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert 0 <= span.probability <= 1


def test_no_passage_means_no_span(reader: SpanReader) -> None:
    assert reader.spans("What did it cost?", []) == []


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "weights"))


def test_damaged_weights_are_refused(copied: Path) -> None:
    path = copied / WEIGHTS
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    with pytest.raises(SettingsError, match=r"reader\.safetensors: not the expected model"):
        load_reader(copied)


@pytest.mark.parametrize("name", [WEIGHTS, MODEL])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()

    with pytest.raises(SettingsError, match=name):
        load_reader(copied)


def test_weights_for_another_base_model_are_refused(copied: Path) -> None:
    path = copied / MODEL
    model = msgspec.json.decode(path.read_bytes(), type=Model)
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(model, base_sha256="0" * 64)))

    with pytest.raises(SettingsError, match="word embeddings"):
        load_reader(copied)


def test_an_unknown_reader_is_refused() -> None:
    with pytest.raises(SettingsError, match="nonsense"):
        load("nonsense/none")
    with pytest.raises(
        SettingsError, match="'pretrained': a helper module; choose one of sentence, span"
    ):
        load("pretrained")


def test_the_shipped_reader_keeps_its_fingerprint(reader: SpanReader) -> None:
    # Calibrations are made for this fingerprint: only new weights may change it.
    assert reader.fingerprint == "span-88acc276cb5d-cc45c316-sentence-af12786c4ca2"


def test_what_ships_is_small_and_described() -> None:
    assert (FOLDER / WEIGHTS).stat().st_size < 46_000_000
    card = (FOLDER / "README.md").read_text("utf-8")
    model = msgspec.json.decode((FOLDER / MODEL).read_bytes(), type=Model)
    assert model.sha256 in card
    assert model.confidence.fitted_on


def test_whoever_listens_is_told_what_leads_while_the_rest_is_unread(
    reader: SpanReader, opened: OpenCollection
) -> None:
    told: list[object] = []

    with listening(told.append):
        heard = ask(reader, opened, "How much did the bridge cost?")

    unfinished = [one for one in told if isinstance(one, Unfinished)]
    assert heard == ask(reader, opened, "How much did the bridge cost?")
    assert [one.features["alone"] for one in unfinished] == [1.0, 0.0][: len(unfinished)]
    assert unfinished[0].candidates[0].quote == heard[0].quote
    assert all(0 < one.lasting < 1 for one in unfinished)
