"""Pages opened in Chromium: they fit, fetch nothing, and nothing in them goes wrong."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from eval.comparing.compare import compare
from eval.comparing.shown import html
from eval.reports.pages import report_page
from tests.eval.reports.samples import HOSTILE, lifelike, record, report

pytestmark = pytest.mark.browser


def _pages() -> dict[str, str]:
    hostile = [record(text, right=False, expected=[text * 30]) for text in HOSTILE]
    made = report(hostile, name=HOSTILE[0], settings={"a" * 90: "b" * 400})
    return {
        "lifelike": report_page(lifelike(60)),
        "hostile": report_page(made),
        "compared": html(compare(lifelike(60), made)),
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A file for each page."""
    folder = tmp_path_factory.mktemp("pages")
    pages = _pages()
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page)
    return {name: folder / f"{name}.html" for name in pages}


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("name", ["lifelike", "hostile", "compared"])
def test_a_page_fits_and_fetches_nothing(
    browser: Browser,
    files: dict[str, Path],
    name: str,
    width: int,
) -> None:
    troubles: list[str] = []
    page: Page = browser.new_page(viewport={"width": width, "height": 800})
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: troubles.append(asked.url))

    page.goto(files[name].as_uri())

    troubles = [trouble for trouble in troubles if not trouble.startswith(("data:", "file:"))]
    pictures = page.evaluate("[...document.images].map(image => image.naturalWidth > 0)")
    assert troubles == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(pictures)
    assert len(pictures) == {"lifelike": 6, "hostile": 2, "compared": 0}[name]
    page.close()
