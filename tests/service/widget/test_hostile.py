"""Two hundred hostile strings wherever a publisher, a reader or a stream can put one: nothing runs.

The browser is told to ignore the pages' own policies: nothing but our code stands in between.
"""

import json
from itertools import product
from typing import Any, cast

import pytest
from playwright.sync_api import Page, Route, expect

from tests.service.widget import piloted
from tests.service.widget.conftest import Reader, ask
from tests.service.widget.host import Host

pytestmark = pytest.mark.browser

RUN = "window.pwned=1"
MARKUP = (
    f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>", f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<details open ontoggle={RUN}>", f"<input autofocus onfocus={RUN}>",
    f"<body onload={RUN}>", f"<style onload={RUN}></style>", f"<video><source onerror={RUN}>",
    f"<math href='javascript:{RUN}'>", f"<a href='javascript:{RUN}'>x</a>",
    f"<object data='javascript:{RUN}'>", f"<template><script>{RUN}</script></template>",
    f"<marquee onstart={RUN}>", f"<meta http-equiv=refresh content='0;javascript:{RUN}'>",
    f"{{{{constructor.constructor('{RUN}')()}}}}", f"${{{RUN}}}", f"`-{RUN}-`", f"';{RUN};//",
)  # fmt: skip
WRAPPERS = (
    "{}",
    '">{}',
    "'>{}",
    "</textarea>{}",
    "</title>{}",
    "-->{}",
    "]]>{}",
    "\x00{}",
    "\u202e{}",
)
SCHEMES = (
    "javascript:{}", "JaVaScRiPt:{}", "java\tscript:{}", " javascript:{}", "\x01javascript:{}",
    "vbscript:{}", "data:text/html,<script>{}</script>", "data:text/html;base64,PHNjcmlwdD4=",
    "javascript://courier.example/%0a{}", "blob:https://courier.example/{}",
    "view-source:javascript:{}", "feed:javascript:{}", "//courier.example\\@{}", "https://courier.example/\"onmouseover=\"{}",
    "file:///etc/{}", "about:blank#{}", "filesystem:https://x.example/{}", "intent:#Intent;{}",
    "jar:javascript:{}!/", "mhtml:javascript:{}",
)  # fmt: skip
STRINGS = [wrapper.format(markup) for markup, wrapper in product(MARKUP, WRAPPERS)]
ADDRESSES = [scheme.format(RUN) for scheme in SCHEMES]
BYPASS = {"bypass_csp": True}
# Elements that our code never makes, links that lead where no link of ours leads, handlers.
FOUND = """() => {
    const roots = [document];
    for (const root of roots)
        for (const at of root.querySelectorAll("*")) if (at.shadowRoot) roots.push(at.shadowRoot);
    const all = roots.flatMap(root => [...root.querySelectorAll("*")]);
    const bad = "script:not([src]), iframe, object, embed, img, video, base, math, marquee";
    const made = all.filter(at => at.matches(bad)).map(at => at.outerHTML);
    const links = all.map(at => at.href).filter(href => href && !/^https?:/.test(href));
    const handlers = all.flatMap(at => [...at.attributes]).filter(at => /^on/.test(at.name));
    const ran = window.pwned ? ["it ran"] : [];
    return [...made, ...links, ...handlers.map(at => at.value), ...ran];
}"""


def reply(strings: list[str]) -> dict[str, Any]:
    """A reply with the strings in every field that is shown."""
    numbered = list(enumerate(strings, 1))
    address = dict(enumerate(ADDRESSES * 10, 1))
    place = [_place(text, number, address[number]) for number, text in numbered]
    return {
        "id": "1",
        "status": "answered",
        "form": "extract",
        "label": strings[0],
        "text": strings[1],
        "searched": strings[2],
        "notes": strings[:9],
        "resolved": [{"from": text, "to": text, "turn": 1} for text in strings[:9]],
        "corrected": {"from": strings[3], "to": strings[4]},
        "choices": [
            {"name": text, "hint": text, "viewer": address[number]}
            for number, text in numbered[:40]
        ]
        + [{"name": text, "question": text, "person": text} for text in strings[:20]],
        "answers": [
            {
                "quote": text,
                "highlights": [{"start": 0, "end": 3, "text": text[:3]}],
                "speaker": {"name": text, "cue": text},
                "confidence": 0.5,
                "citations": [number],
                "match": text,
            }
            for number, text in numbered
        ],
        "citations": place,
        "nearest": place[:20],
    }


def _place(text: str, number: int, address: str) -> dict[str, Any]:
    words = dict.fromkeys(
        ("title", "source", "quote", "before", "after", "published", "text"), text
    )
    links = dict.fromkeys(("url", "link", "viewer"), address)
    fixed = {"number": number, "article_id": text, "version": text, "start": 0, "end": len(text)}
    return {**words, **links, **fixed, "authors": [text, text], "revision": text, "about": text}


def _unfold(page: Page) -> None:
    """Open whatever can be opened."""
    for summary in page.locator("summary").all()[:20]:
        summary.click()


@pytest.mark.short(1)
@pytest.mark.parametrize("where", ["page", "widget"])
def test_nothing_in_a_reply_runs(reader: Reader, visitor: Reader, host: Host, where: str) -> None:
    page = visitor.window(BYPASS)
    page.route("**/v1/ask", lambda route: route.fulfill(json=reply(STRINGS), headers=ANYBODY))
    suggested = {"suggestions": [{"question": text} for text in STRINGS[:20]]}
    page.route("**/v1/suggestions", lambda route: route.fulfill(json=suggested, headers=ANYBODY))
    if where == "page":
        page.goto(reader.address)
    else:
        page.goto(host.put(visitor.address, '<script src="{server}/widget.js"></script>'))
        page.get_by_role("button", name="Ask the news").click()

    ask(page, STRINGS[0])
    _unfold(page)

    assert len(STRINGS) + len(ADDRESSES) >= 200
    expect(page.locator(".card .quote")).to_have_count(len(STRINGS))
    assert page.evaluate(FOUND) == []
    shown = page.locator(".card .quote").all_text_contents()
    assert shown == STRINGS


@pytest.mark.parametrize("where", ["page", "widget"])
@pytest.mark.gate
def test_nothing_in_a_reply_runs_in_firefox(
    firefox_reader: piloted.Reader, host: Host, where: str
) -> None:
    page = firefox_reader.window()
    page.route("**/v1/ask", lambda route: route.fulfill(status=200, json=reply(STRINGS)))
    if where == "page":
        page.goto(firefox_reader.address)
    else:
        widget = '<script src="{server}/widget.js"></script>'
        page.goto(host.put(firefox_reader.address, widget, policy=""))
        page.get_by_role("button", name="Ask the news").click()

    ask(cast("Page", page), STRINGS[0])

    assert page.locator(".card .quote").texts() == STRINGS
    assert page.evaluate(FOUND) == []


ANYBODY = {"Access-Control-Allow-Origin": "*"}


def test_nothing_in_a_stream_runs(reader: Reader) -> None:
    page = reader.window(BYPASS)
    whole = reply(STRINGS)
    parts = [
        ("searched", {"searched": STRINGS[0]}),
        *(("citation", citation) for citation in whole["citations"]),
        *(("answer", {"text": one["quote"], "answers": [one]}) for one in whole["answers"]),
        *((text.split("\n")[0][:20], {"text": text}) for text in STRINGS[:20]),
    ]
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in parts)
    page.route(
        "**/v1/ask", lambda route: route.fulfill(content_type="text/event-stream", body=body)
    )
    page.goto(reader.address)

    ask(page, STRINGS[1])

    expect(page.locator(".error")).to_contain_text("The connection was lost.")
    assert page.evaluate(FOUND) == []


def test_nothing_that_is_typed_or_in_an_address_runs(reader: Reader) -> None:
    page = reader.window(BYPASS)
    completions = [
        {"kind": kind, "question": text, "text": text, "start": 0, "articles": 1, "source": text,
         "published": text}
        for text in STRINGS[:30] for kind in ("headline", text)
    ]  # fmt: skip
    page.route("**/v1/suggest?*", lambda route: route.fulfill(json={"completions": completions}))
    page.goto(f"{reader.address}/?collection=%3Cscript%3E#q={STRINGS[0]}&speaker={STRINGS[9]}")
    page.get_by_label("Your question").press_sequentially("<sc")
    page.get_by_role("option").first.wait_for()

    for text in STRINGS[:12]:
        ask(page, text)

    assert page.evaluate(FOUND) == []


def test_nothing_in_an_article_runs(reader: Reader) -> None:
    page = reader.window(BYPASS)
    text = "\n\n".join(STRINGS)
    numbers = iter(range(1000))

    def article(route: Route) -> None:
        hostile = STRINGS[next(numbers)]
        fields = dict.fromkeys(
            ("id", "title", "source", "published", "version", "language"), hostile
        )
        given = {
            "text": text,
            "authors": [hostile],
            "url": ADDRESSES[next(numbers) % len(ADDRESSES)],
        }
        kinds = [[0, 5, hostile], [9, 20, "caption"]]
        route.fulfill(
            json={**fields, **given, "superseded": False, "marks": kinds, "sentences": []}
        )

    page.route("**/v1/articles/*", article)
    for _ in range(len(ADDRESSES)):
        page.goto(f"{reader.address}/articles/x?start=2&end=90")
        page.locator("#passage").wait_for()
        assert page.evaluate(FOUND) == []

    assert page.locator("dateline-article").text_content() == text
