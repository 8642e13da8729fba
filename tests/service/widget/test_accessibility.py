"""axe-core finds no violation in any state; docs/accessibility.md reports it.

The report is rewritten by

    ACCESSIBILITY_REPORT=1 pytest -m browser tests/service/widget/test_accessibility.py
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

from tests.service.widget.conftest import Reader
from tests.service.widget.host import Host
from tests.service.widget.states import IN_TURN, STATES, State

pytestmark = pytest.mark.browser

_REPORT = Path(__file__).resolve().parents[3] / "docs" / "accessibility.md"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_HEAD = """# Accessibility

Results of axe-core {version} in {count} states of the page and the widget in Chromium, with the
rules for WCAG 2.0, 2.1 and 2.2, levels A and AA, and its best practices. Written by
`ACCESSIBILITY_REPORT=1 pytest -m browser tests/service/widget/test_accessibility.py`; the same test
fails at the first violation.

| state | rules passed | violations |
| --- | --- | --- |
"""
_TAIL = """
The same rules find no violations in the same states in Firefox (`test_firefox.py`) and in Debian's
WebKit (`test_webkit.py`, a slow test), except for forced colours and Arabic, which cannot be set
there; its narrowest window is 447 pixels. Safari itself has not been tried.

Further tests check the following; those marked * also run in Firefox:

| what | test |
| --- | --- |
| an answer is announced exactly once * | `test_streaming.py`, `test_firefox.py` |
| an error is announced exactly once | `test_streaming.py` |
| a restored conversation is not read out again | `test_streaming.py` |
| focus moves into the window and back * | `test_embedding.py`, `test_firefox.py` |
| keyboard only: ask, expand, open the article * | `test_access.py`, `test_firefox.py` |
| the focused element is never hidden under the ask box (2.4.11) | `test_access.py` |
| contrast of all text at least 4.5, light and dark (1.4.3) | `test_access.py` |
| targets of at least 24 pixels (2.5.8) | `test_access.py` |
| 320 pixels wide without horizontal scrolling, in six languages (1.4.10) | `test_access.py` |
| no animation if the reader prefers reduced motion | `test_access.py` |

Nobody has tried it with a screen reader yet: the names, roles and announcements above are what a
screen reader would receive.
"""


@pytest.fixture(scope="module")
def report() -> Iterator[dict[str, AxeResults]]:
    """Results by state; written to the docs on request."""
    found: dict[str, AxeResults] = {}
    yield found
    if os.environ.get("ACCESSIBILITY_REPORT"):
        _REPORT.write_text(_written(found), encoding="utf-8")


@pytest.mark.short(3)
@pytest.mark.parametrize("state", IN_TURN, ids=lambda state: str(state.__name__))
def test_axe_finds_nothing(
    visitor: Reader, host: Host, state: State, report: dict[str, AxeResults]
) -> None:
    page = state(visitor, host)

    found = Axe().run(page, options=RULES)

    report[_name(state)] = found
    violations = found.response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in violations] == []


def test_the_report_lists_every_state() -> None:
    written = _REPORT.read_text(encoding="utf-8")

    assert [name for name in map(_name, STATES) if f"| {name} | " not in written] == []


def _name(state: State) -> str:
    where = "on another site: " if state.__name__.startswith("embedded") else ""
    return where + (state.__doc__ or "").rstrip(".")


def _written(found: dict[str, AxeResults]) -> str:
    version = next(iter(found.values())).response["testEngine"]["version"]
    lines = [
        f"| {name} | {len(results.response['passes'])} | {results.violations_count} |"
        for name, results in found.items()
    ]
    return _HEAD.format(version=version, count=len(found)) + "\n".join(lines) + "\n" + _TAIL
