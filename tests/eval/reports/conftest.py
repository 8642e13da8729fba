"""Chromium, as the tests of the service drive it."""

from tests.service.browser.conftest import browser

__all__ = ["browser"]
