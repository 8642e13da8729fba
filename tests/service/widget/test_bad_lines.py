"""Where the service is slow, is killed in the middle, or is not there, in both browsers."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.service.widget.conftest import ask
from tests.service.widget.host import Host
from tests.service.widget.line import Line, line_to
from tests.service.widget.mortal import mortal
from tests.service.widget.states import COST, SCRIPT
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

_SLOW = 1000
"""Bytes a second."""


@pytest.fixture
def line(address: str, anyone: Any) -> Iterator[Line]:
    """The reader's line to the newsroom."""
    with line_to(address) as (line, begins):
        anyone.address = begins
        yield line


@pytest.fixture
def port() -> int:
    """One that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def opened(anyone: Any, host: Host) -> Any:
    """The window of the widget, in a page of another origin."""
    page = anyone.window()
    page.goto(host.put(anyone.address, SCRIPT))
    page.get_by_role("button", name="Ask the news").click()
    page.get_by_label("Your question").wait_for()
    return page


def send(page: Any, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def test_of_a_slow_answer_each_part_is_shown_once_it_has_come(
    anyone: Any, host: Host, line: Line
) -> None:
    page = opened(anyone, host)
    line.bytes_per_second = _SLOW
    send(page, COST)

    page.locator(".card").first.wait_for()
    waited = page.locator(".loading").count()
    line.bytes_per_second = None

    page.locator(".ends").wait_for()
    assert (waited, page.locator(".loading").count()) == (1, 0)
    assert page.locator(".card").count() == 2
    assert page.locator(".error").count() == 0


@pytest.mark.slow
def test_a_slow_line_carries_all_of_it(anyone: Any, host: Host, line: Line) -> None:
    line.bytes_per_second = _SLOW
    page = anyone.window()
    page.goto(host.put(anyone.address, SCRIPT))

    page.get_by_role("button", name="Ask the news").click()

    page.get_by_role("status").first.wait_for()
    ask(page, COST)
    assert page.locator(".card").count() == 2


@pytest.mark.gate
def test_a_service_that_is_killed_in_the_middle_leaves_what_had_come(
    anyone: Any, host: Host, port: int
) -> None:
    anyone.address = f"http://127.0.0.1:{port}"
    with mortal(port, "half") as process:
        page = opened(anyone, host)
        send(page, COST)
        page.locator(".card").wait_for()
        process.kill()
        page.get_by_text(
            "The connection was lost. What is shown may be incomplete."
        ).first.wait_for()
    assert page.locator(".card").count() == 1
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("The service cannot be reached.").first.wait_for()

    with mortal(port):
        page.get_by_role("button", name="Try again").click()
        wait_until(lambda: page.locator(".card").count() == 2)

    assert page.locator(".error").count() == 0
    anyone.forgive("")
