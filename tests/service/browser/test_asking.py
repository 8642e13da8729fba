"""Asking on the page: cards, marks, citations, no answer, errors, history."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.service.browser.conftest import Reader, ask
from tests.service.browser.newsroom import Newsroom
from tests.service.browser.stories import ARABIC_QUOTE, HARBOUR, HOSTILE, HOSTILE_QUOTE
from tests.service.browser.stories import COST as QUOTE

pytestmark = pytest.mark.browser

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
COST = "How much will the harbour tunnel cost?"
UNKNOWN = "Who won the chess championship in Reykjavik?"


def test_a_question_brings_a_card_with_the_telling_words_marked(reader: Reader) -> None:
    page = reader.open()

    ask(page, COST)

    card = page.get_by_role("article", name="Answer 1 of 2")
    expect(card.locator(".quote")).to_have_text(QUOTE, use_inner_text=True)
    expect(card.locator("mark")).to_have_text("412 million")
    expect(card.locator(".chip")).to_have_text("Said by Maria Lund said")
    expect(card.locator(".confidence")).to_have_text("Strong match")
    expect(card.get_by_role("img")).to_have_accessible_name("Confidence 100 of 100")


def test_a_source_line_names_outlet_authors_date_and_title(reader: Reader) -> None:
    page = reader.open()

    ask(page, COST)

    first, second = page.locator(".sources > li").all()
    expect(first.locator(".byline")).to_have_text(
        "The Coastal Courier · Ada Okafor, Jon Bell · March 14, 2026"
    )
    expect(first.locator("cite")).to_have_text("Harbour tunnel will open two years late")
    expect(second.locator(".byline")).to_have_text("Northern Wire · date unknown")


def test_a_citation_number_leads_to_its_source_line(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)

    page.get_by_role("link", name="Source 2").click()

    expect(page.locator("[data-source='2']")).to_be_focused()
    assert "q=How" in page.url


def test_the_original_is_linked_with_a_text_fragment_and_without_an_opener(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)

    link = page.get_by_role("link", name="Original: Harbour tunnel will open two years late")

    expect(link).to_have_attribute("href", re.compile(r"^https://courier.example/.*#:~:text="))
    expect(link).to_have_attribute("rel", "noopener")


def test_opening_the_article_shows_exactly_the_quote_marked_and_in_view(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)

    page.get_by_role("link", name="Open in article: Harbour tunnel").click()

    passage = page.locator("#passage")
    expect(passage).to_have_text(QUOTE, use_inner_text=True)
    expect(passage).to_be_in_viewport()
    expect(passage).to_be_focused()


@pytest.mark.parametrize("emoji", ["🎉", "👩‍👩‍👧", "🇺🇦🇲🇽", "𝒜 é"])
@pytest.mark.parametrize("base", [0, 1000])
def test_the_highlight_stands_right_behind_emoji(reader: Reader, emoji: str, base: int) -> None:
    page = reader.open()
    quote = f"{emoji} “Yes” {emoji} said {emoji}"
    start = base + quote.index("“Yes”")
    highlight = {"start": start, "end": start + len("“Yes”"), "text": "“Yes”"}

    drawn = draw(page, answer={"quote": quote, "highlight": highlight}, citation={"start": 1000})

    assert drawn == [quote, "“Yes”"]


def test_a_highlight_whose_words_do_not_stand_there_marks_nothing(reader: Reader) -> None:
    page = reader.open()
    highlight = {"start": 1, "end": 4, "text": "yes"}

    drawn = draw(
        page, answer={"quote": "No, never.", "highlight": highlight}, citation={"start": 0}
    )

    assert drawn == ["No, never.", None]


def test_markup_in_articles_stays_text(reader: Reader) -> None:
    page = reader.open()

    ask(page, "What did the parser met <b>on page 77</b>?")

    card = page.get_by_role("article", name="Answer 1 of 1")
    assert card.locator(".quote").text_content() == HOSTILE_QUOTE
    assert card.locator("cite").text_content() == HOSTILE.title
    assert card.locator(".byline").text_content() == (
        f"{HOSTILE.source} · {HOSTILE.authors[0]}, {HOSTILE.authors[1]} · not a date <i>"
    )
    assert card.get_by_text("Original").count() == 0
    card.get_by_role("link", name="Open in article").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(str(HOSTILE.title))
    assert page.evaluate("window.pwned") is None


def test_arabic_words_run_from_right_to_left(reader: Reader) -> None:
    page = reader.open()

    ask(page, "الميناء استقبل سفينة")

    quote = page.locator("blockquote").first
    assert quote.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert quote.locator(".quote").text_content() == ARABIC_QUOTE
    expect(page.locator(".byline").first).to_contain_text("February 2026")


def test_no_answer_says_so_and_folds_the_nearest_passages_away(reader: Reader) -> None:
    page = reader.open()

    ask(page, UNKNOWN)

    expect(page.locator(".no-answer")).to_contain_text("The articles don’t say.")
    nearest = page.locator(".nearest li")
    expect(nearest.first).to_be_hidden()
    page.get_by_text("The nearest passages (3)").click()
    expect(nearest).to_have_count(3)
    expect(nearest.first).to_be_visible()


def test_the_question_that_was_searched_is_named_when_it_is_another(reader: Reader) -> None:
    page = reader.open()
    reply = {"status": "no_answer", "text": "No.", "answers": [], "searched": "What did Lund say?"}

    page.evaluate(
        """reply => {
            const shown = document.createElement("dateline-answer");
            Object.assign(shown, { question: "And she?", reply });
            document.getElementById("log").append(shown);
        }""",
        reply,
    )

    expect(page.locator(".searched")).to_have_text("Searched for: What did Lund say?")


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (429, {"Retry-After": "12"}, ["Too many requests", "Try again in 12 seconds.", "Slower."]),
        (429, {}, ["Too many requests", "Slower."]),
        (422, {}, ["The question could not be used.", "Slower."]),
        (404, {}, ["The question could not be used.", "Slower."]),
        (500, {}, ["Something went wrong in the service.", "Slower."]),
    ],
)
def test_a_refusal_is_explained(
    reader: Reader, status: int, headers: dict[str, str], said: list[str]
) -> None:
    page = reader.open()
    problem = json.dumps({"type": "about:blank", "title": "No", "detail": "Slower."})
    media_type = {"Content-Type": "application/problem+json"}
    page.route(
        "**/v1/ask",
        lambda route: route.fulfill(status=status, headers=headers | media_type, body=problem),
    )

    ask(page, COST)

    for words in said:
        expect(page.locator(".error")).to_contain_text(words)
    reader.forgive(f"status of {status}")


def test_a_service_that_is_still_starting_is_waited_for(reader: Reader) -> None:
    page = reader.window()
    info: dict[str, object] = {"language": "en", "strings": {}, "examples": [], "articles": None}
    problem = {"type": "urn:dateline:problem:not-ready", "detail": "being loaded; ask /ready"}
    page.route("**/v1/page", lambda route: route.fulfill(json=info))
    page.route("**/v1/ask", lambda route: route.fulfill(status=503, json=problem))
    page.goto(reader.address + "/#q=How+much+will+the+harbour+tunnel+cost%3F")
    expect(page.locator("#count")).to_have_text("Starting…")
    expect(page.locator(".loading")).to_contain_text("Starting…")

    page.unroute_all()

    expect(page.locator("#count")).to_have_text("4 articles")
    expect(page.get_by_role("article", name="Answer 1 of 2")).to_be_visible()
    reader.forgive("status of 503")


def test_a_reader_who_is_offline_is_told_and_can_try_again(reader: Reader) -> None:
    page = reader.open()
    page.get_by_role("button", name="Ask").wait_for()
    page.context.set_offline(True)
    ask(page, COST)
    expect(page.locator(".error")).to_contain_text("The service cannot be reached.")
    reader.forgive("ERR_INTERNET_DISCONNECTED")

    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()

    expect(page.locator(".card")).to_have_count(2)


def test_a_search_under_way_is_announced_and_can_be_stopped(reader: Reader) -> None:
    page = reader.open()
    held: list[Route] = []
    page.route("**/v1/ask", lambda route: held.append(route))
    page.get_by_label("Your question").fill(COST)
    page.keyboard.press("Enter")
    expect(page.locator("[role=log] [aria-busy=true]")).to_contain_text("Searching the articles…")

    page.get_by_role("button", name="Stop").click()

    expect(page.locator(".error")).to_contain_text("Stopped.")
    expect(page.get_by_role("button", name="Ask")).to_have_attribute("aria-disabled", "false")


def test_a_conversation_goes_on_under_the_id_the_service_gave(
    reader: Reader, newsroom: Newsroom
) -> None:
    page = reader.open()
    newsroom.asked.clear()

    ask(page, COST)
    ask(page, UNKNOWN)

    assert [asked.conversation_id for asked in newsroom.asked] == [None, "conversation-1"]
    expect(page.get_by_role("log").get_by_role("heading")).to_have_text([COST, UNKNOWN])


def test_an_address_with_a_question_asks_it(reader: Reader) -> None:
    page = reader.open("/#q=How+much+will+the+harbour%20tunnel%20cost%3F")

    expect(page.get_by_role("log").get_by_role("heading")).to_have_text(COST)
    expect(page.locator(".card")).to_have_count(2)


def test_back_leads_to_the_question_before_without_asking_again(
    reader: Reader, newsroom: Newsroom
) -> None:
    page = reader.open()
    ask(page, COST)
    ask(page, UNKNOWN)
    newsroom.asked.clear()

    page.go_back()

    expect(page.get_by_role("heading", name=COST)).to_be_in_viewport()
    assert "harbour" in page.url
    page.go_back()
    assert "#" not in page.url
    assert newsroom.asked == []


def test_coming_back_from_an_article_finds_the_conversation_again(
    reader: Reader, newsroom: Newsroom
) -> None:
    page = reader.open()
    ask(page, UNKNOWN)
    ask(page, COST)
    newsroom.asked.clear()
    page.get_by_role("link", name="Open in article: Harbour tunnel").click()
    page.locator("#passage").wait_for()

    page.go_back()

    expect(page.get_by_role("log").get_by_role("heading")).to_have_text([UNKNOWN, COST])
    expect(page.locator(".card mark").first).to_have_text("412 million")
    assert newsroom.asked == []


def test_starting_over_empties_the_column(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)

    page.get_by_role("button", name="Start over").click()

    expect(page.get_by_role("log").get_by_role("heading")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_be_focused()
    page.reload()
    expect(page.get_by_role("log").get_by_role("heading")).to_have_count(0)


def test_an_example_question_is_asked_with_one_press(reader: Reader) -> None:
    page = reader.window()
    info = {"language": "en", "strings": {}, "articles": 5, "examples": [COST]}
    page.route("**/v1/page", lambda route: route.fulfill(json=info))
    page.goto(reader.address)

    page.get_by_role("button", name=COST).click()

    expect(page.locator(".card")).to_have_count(2)


def test_the_page_speaks_the_language_of_the_service(reader: Reader) -> None:
    page = reader.window()
    strings = {
        "page_send": "Fragen",
        "page_question": "Ihre Frage",
        "page_articles_other": "{count} Artikel",
        "page_answer_of": "Antwort {number} von {count}",
    }
    info = {"language": "de", "strings": strings, "articles": 1204, "examples": []}
    page.route("**/v1/page", lambda route: route.fulfill(json=info))
    page.goto(reader.address)

    page.get_by_label("Ihre Frage").fill(COST)
    page.get_by_role("button", name="Fragen").click()

    expect(page.get_by_role("article", name="Antwort 1 von 2")).to_contain_text("14. März 2026")
    expect(page.locator("#count")).to_have_text("1.204 Artikel")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_a_quote_is_copied_word_for_word_with_where_it_stands(reader: Reader) -> None:
    page = reader.open(options=CLIPBOARD)
    ask(page, COST)

    page.get_by_role("button", name="Copy quote").first.click()

    expect(page.get_by_role("status").get_by_text("Copied").first).to_be_attached()
    quote, where, link = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert quote == QUOTE
    assert where == f"— The Coastal Courier, {HARBOUR.title}, March 14, 2026"
    assert link.startswith(f"{HARBOUR.url}#:~:text=")


def test_copying_works_over_plain_http_where_there_is_no_clipboard_interface(
    reader: Reader,
) -> None:
    page = reader.window()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(reader.address)
    ask(page, COST)
    page.evaluate("addEventListener('copy', () => (window.copied = String(getSelection())))")

    page.get_by_role("button", name="Copy quote").first.click()

    assert page.evaluate("window.copied").startswith(QUOTE)
    expect(page.get_by_role("button", name="Copy quote").first).to_be_focused()


def draw(page: Page, answer: dict[str, Any], citation: dict[str, Any]) -> list[str | None]:
    """One answer drawn by the component alone: the quote's text and the marked text."""
    answer = {"confidence": 0.5, "speaker": None, "citations": [1], **answer}
    citation = {"number": 1, "quote": answer["quote"], "viewer": "/articles/a", **citation}
    reply = {"status": "answered", "answers": [answer], "citations": [citation]}
    drawn: list[str | None] = page.evaluate(
        """async reply => {
            await import("/widget/card.js");
            const shown = document.createElement("dateline-answer");
            shown.reply = reply;
            const texts = [".quote", "mark"].map(name => shown.querySelector(name)?.textContent);
            return texts.map(text => text ?? null);
        }""",
        reply,
    )
    return drawn
