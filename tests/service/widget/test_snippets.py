"""The snippets of docs/widget.md, each in a page of another origin."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.demo.newspaper import PATH, newspaper_server
from tests.node import PACKAGES, need_package
from tests.service.widget.conftest import Reader, ask
from tests.service.widget.host import Host
from tests.service.widget.states import COST

pytestmark = pytest.mark.browser

_DOCS = (Path(__file__).resolve().parents[3] / "docs" / "widget.md").read_text(encoding="utf-8")
_LOOSE = "default-src * 'unsafe-inline'"


def snippets(section: str, kind: str) -> list[str]:
    """The code of that kind below a heading."""
    text = _DOCS.split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def embedded(visitor: Reader, host: Host, html: str) -> str:
    """The address of a page with that snippet, as its reader would put it there."""
    return host.put(visitor.address, html.replace("https://HOST", "{server}"), policy=_LOOSE)


def test_the_one_line_gives_a_button(visitor: Reader, host: Host) -> None:
    page = visitor.window()
    page.goto(embedded(visitor, host, snippets("Plain HTML", "html")[0]))

    page.get_by_role("button", name="Ask the news").click()
    ask(page, COST)

    expect(page.locator(".card")).to_have_count(2)


@pytest.mark.gate
def test_the_elements_stand_where_they_are_written(visitor: Reader, host: Host) -> None:
    page = visitor.window()
    page.goto(embedded(visitor, host, snippets("Plain HTML", "html")[1]))

    page.get_by_role("button", name="What will the tunnel cost?").click()

    expect(page.locator("body dateline-chat .card").first).to_be_visible()
    page.get_by_label("Ask our archive").fill(COST)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator(".turn").last.locator(".card")).to_have_count(2)


def test_what_wordpress_prints_gives_a_button(visitor: Reader, host: Host) -> None:
    (code,) = snippets("WordPress", "php")
    (printed,) = re.findall(r"\?>(.*)<\?php", code, re.DOTALL)
    page = visitor.window()
    page.goto(embedded(visitor, host, printed))

    page.get_by_role("button", name="Ask the news").click()

    expect(page.get_by_label("Your question")).to_be_focused()


@pytest.mark.gate
def test_a_component_of_react_shows_a_conversation(visitor: Reader, host: Host) -> None:
    (code,) = snippets("React", "js")
    page = visitor.window()
    page.goto(host.put(visitor.address, "<div id='root'></div>", policy=_LOOSE))
    for name in ("react", "react-dom"):
        page.add_script_tag(content=_react(name))
    body = code.replace('import { createElement, useEffect } from "react";', "").replace(
        "export ", ""
    )
    show = (
        f'const root = ReactDOM.createRoot(document.getElementById("root"));'
        f"root.render(createElement(Newsroom, {json.dumps({'server': visitor.address})}));"
    )
    page.evaluate(f"() => {{ const {{ createElement, useEffect }} = React; {body} {show} }}")

    ask(page, COST)

    expect(page.locator("#root .card")).to_have_count(2)


def _react(name: str) -> str:
    """React 18, the last with files for pages that build nothing."""
    need_package(name)
    return (PACKAGES / name / "umd" / f"{name}.production.min.js").read_text(encoding="utf-8")


@pytest.fixture
def paper(address: str) -> Iterator[str]:
    """The newspaper on a second port."""
    with newspaper_server(0, address) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_newspaper_of_the_demo_has_an_origin_of_its_own(
    browser: Browser, address: str, paper: str
) -> None:
    reader = Reader(browser, address, (paper,))
    page = reader.window()
    page.goto(paper + PATH)

    page.get_by_label("Ask about the news").fill(COST)
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog").locator(".card")).to_have_count(2)
    reader.close()
    assert [trouble for trouble in reader.troubles if "favicon" not in trouble] == []


@pytest.mark.gate
def test_the_service_shows_the_newspaper_too(reader: Reader) -> None:
    page = reader.open(PATH)

    page.get_by_role("button", name="Ask the news").click()
    ask(page, COST)

    expect(page.locator(".card")).to_have_count(2)


def test_every_attribute_is_documented_and_read() -> None:
    folder = Path(__file__).resolve().parents[3] / "service" / "widget"
    scripts = "".join(
        (folder / name).read_text() for name in ("panel.js", "launcher.js", "chat.js")
    )
    rows = re.findall(r"^\| (`.*?) \|", _DOCS, re.MULTILINE)
    named = set(re.findall(r"`([a-z-]+)`", "".join(rows)))

    unread = {name for name in named if name.removeprefix("data-") not in scripts}
    assert unread == set()
    passed = re.search(r"PASSED = \[(.*?)\]", scripts, re.DOTALL)
    assert passed is not None
    names = re.findall(r'"(\w+)"', passed[1])
    dashed = {re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name) for name in names}
    assert dashed <= named
