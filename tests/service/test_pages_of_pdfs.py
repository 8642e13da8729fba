"""On which page of a PDF words stand: stored, cited, shown, exported."""

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient
from msgspec import structs
from reportlab.pdfgen.canvas import Canvas

from index.outcomes import Status
from index.prepare import marks_of
from index.records import Article, Document, Layout, Mark, MarkKind, PageStart, Span
from service.answers.citations import cite
from service.answers.writing.rendering import render
from service.commands.steps.exported_versions import export_collection
from service.wire.answer import Answer
from tests.conftest import Shelf, story
from tests.service.conftest import running, settings_in
from tests.waiting import wait_until

Client = TestClient[Any]

TEXT = "The dam broke on Monday.\n\nThe council meets in May. It rained and\n\nPhoto Ada Lind"
BROKEN, PHOTO = TEXT.index("It rained"), TEXT.index("Photo")
LAYOUT = Layout(
    pages=(PageStart(0, 1), PageStart(26, 3)),
    hyphens=(5,),
    apart=(
        Mark(BROKEN, PHOTO - 2, MarkKind.UNORDERED),
        Mark(PHOTO, len(TEXT), MarkKind.MARGIN),
    ),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A service with a PDF of two pages."""
    with running(settings_in(tmp_path_factory.mktemp("pdf"))) as client:
        files = {"file": ("dam.pdf", _pdf("The dam broke on Monday.", "The dam cost 41 million."))}
        job = client.post("/v1/articles", files=files).json()["id"]
        wait_until(lambda: client.get(f"/v1/jobs/{job}").json()["status"] == "done")
        yield client


def _pdf(*pages: str) -> bytes:
    held = io.BytesIO()
    canvas = Canvas(held)
    for words in pages:
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def _layouts(article: Article) -> tuple[Layout, tuple[Mark, ...]]:
    return article.layout, article.marks


def test_a_citation_of_a_pdf_says_the_page(client: Client) -> None:
    answer = client.post("/v1/ask", json={"question": "What did the dam cost?"}).json()

    cited = answer["citations"][0]
    article = client.get(f"/v1/articles/{cited['article_id']}").json()
    assert (cited["quote"], cited["page"]) == ("The dam cost 41 million.", 2)
    assert article["pages"] == [[0, 1], [cited["start"], 2]]
    assert ", p. 2" in answer["text"]


def test_another_articles_citation_has_no_page(shelf: Shelf) -> None:
    shelf.add(story("dam", TEXT))
    article = shelf.library.article(shelf.collection, "dam")

    assert cite(1, article, Span(0, 24)).page is None


def test_the_layout_is_stored_with_the_text_and_its_marks_are_the_articles(shelf: Shelf) -> None:
    (added,) = shelf.add(structs.replace(story("dam", TEXT), layout=LAYOUT))

    article = shelf.reopened().library.article(shelf.collection, "dam")

    assert added.status is Status.ADDED
    assert _layouts(article) == (LAYOUT, LAYOUT.apart)
    assert [TEXT[one.start : one.end] for one in article.sentences] == [
        "The dam broke on Monday.",
        "The council meets in May.",
    ]


def test_the_original_of_a_pdf_is_linked_at_the_page() -> None:
    article = Article(
        id="dam",
        collection="default",
        version="1",
        text=TEXT,
        format="pdf",
        origin="dam.pdf",
        url="https://ledger.example/dam.pdf#top",
        layout=LAYOUT,
    )

    assert cite(1, article, Span(0, 24)).link == "https://ledger.example/dam.pdf#page=1"
    assert cite(1, article, Span(26, 51)).link == "https://ledger.example/dam.pdf#page=3"


def test_what_the_page_shows_goes_before_what_words_suggest() -> None:
    text = "Read on.\n\nSubscribe to our newsletter\n\nIt rained."
    layout = Layout(apart=(Mark(20, 40, MarkKind.UNORDERED),))
    document = Document(text=text, format="pdf", origin="a.pdf", layout=layout)

    marks = marks_of(document, frozenset())

    assert marks[-1] == layout.apart[0]
    assert all(one.end <= other.start for one, other in pairwise(marks))


def test_pages_are_exported(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(structs.replace(story("dam", TEXT), layout=LAYOUT), story("road", "It is shut."))

    export_collection(shelf.library, "default", tmp_path / "out.jsonl", embargoed=False)

    lines = (tmp_path / "out.jsonl").read_bytes().splitlines()
    layouts = [msgspec.json.decode(line)["layout"] for line in lines]
    assert msgspec.convert(layouts, list[Layout]) == [LAYOUT, Layout()]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "p. 3"), ("de", "S. 3"), ("es", "p. 3"), ("fr", "p. 3")]
)
def test_the_line_of_a_source_names_the_page(language: str, words: str, client: Client) -> None:
    asked = client.post("/v1/ask", json={"question": "What did the dam cost?"})
    answer = msgspec.json.decode(asked.content, type=Answer)
    cited = [structs.replace(one, page=3, published="2026-03-03") for one in answer.citations]

    text = render(structs.replace(answer, citations=cited), language)

    assert f", 2026-03-03, {words}" in text
