"""The conversation: waiting, refusals, trying again, history, coming back, starting over."""

import json
import re

import pytest
from playwright.sync_api import Route, expect

from prompts import messages
from tests.service.widget.conftest import Reader, ask
from tests.service.widget.newsroom import Newsroom

pytestmark = pytest.mark.browser

COST = "How much will the harbour tunnel cost?"
FOLLOW_UP = "How much will she pay for the harbour tunnel?"
UNKNOWN = "Who won the chess championship in Reykjavik?"


@pytest.mark.short(1)
@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (429, {"Retry-After": "12"}, ["Too many requests", "Try again in 12 seconds.", "Slower."]),
        (429, {}, ["Too many requests", "Slower."]),
        (422, {}, ["This question could not be processed.", "Slower."]),
        (404, {}, ["This question could not be processed.", "Slower."]),
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


@pytest.mark.gate
def test_a_service_that_is_still_starting_is_waited_for(reader: Reader) -> None:
    page = reader.window()
    info: dict[str, object] = {
        "language": "en",
        "answer_language": "en",
        "strings": messages("en", "page_"),
        "articles": None,
    }
    problem = {"type": "urn:dateline:problem:not-ready", "detail": "being loaded; ask /ready"}
    page.route("**/v1/page*", lambda route: route.fulfill(json=info))
    page.route("**/v1/ask", lambda route: route.fulfill(status=503, json=problem))
    page.goto(reader.address + "/#q=How+much+will+the+harbour+tunnel+cost%3F")
    expect(page.locator(".fresh")).to_have_text("Starting…")
    expect(page.locator(".loading")).to_contain_text("Starting…")

    page.unroute_all()

    expect(page.locator(".fresh")).to_contain_text("5 articles")
    expect(page.get_by_role("article", name="Answer 1 of 2")).to_be_visible()
    reader.forgive("status of 503")


@pytest.mark.gate
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
    expect(page.locator("#log [aria-busy=true]")).to_contain_text("Searching the articles…")

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

    (id,) = {asked.conversation_id for asked in newsroom.asked}
    assert len(newsroom.turns(str(id))) == len(newsroom.asked) == 2
    expect(page.get_by_role("log").get_by_role("heading")).to_have_text([COST, UNKNOWN])


@pytest.mark.gate
def test_an_address_with_a_question_asks_it(reader: Reader) -> None:
    page = reader.open("/#q=How+much+will+the+harbour%20tunnel%20cost%3F")

    expect(page.get_by_role("log").get_by_role("heading")).to_have_text(COST)
    expect(page.locator(".card")).to_have_count(2)


@pytest.mark.gate
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


@pytest.mark.gate
def test_coming_back_from_an_article_finds_the_conversation_again(
    reader: Reader, newsroom: Newsroom
) -> None:
    page = reader.open()
    ask(page, UNKNOWN)
    ask(page, COST)
    newsroom.asked.clear()
    page.locator(".source summary").first.click()
    page.get_by_role("link", name="Open in article: Harbour tunnel").click()
    page.locator("#passage").wait_for()

    page.go_back()

    expect(page.get_by_role("log").get_by_role("heading")).to_have_text([UNKNOWN, COST])
    expect(page.locator(".card mark").first).to_have_text("412 million")
    assert newsroom.asked == []


@pytest.mark.gate
def test_starting_over_empties_the_column(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)

    page.get_by_role("button", name="Start over").click()

    expect(page.get_by_role("log").get_by_role("heading")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_be_focused()
    page.reload()
    expect(page.get_by_role("log").get_by_role("heading")).to_have_count(0)


@pytest.mark.gate
def test_what_was_understood_can_be_changed_and_asked_again(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)

    ask(page, FOLLOW_UP)
    page.get_by_role("button", name="Edit").click()
    page.keyboard.press("Enter")

    asked = FOLLOW_UP.replace("she", "Maria Lund")
    expect(page.get_by_label("Understood as")).to_have_text("she means Maria Lund")
    expect(page.locator(".searched .words")).to_have_text(asked)
    expect(page.get_by_role("log").get_by_role("heading").last).to_have_text(asked)


@pytest.mark.gate
def test_after_a_reload_the_server_tells_what_was_said(reader: Reader, newsroom: Newsroom) -> None:
    page = reader.open()
    ask(page, COST)
    ask(page, UNKNOWN)
    # As if the article of the first answer had been deleted since.
    newsroom.turns(newsroom.newest())[:1] = []

    page.reload()

    expect(page.get_by_role("log").get_by_role("heading")).to_have_text([UNKNOWN])
    ask(page, FOLLOW_UP)
    expect(page.get_by_label("Understood as")).to_have_text("she means Maria Lund")


@pytest.mark.gate
def test_a_lost_conversation_begins_anew_and_says_so(reader: Reader, newsroom: Newsroom) -> None:
    page = reader.open()
    ask(page, COST)
    newsroom.conversations.clear()

    ask(page, FOLLOW_UP)

    expect(page.get_by_role("log")).to_contain_text("has expired or was deleted")
    expect(page.get_by_label("Understood as")).to_have_count(0)
    newsroom.conversations.clear()
    page.reload()
    expect(page.get_by_role("log")).to_have_text(re.compile("^The conversation has expired"))
    reader.forgive("status of 404")


@pytest.mark.gate
def test_a_conversation_is_deleted_on_the_server(reader: Reader, newsroom: Newsroom) -> None:
    page = reader.open()
    ask(page, COST)
    id = newsroom.newest()

    page.get_by_role("button", name="Delete this conversation").click()

    expect(page.get_by_role("log")).to_have_text("The conversation was deleted.")
    assert id not in newsroom.conversations


@pytest.mark.gate
def test_where_none_are_stored_the_turns_travel_along(reader: Reader, newsroom: Newsroom) -> None:
    page = reader.open()
    newsroom.stores = False
    ask(page, COST)
    page.reload()

    ask(page, FOLLOW_UP)

    newsroom.stores = True
    history = newsroom.asked[-1].history
    assert history is not None
    (turn,) = history
    assert turn.question == COST
    assert {quote.speaker for quote in turn.quotes} == {"Maria Lund", None}
    expect(page.get_by_label("Understood as")).to_have_text("she means Maria Lund")
    reader.forgive("status of 403")


def test_typing_is_completed_and_enter_sends_what_is_typed(reader: Reader) -> None:
    page = reader.open()
    box = page.get_by_role("textbox", name="Your question")
    box.press_sequentially("harbour")
    expect(page.get_by_role("option")).to_have_count(1)

    page.keyboard.press("Enter")

    expect(page.get_by_role("log").get_by_role("heading")).to_have_text("harbour")
    expect(page.get_by_role("option")).to_have_count(0)
    box.press_sequentially("harbour")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(box).to_have_value(re.compile("^Harbour tunnel"))
    box.press_sequentially("!")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


@pytest.mark.gate
def test_an_answer_is_kept_as_soon_as_it_is_seen(reader: Reader) -> None:
    page = reader.open()
    page.evaluate(
        """const chat = document.querySelector("dateline-chat").shadowRoot;
           new MutationObserver(() => {
             if (chat.querySelector(".ends")) window.kept ??= sessionStorage.length;
           }).observe(chat, { childList: true, subtree: true })"""
    )

    ask(page, COST)

    expect(page.locator(".ends")).to_be_visible()
    assert page.evaluate("window.kept") == 1
