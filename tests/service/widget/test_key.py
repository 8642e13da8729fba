"""The pages of a service that needs a key: whoever has one enters it, and it stays in the tab."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.http.app import create_app
from service.settings import Settings
from tests.demo import CopyDemo
from tests.service.widget.conftest import Reader
from tests.serving import serve

pytestmark = pytest.mark.browser

REFUSED = "status of 401"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, copy_demo: CopyDemo) -> Path:
    return copy_demo(tmp_path_factory.mktemp("key") / "data")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    settings = Settings(
        data=str(folder), demo=True, embedder="letters", reader="sentence", require_key=True
    )
    with serve(create_app(settings)) as served:
        yield served


@pytest.fixture(scope="module")
def secret(folder: Path) -> str:
    return KeyRing(folder).create(NewKey(scopes=(Scope.READ,)))[1]


@pytest.mark.gate
def test_a_key_is_asked_for_until_one_is_right(reader: Reader, secret: str) -> None:
    page = reader.open()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("This service needs a key.")

    for entered in ("dateline-secret.none", secret):
        expect(page.get_by_label("Key")).to_have_value("")
        page.get_by_label("Key").fill(entered)
        page.get_by_role("button", name="Continue").click()

    expect(page.get_by_label("Your question")).to_be_focused()
    reader.forgive(REFUSED)
    reader.forgive("status of 503")


def test_a_key_is_good_for_articles_and_gone_with_its_tab(reader: Reader, secret: str) -> None:
    page = reader.open()
    page.get_by_label("Key").fill(secret)
    page.keyboard.press("Enter")
    expect(page.locator(".fresh")).to_contain_text("articles")
    known = {"Authorization": f"Bearer {secret}"}
    (line,) = page.request.get(f"{reader.address}/v1/articles?limit=1", headers=known).json()[
        "articles"
    ]

    page.goto(f"{reader.address}/articles/{line['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(line["title"])

    other = reader.open()
    expect(other.get_by_label("Key")).to_be_visible()
    reader.forgive(REFUSED)
    reader.forgive("status of 503")
