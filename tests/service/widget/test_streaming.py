"""Answers as they arrive: piece by piece, stopped, broken off, too slow; announced exactly once."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.service.widget.conftest import Gate, Reader, ask
from tests.service.widget.newsroom import Newsroom, nothing
from tests.service.widget.states import LISTEN
from tests.service.widget.stories import COST as QUOTE

pytestmark = pytest.mark.browser

COST = "How much will the harbour tunnel cost?"
UNKNOWN = "Who won the chess championship in Reykjavik?"


def send(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def test_the_first_answer_is_there_while_the_second_is_awaited(reader: Reader, gate: Gate) -> None:
    page = reader.open()
    send(page, COST)
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".reply")).to_contain_text("Searching the articles…")

    gate.open()

    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(".loading")).to_have_count(0)


@pytest.mark.gate
def test_what_had_come_stays_when_the_reader_stops(reader: Reader, gate: Gate) -> None:
    page = reader.open()
    send(page, COST)
    expect(page.locator(".card")).to_have_count(1)

    page.get_by_role("button", name="Stop").click()

    expect(page.locator(".error")).to_contain_text("Stopped.")
    expect(page.locator(".card")).to_have_count(1)
    gate.open()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(".error")).to_have_count(0)


@pytest.mark.gate
def test_a_server_that_dies_in_the_middle_is_told_plainly(
    reader: Reader, newsroom: Newsroom, gate: Gate
) -> None:
    async def die() -> None:
        await gate.held()
        raise ConnectionResetError

    page = reader.open()
    newsroom.meanwhile = die
    send(page, COST)
    # What came before must have been read: an error takes what waits to be read along.
    expect(page.locator(".card")).to_have_count(1)
    gate.open()

    expect(page.locator(".error")).to_contain_text(
        "The connection was lost. What is shown may be incomplete."
    )
    expect(page.locator(".card")).to_have_count(1)
    newsroom.meanwhile = nothing
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".card")).to_have_count(2)
    reader.forgive("ERR_INCOMPLETE_CHUNKED_ENCODING")


def test_a_server_that_falls_silent_is_given_up(reader: Reader, gate: Gate) -> None:
    # A clock is its whole context's: this window has one of its own.
    page = reader.window({})
    page.clock.install()
    page.goto(reader.address)
    page.get_by_label("Your question").wait_for()
    send(page, COST)
    expect(page.locator(".card")).to_have_count(1)

    page.clock.fast_forward(61_000)

    expect(page.locator(".error")).to_contain_text("That took too long.")
    gate.open()


@pytest.mark.short(1)
@pytest.mark.parametrize(
    ("question", "said"),
    [(COST, f"2 answers – {QUOTE} – Maria Lund, The Coastal Courier"), (UNKNOWN, "The articles")],
)
def test_an_answer_is_announced_exactly_once(reader: Reader, question: str, said: str) -> None:
    page = reader.open()
    ask(page, UNKNOWN)
    page.evaluate(LISTEN)

    ask(page, question)
    page.wait_for_function("window.announced.length > 1")

    first, *answers = page.evaluate("announced")
    assert first == "Searching the articles…"
    assert len(answers) == 1
    assert answers[0].startswith(said)


@pytest.mark.gate
def test_what_goes_wrong_is_announced_once(reader: Reader) -> None:
    page = reader.open()
    page.route("**/v1/ask", lambda route: route.fulfill(status=500, json={"detail": "Disk full."}))
    page.evaluate(LISTEN)

    ask(page, COST)

    assert page.evaluate("announced") == [
        "Searching the articles…",
        "Something went wrong in the service. Disk full.",
    ]
    reader.forgive("status of 500")


@pytest.mark.gate
def test_a_conversation_put_back_is_not_read_out_again(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)
    page.locator(".ends").wait_for()

    page.reload()

    expect(page.locator(".card")).to_have_count(2)
    assert not any(page.locator("[role=status]").all_text_contents())
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")


@pytest.mark.gate
def test_a_second_answer_leaves_the_sources_of_the_first_alone(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)
    page.get_by_role("button", name="Source 1").click()
    first = page.locator(".turn").first
    before = first.inner_html()

    ask(page, "What did the parser met on page 77?")
    page.locator(".turn").last.get_by_role("button", name="Source 1").click()

    assert first.inner_html() == before
    for turn, source in zip(page.locator(".turn").all(), ("Courier", "<script>"), strict=True):
        opened = turn.locator("details[open]:has([data-source='1'])")
        expect(opened.locator("summary")).to_contain_text(source)
    expect(page.locator(".turn").last.locator("details[open] summary")).to_be_focused()


@pytest.mark.short(1)
@pytest.mark.parametrize(
    ("last", "shown"),
    [("answer", "It will open late."), ("replaced", "It will open in 2028.")],
)
def test_what_is_likely_is_shown_until_it_is_known(reader: Reader, last: str, shown: str) -> None:
    page = reader.open()
    cited = {"number": 1, "article_id": "a", "version": "1", "start": 0, "viewer": "/articles/a"}
    likely = cited | {"quote": "It will open late."}
    events: list[tuple[str, dict[str, object]]] = [
        ("citation", likely),
        ("answer", {"text": "", "answers": [], "provisional": True}),
    ]
    if last == "replaced":
        known = cited | {"quote": shown}
        answer = {"quote": shown, "highlights": [], "citations": [1], "confidence": 0.9}
        events.append(("answer", {"text": "", "answers": [], "replaces": "1"}))
        events += [("citation", known), ("answer", {"text": shown, "answers": [answer]})]
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    page.route(
        "**/v1/ask", lambda route: route.fulfill(content_type="text/event-stream", body=body)
    )

    ask(page, COST)

    expect(page.locator(".quote")).to_have_text(shown)
    expect(page.locator(".confidence")).to_have_count(int(last == "replaced"))
