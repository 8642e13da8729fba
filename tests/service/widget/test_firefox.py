"""The same in Firefox: every state, the way through a conversation, keys, announcements."""

from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.service.widget import conftest
from tests.service.widget.conftest import Gate, ask
from tests.service.widget.host import Host
from tests.service.widget.piloted import Page, Reader
from tests.service.widget.states import (
    COST,
    IN_TURN,
    LISTEN,
    UNKNOWN,
    State,
    embedded,
    embedded_open,
    start,
)
from tests.service.widget.stories import COST as QUOTE
from tests.service.widget.test_accessibility import RULES
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.gate]

_FOLLOW_UP = "How much will she pay for the harbour tunnel?"


def shown(state: State, reader: Reader, host: Host) -> Page:
    """The window in that state."""
    return cast("Page", state(cast("conftest.Reader", reader), host))


@pytest.mark.parametrize("state", IN_TURN, ids=lambda state: str(state.__name__))
def test_axe_finds_nothing_in_firefox(firefox_reader: Reader, host: Host, state: State) -> None:
    page: Any = shown(state, firefox_reader, host)

    violations = Axe().run(page, options=RULES).response["violations"]

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in violations] == []


def asked(page: Page, question: str) -> None:
    """Ask, and wait for the reply."""
    ask(cast("Any", page), question)


def test_a_conversation_has_its_way_in_firefox(firefox_reader: Reader, host: Host) -> None:
    page = shown(embedded_open, firefox_reader, host)
    asked(page, COST)
    page.get_by_role("button", name="Source 1").first.click()
    page.locator("details[open] a.action").first.wait_for()

    asked(page, _FOLLOW_UP)
    page.get_by_role("button", name="Edit").click()

    assert page.locator(".resolved").texts() == ["she means Maria Lund"]
    edited = page.get_by_label("Your question").input_value()
    assert edited == "How much will Maria Lund pay for the harbour tunnel?"
    assert page.locator(".quote mark").texts()[0] == "412 million"


def test_what_is_wrong_is_sent_from_firefox(firefox_reader: Reader, host: Host) -> None:
    page = shown(embedded_open, firefox_reader, host)
    page.route("**/v1/feedback", lambda route: route.fulfill(status=201, json={}))
    asked(page, COST)

    page.get_by_role("button", name="Not helpful").click()
    page.get_by_text("Out of date").click()
    page.get_by_role("button", name="Send").click()

    page.get_by_text("Thank you").wait_for()


def test_firefox_needs_no_mouse(firefox_reader: Reader, host: Host) -> None:
    page = shown(embedded, firefox_reader, host)
    page.get_by_role("button", name="Ask the news").focus()
    page.keyboard.press("Enter")
    wait_until(lambda: bool(page.evaluate(_FOCUSED) == "question"))
    page.keyboard.type(COST)
    page.keyboard.press("Enter")
    page.locator(".ends").wait_for()

    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    assert page.evaluate(_FOCUSED) == "Copy link to this answer"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.locator("details[open] a.action").first.wait_for()
    page.keyboard.press("Escape")

    assert page.evaluate(_FOCUSED) == "Ask the news"
    assert page.locator(".card").count() == 2


def test_firefox_announces_an_answer_exactly_once(firefox_reader: Reader, host: Host) -> None:
    page = shown(start, firefox_reader, host)
    asked(page, UNKNOWN)
    page.evaluate(LISTEN)

    asked(page, COST)
    page.wait_for_function("window.announced.length > 1")

    first, *answers = page.evaluate("window.announced")
    assert first == "Searching the articles…"
    (answer,) = answers
    assert answer == f"2 answers – {QUOTE} – Maria Lund, The Coastal Courier, March 14, 2026"


def test_what_had_come_stays_when_a_reader_with_firefox_stops(
    firefox_reader: Reader, host: Host, gate: Gate
) -> None:
    page = shown(start, firefox_reader, host)
    page.get_by_label("Your question").fill(COST)
    page.keyboard.press("Enter")
    page.locator(".card").wait_for()

    page.get_by_role("button", name="Stop").click()

    page.get_by_text("Stopped.").wait_for()
    assert page.locator(".card").count() == 1
    gate.open()
    page.get_by_role("button", name="Try again").click()
    wait_until(lambda: page.locator(".card").count() == 2)


_FOCUSED = """() => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at.id || at.textContent;
}"""
