"""Text fragments mark exactly the quote in Chromium and Firefox; UTF-16 offsets slice it as well.

What a fragment marks cannot be asked for, but it can be seen: the same page is drawn once with the
fragment, and once with the quote highlighted by its offsets; the two pictures must be the same.
"""

import html
import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace
from playwright.sync_api import Error, Page, Route

from index.records import Article, Span
from index.text.segmentation.sentences import split_sentences
from service.answers.citations import cite
from service.wire.answer import Citation
from tests.service.widget import piloted
from tests.service.widget.conftest import Reader
from tests.service.widget.host import Host

pytestmark = pytest.mark.browser

SITE = "https://courier.example"
WORDS = (
    "harbour council tunnel vote-winning mayor's “promised” re-elected 4,200 people, cost £1.2bn"
    " & <fees> rain; Monday's budget (draft) a an the of in to was said who never 50% c/o U.S.-led"
).split()
RARE = ["🎉", "👩‍👩‍👧", "🇺🇦", "e\u0301te\u0301", "naïve", "שלום", "ميناء", "n\u0303", "東京", "Ω"]
PAGE = """<!doctype html><meta charset="utf-8"><style>
    body {{ font: 16px/1.4 sans-serif }}
    ::target-text, ::highlight(quote) {{ color: red; background: none }}
</style>{body}"""
# Highlights `text[start:end]`, in UTF-16 units; a paragraph is a <p>, two line ends lie between.
HIGHLIGHT = """([start, end]) => {
    let at = 0;
    const range = new Range();
    for (const { firstChild: text } of document.querySelectorAll("p")) {
        if (at <= start && start <= at + text.length) range.setStart(text, start - at);
        if (at <= end && end <= at + text.length) range.setEnd(text, end - at);
        at += text.length + 2;
    }
    CSS.highlights.set("quote", new Highlight(range));
}"""


class Case(Struct, frozen=True):
    """A quote in an article."""

    text: str
    citation: Citation


def cases(count: int, site: str = SITE) -> Iterator[Case]:
    """Generated articles, each with a sentence to cite; every fifth has rare characters."""
    chance = random.Random(24)
    for number in range(count):
        words = WORDS + RARE * 2 if number % 5 == 0 else WORDS
        paragraphs = [_paragraph(chance, words) for _ in range(chance.randint(2, 6))]
        if number % 7 == 0:
            # The same sentence once more, as in a summary above the article.
            paragraphs.insert(0, paragraphs[-1].split(". ")[0].rstrip(".") + ".")
        text = "\n\n".join(paragraphs)
        spans = split_sentences(text)
        first = chance.randrange(len(spans))
        last = min(len(spans) - 1, first + chance.choice([0, 0, 0, 1]))
        span = Span(spans[first].start, spans[last].end)
        yield Case(text, cite(1, _article(f"{site}/{number}", text), span))


def _article(url: str, text: str) -> Article:
    return Article(
        id=url.rpartition("/")[2],
        collection="default",
        version="1",
        text=text,
        format="text",
        origin="",
        url=url,
    )


def _paragraph(chance: random.Random, words: list[str]) -> str:
    sentences = [
        " ".join(chance.choices(words, k=chance.randint(4, 25))).capitalize() + "."
        for _ in range(chance.randint(1, 4))
    ]
    return " ".join(sentences)


def _page(case: Case) -> str:
    body = "".join(f"<p>{html.escape(part)}</p>" for part in case.text.split("\n\n"))
    return PAGE.format(body=body)


def _marked(page: Page, case: Case) -> bool:
    """Whether the fragment marks what the offsets say."""
    citation = case.citation
    page.goto(str(citation.link))
    seen = _seen(page)
    page.goto(f"{citation.url}?plain")
    page.evaluate(HIGHLIGHT, [citation.start_utf16, citation.end_utf16])
    return seen == _seen(page)


def _seen(page: Page) -> bytes:
    """The page as pixels; Chromium sometimes cannot at once while it is busy."""
    for _ in range(5):
        with suppress(Error):
            return page.screenshot()
    return page.screenshot()


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(6, marks=pytest.mark.everyday),
        pytest.param(20, marks=pytest.mark.gate),
        pytest.param(500, marks=pytest.mark.slow),
    ],
    ids=["few", "some", "500"],
)
def test_a_text_fragment_marks_exactly_the_quote(reader: Reader, count: int) -> None:
    page = reader.window({"viewport": {"width": 900, "height": 1400}})
    generated = list(cases(count))
    by_number = {str(case.citation.url): case for case in generated}

    def fulfil(route: Route) -> None:
        case = by_number[route.request.url.split("?")[0].split("#")[0]]
        route.fulfill(content_type="text/html", body=_page(case))

    page.route(f"{SITE}/**", fulfil)

    missed = [case.citation.link for case in generated if not _marked(page, case)]

    assert len(missed) <= count // 100, missed
    reader.forgive(f"a request left the origin: {SITE}")


@pytest.mark.gate
def test_a_fragment_that_marks_something_else_is_seen(reader: Reader) -> None:
    page = reader.window({"viewport": {"width": 900, "height": 1400}})
    (case,) = cases(1)
    page.route(
        f"{SITE}/**", lambda route: route.fulfill(content_type="text/html", body=_page(case))
    )
    shorter = replace(case.citation, link=str(case.citation.link)[:-12])

    assert _marked(page, case)
    assert not _marked(page, replace(case, citation=shorter))
    reader.forgive(f"a request left the origin: {SITE}")


@pytest.mark.parametrize(
    "count", [10, pytest.param(500, marks=pytest.mark.slow)], ids=["a few", "500"]
)
@pytest.mark.gate
def test_a_text_fragment_marks_exactly_the_quote_in_firefox(
    firefox_reader: piloted.Reader, host: Host, tmp_path: Path, count: int
) -> None:
    page = firefox_reader.window({"viewport": {"width": 900, "height": 1400}})
    generated = list(cases(count, f"{host.address}/fragment"))
    anything = "default-src 'none'; style-src 'unsafe-inline'"
    for case in generated:
        path = str(case.citation.url).removeprefix(host.address)
        host.pages |= {path: (_page(case), anything), f"{path}?plain": (_page(case), anything)}

    def drawn() -> bytes:
        page.do("screenshot", path=str(tmp_path / "drawn.png"))
        return (tmp_path / "drawn.png").read_bytes()

    missed = []
    for case in generated:
        citation = case.citation
        page.goto(str(citation.link))
        seen = drawn()
        page.goto(f"{citation.url}?plain")
        plain = drawn()
        page.evaluate(f"({HIGHLIGHT})([{citation.start_utf16}, {citation.end_utf16}])")
        if seen == plain or seen != drawn():
            missed.append(citation.link)

    assert len(missed) <= count // 100, missed


def test_utf_16_offsets_slice_the_quote_in_javascript(reader: Reader) -> None:
    page = reader.window()
    rows = [
        [case.text, case.citation.start_utf16, case.citation.end_utf16, case.citation.quote]
        for case in cases(500)
    ]

    sliced = page.evaluate("rows => rows.map(([text, start, end]) => text.slice(start, end))", rows)

    assert sliced == [quote for *_, quote in rows]
