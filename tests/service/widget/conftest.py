"""A newsroom behind a real port, and a reader's browser in front of it."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from litestar.config.cors import CORSConfig
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import PATIENCE_MILLISECONDS
from tests.firefox import firefox
from tests.service.widget import piloted
from tests.service.widget.host import Host, serve_host
from tests.service.widget.newsroom import Newsroom, build, nothing
from tests.service.widget.stories import LONG, STORIES
from tests.serving import serve

Options = dict[str, Any]
"""What `Browser.new_context` takes: viewport, color_scheme, permissions, ..."""


@pytest.fixture(scope="session")
def newsroom() -> Newsroom:
    """The articles that are asked."""
    return Newsroom(STORIES, archive=[LONG])


@pytest.fixture(scope="session")
def address(newsroom: Newsroom) -> Iterator[str]:
    """Where the newsroom answers: "http://127.0.0.1:54321"."""
    with serve(build(newsroom, CORSConfig(allow_origins=["*"]))) as served:
        yield served


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """Pages of another origin."""
    with serve_host() as served:
        yield served


@dataclass
class Reader:
    """A window on the newsroom, and everything that went wrong in it."""

    browser: Browser
    address: str
    hosts: tuple[str, ...] = ()
    noted: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    usual: BrowserContext | None = None
    """The context of the first window, unless that asks for something special."""

    def open(self, path: str = "/", options: Options | None = None) -> Page:
        """A page in a fresh window."""
        page = self.window(options)
        page.goto(self.address + path)
        return page

    def window(self, options: Options | None = None) -> Page:
        """A fresh window that has gone nowhere yet."""
        page = self._context(options).new_page()
        self.pages.append(page)
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("request", lambda request: self._note_request(request.url))
        return page

    @property
    def troubles(self) -> list[str]:
        """What went wrong, without what is forgiven."""
        return [one for one in self.noted if not any(words in one for words in self.forgiven)]

    def forgive(self, words: str) -> None:
        """Leave out troubles that a test made on purpose, also those that are yet to be told."""
        self.forgiven.append(words)

    def close(self) -> None:
        for context in self.contexts:
            if context is not self.usual:
                context.close()
        if self.usual in self.contexts:
            _clear(self.usual, self.address)

    def _context(self, options: Options | None) -> BrowserContext:
        """The usual one for the first plain window of a test, else one of its own."""
        usual = self.usual if options is None and self.usual not in self.contexts else None
        context = usual or _new_context(self.browser, options)
        self.contexts.append(context)
        return context

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.noted.append(text)

    def _note_request(self, url: str) -> None:
        if not url.startswith((self.address, *self.hosts, "data:", "blob:")):
            self.noted.append(f"a request left the origin: {url}")


def _new_context(browser: Browser, options: Options | None = None) -> BrowserContext:
    context = browser.new_context(**{"reduced_motion": "reduce", **(options or {})})
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    return context


def _clear(context: BrowserContext, address: str) -> None:
    """Leave a context to the next test as if it were new."""
    kept, *opened = context.pages
    for page in opened:
        page.close()
    context.clear_cookies()
    context.set_offline(False)
    session = context.new_cdp_session(kept)
    session.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "all"})
    session.detach()


@pytest.fixture(scope="session")
def usual(browser: Browser) -> Iterator[BrowserContext]:
    """A context for whoever needs none of their own: each new one starts a process."""
    context = _new_context(browser)
    context.new_page()  # keeps its process
    yield context
    context.close()


@pytest.fixture
def reader(browser: Browser, address: str, usual: BrowserContext) -> Iterator[Reader]:
    """A reader whose console must stay silent and whose requests must stay here."""
    watched = Reader(browser, address, usual=usual)
    yield watched
    watched.close()
    assert watched.troubles == []


@pytest.fixture
def visitor(browser: Browser, address: str, host: Host) -> Iterator[Reader]:
    """A reader of the host's pages, who is just as strict."""
    watched = Reader(browser, address, (host.address,))
    yield watched
    watched.close()
    assert watched.troubles == []


def ask(page: Page, question: str) -> None:
    """Type a question and send it with Enter; wait until nothing is under way."""
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=question).last.wait_for()
    page.locator(".reply[aria-busy]").wait_for(state="detached")


class Gate:
    """Holds a stream in the middle until it is let go."""

    def __init__(self) -> None:
        self._open = threading.Event()

    async def held(self) -> None:
        await asyncio.to_thread(self._open.wait)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate(newsroom: Newsroom) -> Iterator[Gate]:
    """The next answers stop half way."""
    gate = Gate()
    newsroom.meanwhile = gate.held
    yield gate
    gate.open()
    newsroom.meanwhile = nothing


@pytest.fixture(scope="session")
def start_firefox() -> Iterator[piloted.Start]:
    """Starts Firefox."""
    with piloted.browsers(firefox) as start:
        yield start


@pytest.fixture
def firefox_reader(address: str, start_firefox: piloted.Start) -> Iterator[piloted.Reader]:
    """A reader with Firefox, whose console must stay silent as well."""
    watched = piloted.Reader(address, start_firefox)
    yield watched
    assert watched.close() == []


@pytest.fixture(params=["visitor", pytest.param("firefox_reader", marks=pytest.mark.gate)])
def anyone(request: pytest.FixtureRequest) -> "Reader | piloted.Reader":
    """A reader with Chromium, and one with Firefox."""
    reader: Reader | piloted.Reader = request.getfixturevalue(request.param)
    return reader
