"""The demo corpus: every question's evidence stands in the articles, word for word."""

import csv
import email
import email.policy
import hashlib
import html
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import feedparser
import pypdf
import pytest
from lxml import etree

from index.formats import read_paths
from service.demo import EXAMPLE_QUESTIONS, articles_folder, questions_file
from service.demo.first_start import claim_folder, holds_own_articles, index_demo
from service.engine import Engine
from service.settings import load
from service.wire.asking import AskRequest

Texts = Iterator[tuple[str | None, str]]
"""The articles of one file: their ids, or None where the file is the article, and their texts."""

KINDS = {"statement", "who", "when", "where", "number", "why", "how", "list", "yes_no", "other"}
LATER = {"who_is", "why", "how_long", "list", "keywords", "misspelt", "command", "language"} | {
    "service",
    "yes_no",
    "twin",
}
"""The kinds of the questions from demo-200 on."""
FORMATS = {".txt", ".md", ".html", ".jsonl", ".xml", ".pdf", ".csv", ".eml"}
CORRECTED = "tw-20250708-ross-coulee-bus"


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _without_tags(markup: str) -> str:
    body = re.sub(r"<(script|style)\b.*?</\1>", "", markup, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", body))


def _plain(content: bytes) -> Texts:
    yield None, content.decode()


def _page(content: bytes) -> Texts:
    yield None, _without_tags(content.decode())


def _records(content: bytes) -> Texts:
    for line in content.decode().splitlines():
        record = json.loads(line)
        yield record["id"], record["text"]


def _rows(content: bytes) -> Texts:
    for row in csv.DictReader(io.StringIO(content.decode(), newline="")):
        yield row["id"], row["text"]


def _entries(content: bytes) -> Texts:
    for entry in cast("Any", feedparser.parse(content)).entries:
        yield entry.id, _without_tags(entry.content[0].value)


def _pages(content: bytes) -> Texts:
    yield (
        None,
        "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages),
    )


def _letter(content: bytes) -> Texts:
    message = email.message_from_bytes(content, policy=email.policy.default)
    part = cast("Any", message).get_body(("plain",))
    yield None, part.get_content()


READ: dict[str, Callable[[bytes], Texts]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _page,
    ".jsonl": _records,
    ".csv": _rows,
    ".xml": _entries,
    ".pdf": _pages,
    ".eml": _letter,
}


def _files() -> list[Path]:
    return sorted(path for path in articles_folder().rglob("*") if path.is_file())


def _delivered() -> list[tuple[str, str]]:
    """Every article as delivered, corrected ones twice, in the order a folder is read."""
    return [
        (name or path.relative_to(articles_folder()).as_posix(), _collapsed(text))
        for path in _files()
        for name, text in READ[path.suffix](path.read_bytes())
    ]


@pytest.fixture(scope="module")
def articles() -> dict[str, str]:
    """The current version of every article."""
    return dict(_delivered())


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in questions_file().read_text("utf-8").splitlines()]


def test_every_format_is_there_and_the_whole_stays_small() -> None:
    files = [*_files(), questions_file()]

    size_bytes = sum(path.stat().st_size for path in files)

    assert {path.suffix for path in _files()} == FORMATS
    assert size_bytes < 400_000


def test_there_are_many_articles_of_a_readable_length(articles: dict[str, str]) -> None:
    words = {name: len(text.split()) for name, text in articles.items()}

    assert len(articles) == 52
    assert {name for name, count in words.items() if not 150 <= count <= 560} == set()


def test_the_feed_is_well_formed_xml() -> None:
    feed = articles_folder() / "lantern-science" / "feed.xml"

    root = etree.fromstring(feed.read_bytes())

    assert len(root.findall("channel/item")) == 6


def test_the_pdf_has_two_pages_with_a_text_layer() -> None:
    (path,) = articles_folder().rglob("*.pdf")

    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]

    assert [len(text) > 500 for text in pages] == [True, True]


def test_a_folder_read_in_order_ends_with_the_corrected_story() -> None:
    versions = [text for name, text in _delivered() if name == CORRECTED]

    injured = [re.findall(r"injuring (\d+) people", text) for text in versions]

    assert injured == [["14"], ["11"]]
    assert ["Correction, July 10, 2025" in text for text in versions] == [False, True]


def test_only_the_corrected_story_comes_twice() -> None:
    names = Counter(name for name, _ in _delivered())

    assert {name: count for name, count in names.items() if count > 1} == {CORRECTED: 2}


def test_every_question_has_all_its_fields(questions: list[dict[str, Any]]) -> None:
    fields = {"id", "question", "answers", "evidence", "speaker", "answerable", "type", "group"}
    some = {"together", "expect", "verdict", "refusals"}

    assert [row["id"] for row in questions if row.keys() - some != fields] == []
    assert {row["type"] for row in questions if row["group"] == "first"} == KINDS
    assert {row["type"] for row in questions if row["group"] != "first"} == LATER


def test_questions_and_their_ids_are_unique(questions: list[dict[str, Any]]) -> None:
    ids = {row["id"] for row in questions}
    asked = {row["question"].casefold() for row in questions}

    assert len(ids) == len(asked) == len(questions) == 349


def test_every_kind_of_question_is_asked_often_enough(questions: list[dict[str, Any]]) -> None:
    said = [row for row in questions if re.search(r"what did .+ say\b", row["question"], re.I)]
    judged = Counter((row["group"] == "first", row["answerable"]) for row in questions)

    assert sum(row["answerable"] is True for row in said) >= 30
    assert judged == {
        (True, True): 153, (True, False): 46,
        (False, True): 89, (False, False): 45, (False, "unknown"): 16,
    }  # fmt: skip
    assert min(Counter(row["type"] for row in questions if row["group"] != "first").values()) >= 12


def test_the_later_questions_are_split_by_the_hash_of_their_ids(
    questions: list[dict[str, Any]],
) -> None:
    even = {
        row["id"]
        for row in questions[199:]
        if int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 2 == 0
    }

    assert {row["group"] for row in questions[:199]} == {"first"}
    assert {row["id"] for row in questions if row["group"] == "held_out"} == even
    assert {row["id"] for row in questions if row["group"] == "dev"} == {
        row["id"] for row in questions[199:]
    } - even


def test_every_quote_stands_in_its_article(
    articles: dict[str, str], questions: list[dict[str, Any]]
) -> None:
    evidence = [(row["id"], piece) for row in questions for piece in row["evidence"]]

    missing = [
        (number, piece["quote"])
        for number, piece in evidence
        if piece["quote"] not in articles[piece["article"]]
    ]

    assert missing == []


def test_every_answer_stands_in_a_quote(questions: list[dict[str, Any]]) -> None:
    missing = [
        (row["id"], answer)
        for row in questions
        for answer in row["answers"]
        if not any(answer in piece["quote"] for piece in row["evidence"])
    ]

    assert missing == []


def test_only_answerable_questions_have_answers(questions: list[dict[str, Any]]) -> None:
    for row in questions:
        asks_back = row.get("expect") == "choices"
        answerable = row["answerable"] is True or asks_back
        assert bool(row["answers"]) == bool(row["evidence"]) == answerable, row["id"]
        assert (row["answerable"] == "unknown") == ("expect" in row), row["id"]


def test_every_article_is_asked_about(
    articles: dict[str, str], questions: list[dict[str, Any]]
) -> None:
    asked = {piece["article"] for row in questions for piece in row["evidence"]}

    assert asked == set(articles)


def test_the_speaker_of_an_answer_is_named_in_its_article(
    articles: dict[str, str], questions: list[dict[str, Any]]
) -> None:
    named = [
        (row["id"], row["speaker"])
        for row in questions
        if row["answerable"] is True
        and row["speaker"]
        and not any(row["speaker"] in articles[piece["article"]] for piece in row["evidence"])
    ]

    assert named == []


def test_a_first_visitor_is_offered_three_questions_that_have_answers(
    questions: list[dict[str, Any]],
) -> None:
    answerable = {row["question"] for row in questions if row["answerable"] is True}

    assert len(EXAMPLE_QUESTIONS) == 3
    assert set(EXAMPLE_QUESTIONS) <= answerable
    assert "what did Carney say about the USMCA review" in EXAMPLE_QUESTIONS


@pytest.mark.model
@pytest.mark.parametrize(
    "outlets",
    [("harbor-ledger", "tidewater-wire"), pytest.param(("",), marks=pytest.mark.slow)],
    ids=["two outlets", "all"],
)
@pytest.mark.gate
def test_the_questions_offered_are_answered_by_the_models_that_are_shipped(
    questions: list[dict[str, Any]], outlets: tuple[str, ...], tmp_path: Path
) -> None:
    engine = Engine(load({}, data=str(tmp_path)))
    folders = [articles_folder() / outlet for outlet in outlets]
    list(engine.ingester.add(engine.collection(None), read_paths(folders)))

    replies = {q: engine.answerer.answer(AskRequest(question=q)) for q in EXAMPLE_QUESTIONS}
    engine.close()

    expected = {row["question"]: row["answers"] for row in questions}
    for question, reply in replies.items():
        assert reply.status == "answered", question
        assert any(answer in reply.answers[0].quote for answer in expected[question])


@pytest.mark.gate
def test_a_first_start_that_was_interrupted_is_made_up_for(tmp_path: Path) -> None:
    settings = load({}, data=str(tmp_path), embedder="letters")
    claim_folder(settings)
    engine = Engine(settings)
    some = read_paths([articles_folder() / "harbor-ledger"])
    list(engine.ingester.add(engine.collection(None), some))

    index_demo(engine)

    assert engine.library.count_articles("default") == 52
    assert not holds_own_articles(settings)
    engine.close()


def test_the_demo_is_not_mixed_with_the_articles_of_others(tmp_path: Path) -> None:
    settings = load({}, data=str(tmp_path), embedder="letters")
    engine = Engine(settings)
    some = read_paths([articles_folder() / "prairie-dispatch"])
    list(engine.ingester.add(engine.collection(None), some))

    claim_folder(settings)
    index_demo(engine)

    assert engine.library.count_articles("default") == 6
    assert holds_own_articles(settings)
    engine.close()


def test_the_demo_has_a_folder_of_its_own_unless_one_is_named() -> None:
    own, demo, named = load({}), load({}, demo=True), load({"DATELINE_DATA": "x"}, demo=True)

    assert Path(demo.data).name == f"{Path(own.data).name}-demo"
    assert named.data == "x"
