"""Chromium for the tests that look at pages."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE_MILLISECONDS = 120_000
"""Longer than a busy machine needs: only what never comes is waited for so long."""
# The first is the same without a window to draw, for half the work.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


# One for all tests. While Playwright's synchronous interface is up, its event loop counts as
# running in the main thread: a test that needs asyncio.run() calls it in a thread of its own.
@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, as the system has it."""
    from playwright.sync_api import expect, sync_playwright

    path = _installed()
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield chromium
        chromium.close()


def _installed() -> str:
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        message = "Chromium is not installed (apt-get install chromium-headless-shell)"
        # The gate installs it: there a missing browser is a failure, not an excuse.
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(message)
        pytest.skip(message)
    return path
