"""The same in WebKit, as far as Debian's can be driven: every state, and the way to an answer."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.service.widget import conftest
from tests.service.widget.host import Host
from tests.service.widget.piloted import Page, Reader, Start, browsers
from tests.service.widget.states import STATES, State, embedded_answered
from tests.service.widget.test_accessibility import RULES
from tests.webkit import webkit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """Starts WebKit."""
    with browsers(webkit) as start:
        yield start


@pytest.fixture
def reader(address: str, start: Start) -> Iterator[Reader]:
    """A reader with WebKit."""
    watched = Reader(address, start)
    yield watched
    watched.close()


@pytest.mark.parametrize("state", STATES, ids=lambda state: str(state.__name__))
def test_axe_finds_nothing_in_webkit(reader: Reader, host: Host, state: State) -> None:
    page: Any = state(cast("conftest.Reader", reader), host)

    violations = Axe().run(page, options=RULES).response["violations"]

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in violations] == []


def test_an_answer_in_webkit_has_its_words_marked(reader: Reader, host: Host) -> None:
    page = cast("Page", embedded_answered(cast("conftest.Reader", reader), host))

    assert page.locator(".quote mark").texts()[0] == "412 million"
    assert page.locator("details[open] .byline").count() > 0
