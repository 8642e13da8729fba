"""In a page of another origin: strict policy, hostile styles, focus, languages, events."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from prompts import interface_languages, messages
from tests.service.widget.conftest import Options, Reader, ask
from tests.service.widget.host import STRICT, Host

pytestmark = pytest.mark.browser

COST = "How much will the harbour tunnel cost?"
SCRIPT = '<script nonce="n" src="{server}/widget.js" %s async></script>'
INLINE = SCRIPT % 'data-launcher="none"'
FOCUSED = """() => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at.id || at.localName;
}"""
# Cumulative layout shift since the page began, without what readers cause: https://web.dev/cls.
SHIFT = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 300);
})"""


def visit(
    visitor: Reader,
    host: Host,
    body: str = SCRIPT % "",
    options: Options | None = None,
    **page: str,
) -> Page:
    """The host's page in a fresh window."""
    shown = visitor.window(options)
    shown.goto(host.put(visitor.address, body, **page))
    return shown


def opened(visitor: Reader, host: Host, **more: Any) -> Page:
    """The same, with the window of the launcher opened."""
    page = visit(visitor, host, **more)
    page.get_by_role("button", name="Ask the news").click()
    expect(page.get_by_label("Your question")).to_be_focused()
    return page


@pytest.mark.short(1)
@pytest.mark.parametrize(
    "style",
    [
        "",
        "* { all: unset }",
        "* { all: revert !important; font-size: 62.5% }",
        "button { color: red }",
        "body * { opacity: 0 !important; scale: 0 !important; display: none !important }",
    ],
)
def test_whatever_the_host_styles_the_widget_looks_the_same(
    visitor: Reader, host: Host, style: str
) -> None:
    page = opened(visitor, host, style=style, head='<base href="https://elsewhere.example/">')

    ask(page, COST)

    card = page.locator(".card").first
    assert card.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("#log h2").evaluate("e => getComputedStyle(e).fontSize") == "16.8px"
    button = page.locator("dateline-launcher .corner")
    assert button.evaluate("e => getComputedStyle(e).position") == "fixed"
    expect(page.locator(".quote mark").first).to_have_text("412 million")


def test_nothing_but_the_button_is_loaded_until_a_reader_means_it(
    visitor: Reader, host: Host
) -> None:
    page = visitor.window()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.removeprefix(visitor.address)))
    page.goto(host.put(visitor.address, SCRIPT % ""))
    button = page.get_by_role("button", name="Ask the news")
    expect(button).to_be_visible()
    assert [name for name in loaded if name.startswith("/")] == ["/widget.js"]

    with page.expect_request("**/widget/panel.js"):
        button.hover()

    assert page.context.cookies() == []


@pytest.mark.gate
def test_the_hosts_page_does_not_move(visitor: Reader, host: Host) -> None:
    page = opened(visitor, host)
    before = page.evaluate("[scrollX, scrollY, document.documentElement.scrollHeight]")

    # Typed, not filled in: a box that grows without a key counts as a shift.
    page.keyboard.type(COST)
    page.keyboard.press("Enter")
    page.locator(".ends").wait_for()
    page.keyboard.press("Escape")

    assert page.evaluate(SHIFT) == 0
    assert page.evaluate("[scrollX, scrollY, document.documentElement.scrollHeight]") == before


@pytest.mark.gate
@pytest.mark.parametrize("zoom", ["1", "1.5", "2"])
def test_a_zoomed_host_leaves_the_window_in_sight(visitor: Reader, host: Host, zoom: str) -> None:
    page = opened(visitor, host, style=f"html {{ zoom: {zoom} }}")

    expect(page.get_by_role("dialog")).to_be_in_viewport(ratio=1)


def test_the_focus_moves_in_and_back(visitor: Reader, host: Host) -> None:
    page = visit(visitor, host)
    button = page.get_by_role("button", name="Ask the news")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Ask the news")).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_small_window_is_filled_and_nothing_behind_it_is_reached(
    visitor: Reader, host: Host
) -> None:
    page = opened(visitor, host, options={"viewport": {"width": 320, "height": 640}})
    box = page.get_by_role("dialog").bounding_box()

    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) != "a"

    assert box == {"x": 0, "y": 0, "width": 320, "height": 640}
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Ask the news")).to_be_focused()


@pytest.mark.gate
def test_a_box_in_the_page_asks_in_the_window(visitor: Reader, host: Host) -> None:
    page = visit(visitor, host, f"<dateline-ask></dateline-ask>{INLINE}")
    expect(page.get_by_role("button", name="Ask the news")).to_be_hidden()

    page.get_by_label("Ask about the news").fill(COST)
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog").locator(".card")).to_have_count(2)


def test_a_conversation_stands_in_the_page_itself(visitor: Reader, host: Host) -> None:
    body = f'<dateline-chat heading="Ask us" starters="{COST}|Who?" theme="dark"></dateline-chat>'
    page = visit(visitor, host, body + INLINE)
    expect(page.get_by_text("Ask us")).to_be_visible()

    example = page.get_by_role("button", name=COST)
    example.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    example.click()

    expect(page.locator(".card")).to_have_count(2)
    frame = page.locator("main > dateline-chat .frame")
    assert frame.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(22, 21, 19)"
    assert page.evaluate("scrollY") == before


@pytest.mark.gate
def test_each_of_a_page_has_a_conversation_of_its_own(visitor: Reader, host: Host) -> None:
    body = '<dateline-chat></dateline-chat><dateline-chat id="second"></dateline-chat>'
    page = visit(visitor, host, body + SCRIPT % "")
    first, second = (page.locator("main > dateline-chat").nth(at) for at in (0, 1))
    for chat, question in ((first, COST), (second, "Who?")):
        chat.get_by_label("Your question").fill(question)
        chat.get_by_label("Your question").press("Enter")
        expect(chat.locator(".ends")).to_be_visible()

    page.reload()

    expect(first.locator("#log h2")).to_have_text([COST])
    expect(second.locator("#log h2")).to_have_text(["Who?"])
    page.get_by_role("button", name="Ask the news").click()
    expect(page.get_by_role("dialog").get_by_label("Your question")).to_be_focused()
    expect(page.get_by_role("dialog").locator("#log h2")).to_have_count(0)


@pytest.mark.gate
def test_attributes_and_properties_theme_it(visitor: Reader, host: Host) -> None:
    given = (
        'data-accent="#0a5f38" data-radius="0px" data-position="left" data-heading="The Desk"'
        ' data-greeting="Good morning." data-label="Hello" data-size="20px"'
        """ data-strings='{"page_send": "Go"}'"""
    )
    style = ":root { --dateline-paper: #ffffe0 }"
    page = visit(visitor, host, SCRIPT % given, style=style)
    button = page.get_by_role("button", name="Hello")
    button.click()

    expect(page.get_by_role("dialog", name="The Desk")).to_contain_text("Good morning.")
    expect(page.get_by_role("button", name="Go")).to_be_visible()
    assert button.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(10, 95, 56)"
    assert button.evaluate("e => e.getBoundingClientRect().left") < 40
    frame = page.locator("dateline-chat .frame")
    assert frame.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 224)"
    assert frame.evaluate("e => getComputedStyle(e).fontSize") == "20px"


@pytest.mark.short(1)
@pytest.mark.parametrize("language", interface_languages())
def test_it_speaks_the_language_of_the_page_and_runs_in_its_direction(
    visitor: Reader, host: Host, language: str
) -> None:
    words = messages(language, "page_")
    page = visit(visitor, host, language=language)
    page.get_by_role("button", name=words["page_launcher"]).click()
    box = page.get_by_role("textbox", name=words["page_question"])
    expect(box).to_be_focused()

    box.fill(COST)
    page.keyboard.press("Enter")

    expect(page.locator(".card").first).to_be_visible()
    expect(page.get_by_role("button", name=words["page_share"])).to_be_visible()
    direction = "rtl" if language == "ar" else "ltr"
    expect(page.locator("dateline-chat .frame")).to_have_attribute("dir", direction)


def test_scripts_open_ask_and_listen(visitor: Reader, host: Host) -> None:
    page = visit(visitor, host)
    page.get_by_role("button", name="Ask the news").wait_for()
    page.evaluate(
        """() => {
            window.heard = [];
            for (const name of ["open", "close", "ask", "answer", "error", "feedback"])
                dateline.on(name, detail => heard.push([name, detail]));
        }"""
    )

    page.evaluate("question => dateline.ask(question, { source: 'Wire' })", COST)
    page.evaluate("dateline.close()")

    heard = page.evaluate("heard")
    assert [name for name, _ in heard] == ["open", "ask", "answer", "close"]
    assert heard[1][1] == {"question": COST, "filters": {"source": "Wire"}}
    assert heard[2][1]["reply"]["citations"][0]["article_id"] == "harbour"


@pytest.mark.gate
def test_a_token_goes_along_and_is_renewed_when_it_expires(visitor: Reader, host: Host) -> None:
    page = visitor.window()
    sent: list[str] = []

    def expired(route: Any) -> None:
        sent.append(route.request.headers.get("authorization", ""))
        if sent[-1] == "Bearer second":
            route.continue_()
        else:
            route.fulfill(status=401, headers={"Access-Control-Allow-Origin": "*"}, json={})

    tokens = iter(["first", "second", "third"])
    page.route("**/token", lambda route: route.fulfill(json={"token": next(tokens)}))
    page.route("**/v1/ask", expired)
    policy = STRICT.replace("{more}", f"connect-src 'self' {visitor.address}")
    body = SCRIPT % 'data-token-url="/token"'
    page.goto(host.put(visitor.address, body, policy=policy))
    page.get_by_role("button", name="Ask the news").click()

    ask(page, COST)

    assert sent == ["Bearer first", "Bearer second"]
    visitor.forgive("status of 401")


@pytest.mark.gate
def test_a_hash_and_strict_dynamic_are_policy_enough(visitor: Reader, host: Host) -> None:
    code = (
        'const made = document.createElement("script");'
        f'made.src = "{visitor.address}/widget.js"; document.head.append(made);'
    )
    digest = b64encode(sha256(code.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}' 'strict-dynamic';"
        f" style-src 'none'; connect-src {visitor.address}"
    )
    page = visitor.window()
    page.goto(host.put(visitor.address, f"<script>{code}</script>", policy=policy))
    visitor.forgive("style-src")

    page.get_by_role("button", name="Ask the news").click()
    ask(page, COST)

    expect(page.locator(".card")).to_have_count(2)


def test_where_it_cannot_be_loaded_the_button_says_so_and_tries_again(
    visitor: Reader, host: Host
) -> None:
    page = visitor.window()
    page.route("**/widget/panel.js*", lambda route: route.abort())
    page.goto(host.put(visitor.address, SCRIPT % ""))
    button = page.get_by_role("button", name="Ask the news")
    button.click()
    expect(page.get_by_role("status")).to_contain_text("The service cannot be reached.")
    page.unroute_all()

    button.click()

    expect(page.get_by_label("Your question")).to_be_focused()
    visitor.forgive("ERR_FAILED")


@pytest.mark.gate
def test_a_second_script_adds_no_second_button(visitor: Reader, host: Host) -> None:
    page = visit(visitor, host, (SCRIPT + SCRIPT % 'data-label="Twice"').replace("%s async", ""))

    expect(page.get_by_role("button", name="Ask the news")).to_be_visible()

    assert page.locator("dateline-launcher").count() == 1
    assert page.evaluate("Object.keys(dateline)") == ["open", "close", "ask", "on"]
