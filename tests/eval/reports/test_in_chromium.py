"""Pages opened in Chromium: they fit, fetch nothing, and nothing in them goes wrong."""

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from eval.comparing.compare import compare
from eval.comparing.shown import html
from eval.records import Report
from eval.reports.pages import report_page
from tests.eval.reports.samples import HOSTILE, lifelike, record, report
from tests.forms import gated

pytestmark = pytest.mark.browser


def _hostile() -> Report:
    records = [record(text, right=False, expected=[text * 30]) for text in HOSTILE]
    return report(records, name=HOSTILE[0], settings={"a" * 90: "b" * 400})


_PAGES = {
    "hostile": lambda: report_page(_hostile()),
    "lifelike": lambda: report_page(lifelike(60)),
    "compared": lambda: html(compare(lifelike(60), _hostile())),
}


@cache
def _page(name: str) -> str:
    return _PAGES[name]()


@pytest.mark.short(1)
@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("name", gated(_PAGES))
def test_a_page_fits_and_fetches_nothing(
    browser: Browser,
    tmp_path: Path,
    name: str,
    width: int,
) -> None:
    troubles: list[str] = []
    page: Page = browser.new_page(viewport={"width": width, "height": 800})
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: troubles.append(asked.url))

    (tmp_path / "page.html").write_text(_page(name))
    page.goto((tmp_path / "page.html").as_uri())

    troubles = [trouble for trouble in troubles if not trouble.startswith(("data:", "file:"))]
    pictures = page.evaluate("[...document.images].map(image => image.naturalWidth > 0)")
    assert troubles == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(pictures)
    assert len(pictures) == {"lifelike": 6, "hostile": 2, "compared": 0}[name]
    page.close()
