"""The states of the page, and of the widget on other sites: one function each."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.service.widget.conftest import Options, Reader, ask
from tests.service.widget.host import Host
from tests.service.widget.stories import HARBOUR

COST = "How much will the harbour tunnel cost?"
UNKNOWN = "Who won the chess championship in Reykjavik?"
MAYBE = "How much money may the harbour tunnel need?"
SMALL: Options = {"viewport": {"width": 320, "height": 640}}
SCRIPT = '<script nonce="n" src="{server}/widget.js" async></script>'
# Every text that a live region has had, as a screen reader would read it out.
LISTEN = """() => {
    window.announced = [];
    const roots = [document, document.querySelector("dateline-chat").shadowRoot];
    const watch = new MutationObserver(changes => {
        for (const { target } of changes) {
            const at = target.nodeType === 1 ? target : target.parentElement;
            const region = at?.closest("[role=status], [role=alert], [aria-live], [role=log]");
            const isLive = region && region.getAttribute("aria-live") !== "off";
            if (isLive && region.textContent) announced.push(region.textContent);
        }
    });
    const what = { childList: true, characterData: true, subtree: true };
    for (const root of roots) watch.observe(root, what);
}"""
State = Callable[[Reader, Host], Page]


def start(reader: Reader, host: Host, options: Options | None = None) -> Page:
    """Before the first question."""
    del host
    page = reader.open(options=options)
    page.locator("#offers section").last.wait_for()
    return page


def answered(reader: Reader, host: Host, options: Options | None = None) -> Page:
    """An answer with its source expanded."""
    page = start(reader, host, options)
    ask(page, COST)
    page.locator(".source summary").first.click()
    return page


def refused(reader: Reader, host: Host) -> Page:
    """No answer, with the nearest passages expanded."""
    page = start(reader, host)
    ask(page, UNKNOWN)
    page.get_by_text("The nearest passages").click()
    return page


def unsure(reader: Reader, host: Host) -> Page:
    """A maybe."""
    page = start(reader, host)
    ask(page, MAYBE)
    return page


def failed(reader: Reader, host: Host) -> Page:
    """An error with its message."""
    page = start(reader, host)
    problem = {"detail": "The disk is full."}
    page.route("**/v1/ask", lambda route: route.fulfill(status=500, json=problem))
    ask(page, COST)
    reader.forgive("status of 500")
    return page


def waiting(reader: Reader, host: Host) -> Page:
    """A search in progress."""
    page = start(reader, host)
    page.route("**/v1/ask", lambda _: None)
    page.get_by_label("Your question").fill(COST)
    page.keyboard.press("Enter")
    page.locator(".loading").wait_for()
    return page


def completing(reader: Reader, host: Host) -> Page:
    """Completions, one of them selected."""
    page = start(reader, host)
    page.get_by_label("Your question").press_sequentially("harb")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    return page


def limited(reader: Reader, host: Host) -> Page:
    """Filters as chips."""
    page = start(reader, host)
    page.get_by_role("button", name="The Coastal Courier 1 article").click()
    page.get_by_role("button", name="Maria Lund 2 quotations").click()
    return page


def complaining(reader: Reader, host: Host) -> Page:
    """The form to report a problem with an answer."""
    page = answered(reader, host)
    page.get_by_role("button", name="Not helpful").click()
    return page


def dark(reader: Reader, host: Host) -> Page:
    """Dark mode."""
    return answered(reader, host, {"color_scheme": "dark"})


def forced(reader: Reader, host: Host) -> Page:
    """Forced colours."""
    return answered(reader, host, {"forced_colors": "active"})


def narrow(reader: Reader, host: Host) -> Page:
    """320 pixels wide, as at 400 % zoom."""
    return answered(reader, host, SMALL)


def arabic(reader: Reader, host: Host) -> Page:
    """Right-to-left text."""
    del host
    page = reader.open(options={"locale": "ar"})
    page.get_by_role("textbox").fill("الميناء استقبل سفينة")
    page.keyboard.press("Enter")
    page.locator(".card").first.wait_for()
    return page


def reading(reader: Reader, host: Host) -> Page:
    """An article with the passage highlighted."""
    del host
    page = reader.open(HARBOUR.viewer(130, 160))
    page.locator("#passage").wait_for()
    return page


def embedded(reader: Reader, host: Host, options: Options | None = None) -> Page:
    """The button."""
    page = reader.window(options)
    page.goto(host.put(reader.address, SCRIPT))
    page.get_by_role("button", name="Ask the news").wait_for()
    return page


def embedded_open(reader: Reader, host: Host, options: Options | None = None) -> Page:
    """The window above the button."""
    page = embedded(reader, host, options)
    page.get_by_role("button", name="Ask the news").click()
    page.get_by_label("Your question").wait_for()
    return page


def embedded_answered(reader: Reader, host: Host, options: Options | None = None) -> Page:
    """An answer in that window."""
    page = embedded_open(reader, host, options)
    ask(page, COST)
    page.locator(".source summary").first.click()
    return page


def embedded_narrow(reader: Reader, host: Host) -> Page:
    """The same window, 320 pixels wide."""
    return embedded_answered(reader, host, SMALL)


def embedded_boxes(reader: Reader, host: Host) -> Page:
    """`<dateline-ask>` and `<dateline-chat>` in the page, dark mode."""
    page = reader.window()
    body = '<dateline-ask></dateline-ask><dateline-chat theme="dark"></dateline-chat>'
    page.goto(host.put(reader.address, body + SCRIPT))
    page.get_by_label("Your question").wait_for()
    return page


STATES: tuple[State, ...] = (
    start, answered, refused, unsure, failed, waiting, completing, limited, complaining, dark,
    forced, narrow, arabic, reading, embedded, embedded_open, embedded_answered, embedded_narrow,
    embedded_boxes,
)  # fmt: skip
FEW: tuple[State, ...] = (answered, refused, embedded_answered)
"""Those that every run looks at."""
IN_TURN = [
    pytest.param(state, marks=[] if state in FEW else [pytest.mark.gate]) for state in STATES
]
