"""WebKit for the tests that look at pages: GTK's MiniBrowser, over WebDriver, without a screen.

Debian has all of it: `apt-get install webkit2gtk-driver xvfb`. The console cannot be heard, there
are no forced colours, the language is the machine's, and no window is narrower than 447 pixels.
"""

import base64
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.waiting import wait_until

_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Escape": "\ue00c"}
_KEYS |= {"ArrowUp": "\ue013", "ArrowDown": "\ue015"}
_SECONDS = 120
# Requests that end so are answered by the test, or never.
_ANSWERING = """
const fetched = window.fetch;
window.fetch = (...given) => {
    if (!String(given[0]).endsWith(arguments[0])) return fetched(...given);
    const reply = arguments[1];
    return reply ? Promise.resolve(Response.json(reply.json, reply)) : new Promise(() => {});
};
"""


class WebKit:
    """One window at a time: each has a browser of its own."""

    def __init__(self, driver: httpx.Client, browser: str) -> None:
        self._driver = driver
        self._options = {"binary": browser, "args": ["--automation"]}
        self._session = ""

    def do(self, command: str, *, page: str = "", **given: Any) -> Any:
        """What a command gives: those of firefox.cjs."""
        del page
        return getattr(self, command)(**given)

    def open(self, width: int, height: int) -> None:
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": self._options}}
        told = self._post("/session", capabilities=wanted)
        self._session = f"/session/{told['sessionId']}"
        self._post(f"{self._session}/window/rect", width=width, height=height)

    def close(self) -> None:
        self._driver.delete(self._session)

    def goto(self, url: str) -> None:
        self._post(f"{self._session}/url", url=url)

    def reload(self) -> None:
        self._post(f"{self._session}/refresh")

    def evaluate(self, code: str) -> Any:
        is_script = code.startswith("/*")
        return self._run(code if is_script else f"return ({code})")

    def click(self, code: str) -> None:
        # By itself it scrolls no further than to below the ask box, which stands over the rest.
        self._run(f'({code}).scrollIntoView({{ block: "center", behavior: "instant" }})')
        (id,) = self._run(f"return ({code})").values()
        self._post(f"{self._session}/element/{id}/click")

    def press(self, keys: str) -> None:
        pressed = [_KEYS[key] for key in keys.split("+")]
        downs = [{"type": "keyDown", "value": key} for key in pressed]
        self._keys([*downs, *({"type": "keyUp", "value": key} for key in reversed(pressed))])

    def type(self, text: str) -> None:
        kinds = ("keyDown", "keyUp")
        self._keys([{"type": kind, "value": letter} for letter in text for kind in kinds])

    def answer(self, ending: str, reply: dict[str, Any] | None) -> None:
        self._run(_ANSWERING, ending, reply)

    def screenshot(self, path: str) -> None:
        drawn = self._driver.get(f"{self._session}/screenshot").json()["value"]
        Path(path).write_bytes(base64.b64decode(drawn))

    def faults(self) -> list[str]:
        return []

    def _run(self, script: str, *given: Any) -> Any:
        return self._post(f"{self._session}/execute/sync", script=script, args=given)

    def _keys(self, actions: list[dict[str, str]]) -> None:
        self._post(
            f"{self._session}/actions",
            actions=[{"type": "key", "id": "keyboard", "actions": actions}],
        )

    def _post(self, path: str, **body: Any) -> Any:
        reply = self._driver.post(path, json=body)
        assert reply.is_success, reply.text
        return reply.json()["value"]


@contextmanager
def webkit(looks: dict[str, str]) -> Iterator[WebKit]:
    """A browser, with Playwright's option `color_scheme`.

    Skips the test where there is none.
    """
    browser, own = _installed(), _environment(looks)
    with _screen() as screen:
        port = _free_port()
        command = ["WebKitWebDriver", f"--port={port}"]
        with _running(command, env=os.environ | {"DISPLAY": screen} | own):
            wait_until(lambda: _listens(port))
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=_SECONDS) as driver:
                yield WebKit(driver, browser)


@contextmanager
def _running(command: list[str], **how: Any) -> Iterator[None]:
    """A process, ended in the end."""
    with subprocess.Popen(command, **how) as process:
        try:
            yield
        finally:
            process.terminate()


def _environment(looks: dict[str, str]) -> dict[str, str]:
    if looks.keys() - {"color_scheme"}:
        pytest.skip(f"WebKit cannot be told {', '.join(looks)}")
    return {"GTK_THEME": "Adwaita:dark"} if looks.get("color_scheme") == "dark" else {}


@contextmanager
def _screen() -> Iterator[str]:
    """The name of a screen that nobody sees."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-noreset"]
    with _running(command, pass_fds=[writing], stderr=subprocess.DEVNULL):
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"


def _installed() -> str:
    browsers = sorted(map(str, Path("/").glob(_BROWSERS.removeprefix("/"))))
    if not browsers or not shutil.which("WebKitWebDriver") or not shutil.which("Xvfb"):
        pytest.skip("WebKit is not installed (apt-get install webkit2gtk-driver xvfb)")
    return browsers[-1]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
