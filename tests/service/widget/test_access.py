"""For everybody: keyboard only, small windows, dark, print, no script, names, contrast."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from prompts import interface_languages
from tests.service.widget.conftest import Options, Reader, ask
from tests.service.widget.stories import HARBOUR, HOSTILE

pytestmark = pytest.mark.browser

COST = "How much will the harbour tunnel cost?"
UNKNOWN = "Who won the chess championship in Reykjavik?"
SMALL: Options = {"viewport": {"width": 320, "height": 640}}
LARGE: Options = {"viewport": {"width": 1280, "height": 720}}
AA_CONTRAST = 4.5
AA_TARGET_PIXELS = 24


def start(reader: Reader, options: Options | None = None) -> Page:
    """The page before anything is asked, with example questions."""
    page = reader.window(options)
    found = {"suggestions": [{"question": COST}, {"question": UNKNOWN}]}
    page.route("**/v1/suggestions", lambda route: route.fulfill(json=found))
    page.goto(reader.address)
    page.get_by_role("button", name=COST).wait_for()
    return page


def answered(reader: Reader, options: Options | None = None) -> Page:
    """An answer, a hostile one, and none, its nearest passages open."""
    page = reader.open(options=options)
    for question in (COST, "What did the parser met on page 77?", UNKNOWN):
        ask(page, question)
    page.get_by_text("The nearest passages").click()
    page.locator(".source summary").first.click()
    return page


def refused(reader: Reader, options: Options | None = None) -> Page:
    """An error."""
    page = reader.open(options=options)
    problem = {"detail": "x" * 200}
    page.route("**/v1/ask", lambda route: route.fulfill(status=422, json=problem))
    ask(page, "w" * 300)
    reader.forgive("status of 422")
    return page


def reading(reader: Reader, options: Options | None = None) -> Page:
    """An article."""
    page = reader.open(HARBOUR.viewer(130, 160), options)
    page.locator("#passage").wait_for()
    return page


def reading_hostile(reader: Reader, options: Options | None = None) -> Page:
    """An article of another kind."""
    page = reader.open(HOSTILE.viewer(3, 9), options)
    page.locator("#passage").wait_for()
    return page


Show = Callable[..., Page]


@pytest.fixture(scope="module", params=[start, answered, refused, reading, reading_hostile])
def every_page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Each page, opened once for all that only look at it, in the size and colours they need."""
    reader = Reader(browser, address)
    yield request.param(reader)
    reader.close()
    assert reader.troubles == []


def test_nothing_scrolls_sideways_at_320_pixels(every_page: Page) -> None:
    page = every_page
    page.set_viewport_size(SMALL["viewport"])

    assert page.evaluate("document.documentElement.scrollWidth") == SMALL["viewport"]["width"]


@pytest.mark.short(1)
@pytest.mark.parametrize("locale", interface_languages())
def test_words_in_any_language_fit_into_320_pixels(reader: Reader, locale: str) -> None:
    page = reader.open(options={**SMALL, "locale": locale})
    expect(page.locator("html")).to_have_attribute("lang", locale)
    page.get_by_role("textbox").fill(COST)
    page.keyboard.press("Enter")

    page.locator(".card").first.wait_for()
    answered_width = page.evaluate("document.documentElement.scrollWidth")
    page.locator(".source summary").first.click()
    page.locator(".card a.action").first.click()
    page.locator("#passage").wait_for()
    article_width = page.evaluate("document.documentElement.scrollWidth")

    assert answered_width == article_width == SMALL["viewport"]["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(every_page: Page, scheme: Literal["light", "dark"]) -> None:
    page = every_page
    page.set_viewport_size(LARGE["viewport"])
    page.emulate_media(color_scheme=scheme)

    weakest = min(page.evaluate(CONTRASTS), key=lambda found: float(found[0]))

    assert weakest[0] >= AA_CONTRAST, weakest


def test_every_control_has_a_name_and_a_finger_can_hit_it(every_page: Page) -> None:
    page = every_page
    page.set_viewport_size(SMALL["viewport"])
    session = page.context.new_cdp_session(page)

    nodes = session.send("Accessibility.getFullAXTree")["nodes"]

    roles = {"button", "link", "textbox", "img", "DisclosureTriangle", "log", "article"}
    found = [node for node in nodes if not node["ignored"] and node["role"]["value"] in roles]
    assert found
    assert [node for node in found if not node.get("name", {}).get("value")] == []
    sizes = page.evaluate(TARGETS)
    assert [size for size in sizes if min(size[1:]) < AA_TARGET_PIXELS] == []


def test_headings_and_landmarks_are_in_order(every_page: Page) -> None:
    page = every_page
    page.set_viewport_size(LARGE["viewport"])

    levels = page.evaluate(
        """[document, document.querySelector("dateline-chat")?.shadowRoot]
            .flatMap(root => [...(root?.querySelectorAll("h1, h2, h3, h4") ?? [])])
            .filter(heading => heading.checkVisibility())
            .map(heading => Number(heading.localName[1]))"""
    )

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    expect(page.get_by_role("banner")).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_a_reader_needs_no_mouse(reader: Reader) -> None:
    page = start(reader)
    # Nothing is suggested below the answer.
    page.unroute("**/v1/suggestions")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(COST)
    page.keyboard.press("Enter")
    page.locator(".ends").wait_for()
    expect(page.get_by_label("Your question")).to_be_focused()

    for name in ("Not helpful", "Helpful", "Copy link to this answer"):
        page.keyboard.press("Shift+Tab")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    outline = page.evaluate(f"getComputedStyle({FOCUSED}).outlineStyle")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Open in article: Tunnel costs")).to_be_focused()
    page.keyboard.press("Enter")

    assert outline == "solid"
    expect(page.locator("#passage")).to_be_focused()


@pytest.mark.gate
def test_what_has_the_focus_is_never_under_the_ask_box(reader: Reader) -> None:
    page = answered(reader, SMALL)
    box = page.locator("form.ask")
    page.get_by_label("Your question").focus()

    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        focused = page.evaluate(f"{FOCUSED}.getBoundingClientRect().bottom")
        top = box.evaluate("e => e.getBoundingClientRect().top")
        assert focused <= top


@pytest.mark.short(1)
@pytest.mark.parametrize(("show", "target"), [(start, "question"), (reading, "text")])
def test_a_link_skips_to_the_content(reader: Reader, show: Show, target: str) -> None:
    page = show(reader)
    skip = page.locator(".skip")

    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator(f"#{target}")).to_be_focused()


def test_shift_enter_starts_a_line_and_escape_clears(reader: Reader) -> None:
    page = reader.open()
    box = page.get_by_label("Your question")
    box.fill("first")

    box.press("Shift+Enter")
    box.press_sequentially("second")

    expect(box).to_have_value("first\nsecond")
    box.press("Escape")
    expect(box).to_have_value("")
    expect(page.locator(".turn")).to_have_count(0)


@pytest.mark.gate
def test_enter_belongs_to_the_input_method_while_it_composes(reader: Reader) -> None:
    page = reader.open()
    box = page.get_by_label("Your question")
    box.fill("港")

    box.evaluate(
        """e => e.dispatchEvent(new KeyboardEvent("keydown",
            { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))"""
    )

    expect(box).to_have_value("港")


@pytest.mark.gate
@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_the_chosen_theme_wins_over_the_systems_and_is_kept(
    reader: Reader, scheme: str, other: str
) -> None:
    page = reader.open(options={"color_scheme": scheme})
    toggle = page.get_by_role("button", name="Dark")
    expect(toggle).to_have_attribute("aria-pressed", str(scheme == "dark").lower())
    before = background(page)

    toggle.click()
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", other)
    expect(toggle).to_have_attribute("aria-pressed", str(other == "dark").lower())
    assert background(page) != before


@pytest.mark.gate
def test_forbidden_storage_only_makes_the_page_forgetful(reader: Reader) -> None:
    page = reader.window()
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) {
            Object.defineProperty(window, name, { get() { throw new DOMException("no") } });
        }"""
    )
    page.goto(reader.address)
    before = background(page)

    page.get_by_role("button", name="Dark").click()
    ask(page, COST)

    assert background(page) != before
    expect(page.locator(".card")).to_have_count(2)


def test_without_scripts_the_page_still_says_what_it_is(reader: Reader) -> None:
    page = reader.open(options={"java_script_enabled": False})

    expect(page.get_by_text("Answers in the news’s own words")).to_be_visible()


@pytest.mark.gate
def test_a_service_that_cannot_be_reached_says_so_in_the_readers_language(reader: Reader) -> None:
    page = reader.window({"locale": "pt-BR"})
    page.route("**/v1/page", lambda route: route.abort())
    page.goto(reader.address)
    expect(page.get_by_role("alert")).to_contain_text("Não foi possível contatar o serviço.")

    page.unroute_all()
    page.get_by_role("button", name="Tentar de novo").click()

    expect(page.get_by_label("Sua pergunta")).to_be_focused()
    reader.forgive("ERR_FAILED")


def test_paper_gets_the_quotes_and_not_the_controls(reader: Reader) -> None:
    page = reader.open()
    ask(page, COST)

    page.emulate_media(media="print")

    expect(page.locator(".quote").first).to_be_visible()
    for control in ("form.ask", "#theme", ".ends"):
        expect(page.locator(control).first).to_be_hidden()


@pytest.mark.gate
def test_nothing_moves_for_readers_who_asked_for_stillness(reader: Reader) -> None:
    page = reader.open()
    page.route("**/v1/ask", lambda _: None)
    page.get_by_label("Your question").fill(COST)
    page.keyboard.press("Enter")

    page.locator(".loading").wait_for()

    assert page.evaluate("document.getAnimations().length") == 0


def background(page: Page) -> str:
    """The page's own colour."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


# What has the focus, inside shadow roots too.
FOCUSED = """(() => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
})()"""

# WCAG 2.2, 1.4.3: every visible text against the nearest opaque background behind it.
CONTRASTS = """() => {
    const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
    const linear = part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    const light = rgb => [0.2126, 0.7152, 0.0722]
        .reduce((sum, weight, at) => sum + weight * linear(rgb[at] / 255), 0);
    const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const behind = element => {
        const above = at => at.parentElement ?? at.getRootNode().host;
        for (let at = element; at; at = above(at)) {
            const colour = numbers(getComputedStyle(at).backgroundColor);
            if (colour[3] !== 0) return colour;
        }
        return [255, 255, 255];
    };
    const roots = [document.body, document.querySelector("dateline-chat")?.shadowRoot];
    const found = [];
    for (const root of roots.filter(Boolean)) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            const words = walker.currentNode.data.trim();
            if (!words || !element.checkVisibility() || element.closest(".unseen")) continue;
            const colour = numbers(getComputedStyle(element).color);
            found.push([ratio(light(colour), light(behind(element))), words]);
        }
    }
    return found;
}"""

# WCAG 2.2, 2.5.8: links inside a sentence are exempt, everything else is a target.
TARGETS = """() => [document, document.querySelector("dateline-chat")?.shadowRoot]
    .flatMap(root => [...(root?.querySelectorAll("a, button, textarea, summary") ?? [])])
    .filter(target => target.checkVisibility() && !target.closest(".notice, .skip"))
    .map(target => [target, target.getBoundingClientRect()])
    .map(([target, box]) => [target.textContent.slice(0, 40), box.width, box.height])"""
