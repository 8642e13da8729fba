"""The part of Playwright's interface that states use, over a browser that is driven from afar."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from typing import Any, Protocol

from tests.waiting import wait_until

_SIZE = {"width": 1280, "height": 720}
_LOOKS = ("color_scheme", "forced_colors", "locale")
# The elements of a query, through every open shadow root: those seen, unless all are wanted.
_FIND = """((steps, isAll) => {
    const roles = { button: "button", option: "[role=option]", textbox: "textarea, input",
        heading: "h1, h2, h3", dialog: "dialog", link: "a[href]", status: "[role=status]" };
    const below = root => [...root.querySelectorAll("*")].flatMap(within);
    const within = at => [at, ...(at.shadowRoot ? below(at.shadowRoot) : [])];
    const short = words => words.replace(/\\s+/g, " ").trim().toLowerCase();
    const name = at => short(at.ariaLabel ?? at.labels?.[0]?.textContent ?? at.textContent);
    const has = (words, part) => words.includes(short(part ?? ""));
    const tests = {
        css: (at, css) => at.matches(css),
        role: (at, role, called) => at.matches(roles[role]) && has(name(at), called),
        label: (at, words) => at.matches("textarea, input") && has(name(at), words),
        text: (at, words) => has(short(at.textContent), words)
            && ![...at.children].some(child => has(short(child.textContent), words)),
    };
    let found = [document];
    for (const [kind, value, called] of steps) {
        if (kind === "nth") found = found.slice(value).slice(0, 1);
        else found = [...new Set(found.flatMap(below))]
            .filter(at => tests[kind](at, value, called));
    }
    return found.filter(at => isAll || at.checkVisibility());
})"""


class Driven(Protocol):
    """A browser that is driven."""

    def do(self, command: str, **given: Any) -> Any:
        """What a command gives: open, goto, click, ..."""
        ...


Start = Callable[[dict[str, str]], Driven]
"""Starts a browser with Playwright's options `color_scheme`, `forced_colors`, `locale`."""


class Locator:
    """Elements, looked for anew whenever they are needed."""

    def __init__(self, page: "Page", steps: list[list[Any]]) -> None:
        self._page = page
        self._steps = steps

    @property
    def first(self) -> "Locator":
        return Locator(self._page, [*self._steps, ["nth", 0]])

    @property
    def last(self) -> "Locator":
        return Locator(self._page, [*self._steps, ["nth", -1]])

    def locator(self, css: str) -> "Locator":
        return Locator(self._page, [*self._steps, ["css", css]])

    def count(self) -> int:
        """How many there are, seen or not."""
        return int(self._page.evaluate(self._found("true") + ".length"))

    def texts(self) -> list[str]:
        """Their words, seen or not."""
        words = self._page.evaluate(f"{self._found('true')}.map(at => at.textContent)")
        return [str(one) for one in words]

    def input_value(self) -> str:
        return str(self._page.evaluate(f"{self._found()}[0].value"))

    def wait_for(self, *, state: str = "visible") -> None:
        wait_until(lambda: bool(self._seen()) == (state == "visible"))

    def click(self) -> None:
        self.wait_for()
        self._page.do("click", code=self._found() + "[0]")

    def focus(self) -> None:
        self.wait_for()
        self._page.evaluate(f"{self._found()}[0].focus()")

    def fill(self, text: str) -> None:
        self.focus()
        event = 'new Event("input", { bubbles: true, composed: true })'
        self._page.evaluate(
            f"(at => {{ at.value = {json.dumps(text)}; at.dispatchEvent({event}) }})"
            f"({self._found()}[0])"
        )

    def press_sequentially(self, text: str) -> None:
        self.focus()
        self._page.do("type", text=text)

    def _seen(self) -> int:
        return int(self._page.evaluate(self._found() + ".length"))

    def _found(self, is_all: str = "false") -> str:
        return f"{_FIND}({json.dumps(self._steps)}, {is_all})"


class Keyboard:
    """Keys, pressed one by one."""

    def __init__(self, page: "Page") -> None:
        self._page = page

    def press(self, keys: str) -> None:
        self._page.do("press", keys=keys)

    def type(self, text: str) -> None:
        self._page.do("type", text=text)


class _Route:
    """What a test does with a request: its reply, if it gives one."""

    reply: dict[str, Any] | None = None

    def fulfill(self, *, status: int, json: Any) -> None:
        self.reply = {"status": status, "json": json}


class Page:
    """A window."""

    def __init__(self, driven: Driven, name: str, size: dict[str, int]) -> None:
        self._driven = driven
        self._name = name
        self.keyboard = Keyboard(self)
        self.do("open", **size)

    def do(self, command: str, **given: Any) -> Any:
        return self._driven.do(command, page=self._name, **given)

    def goto(self, url: str) -> None:
        self.do("goto", url=url)

    def reload(self) -> None:
        self.do("reload")

    def evaluate(self, code: str) -> Any:
        """The value of an expression, or of a function without arguments."""
        return self.do("evaluate", code=f"({code})()" if code.startswith("() =>") else code)

    def wait_for_function(self, code: str) -> None:
        wait_until(lambda: bool(self.evaluate(code)))

    def route(self, pattern: str, handle: Callable[[Any], None]) -> None:
        route = _Route()
        handle(route)
        self.do("answer", ending=pattern.removeprefix("**"), reply=route.reply)

    def locator(self, css: str) -> Locator:
        return Locator(self, [["css", css]])

    def get_by_role(self, role: str, *, name: str = "") -> Locator:
        return Locator(self, [["role", role, name]])

    def get_by_label(self, words: str) -> Locator:
        return Locator(self, [["label", words]])

    def get_by_text(self, words: str) -> Locator:
        return Locator(self, [["text", words]])


class Reader:
    """A reader with such a browser; whatever needs other looks gets another one."""

    def __init__(self, address: str, start: Start) -> None:
        self.address = address
        self._start = start
        self._names = map(str, count())
        self._pages: list[Page] = []
        self._used: list[Driven] = []
        self._forgiven: list[str] = []

    def open(self, path: str = "/", options: dict[str, Any] | None = None) -> Page:
        page = self.window(options)
        page.goto(self.address + path)
        return page

    def window(self, options: dict[str, Any] | None = None) -> Page:
        given = options or {}
        driven = self._start({name: given[name] for name in _LOOKS if name in given})
        page = Page(driven, next(self._names), given.get("viewport", _SIZE))
        self._pages.append(page)
        self._used.append(driven)
        return page

    def forgive(self, words: str) -> None:
        self._forgiven.append(words)

    def close(self) -> list[str]:
        """Close every window; what went wrong in them."""
        for page in self._pages:
            page.do("close")
        troubles = [str(one) for driven in self._used for one in driven.do("faults")]
        return [one for one in troubles if not any(words in one for words in self._forgiven)]


@contextmanager
def browsers(
    start: Callable[[dict[str, str]], AbstractContextManager[Driven]],
) -> Iterator[Start]:
    """Starts a browser for each of the looks, once."""
    started: dict[str, Driven] = {}
    with ExitStack() as stack:

        def of(looks: dict[str, str]) -> Driven:
            key = json.dumps(looks)
            if key not in started:
                started[key] = stack.enter_context(start(looks))
            return started[key]

        yield of
