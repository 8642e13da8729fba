"""axe-core finds nothing in any state; docs/accessibility.md says what was looked at.

The report is written anew by

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

What axe-core {version} found in {count} states of the page and of the widget, in Chromium: rules of
WCAG 2.0, 2.1 and 2.2, levels A and AA, and its best practices. Written by
`ACCESSIBILITY_REPORT=1 pytest -m browser tests/service/widget/test_accessibility.py`; the same test
fails at the first violation.

| state | rules passed | violations |
| --- | --- | --- |
"""
_TAIL = """
The same rules find nothing in the same states in Firefox (`test_firefox.py`), and in WebKit as
Debian has it (`test_webkit.py`, one of the slow tests) but for forced colours and Arabic, which it
cannot be told, and at 447 pixels, its narrowest window. Safari itself was not tried.

Beside axe-core, tests of their own hold these; what is marked * is held in Firefox, too:

| what | test |
| --- | --- |
| an answer is announced exactly once * | `test_streaming.py`, `test_firefox.py` |
| what goes wrong is announced exactly once | `test_streaming.py` |
| a conversation put back is not read out again | `test_streaming.py` |
| the focus moves into the window and back * | `test_embedding.py`, `test_firefox.py` |
| keyboard alone: ask, unfold, open the article * | `test_access.py`, `test_firefox.py` |
| what has the focus is never under the ask box (2.4.11) | `test_access.py` |
| contrast of all text at least 4.5, light and dark (1.4.3) | `test_access.py` |
| targets of at least 24 pixels (2.5.8) | `test_access.py` |
| 320 pixels wide without scrolling sideways, in six languages (1.4.10) | `test_access.py` |
| nothing moves for those who asked for stillness | `test_access.py` |

No person with a screen reader has tried it yet: the names, roles and announcements above are what
such a program would be given.
"""


@pytest.fixture(scope="module")
def report() -> Iterator[dict[str, AxeResults]]:
    """What was found, by state; written to the docs if that is wanted."""
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


def test_the_report_tells_of_every_state() -> None:
    written = _REPORT.read_text(encoding="utf-8")

    assert [name for name in map(_name, STATES) if f"| {name} | " not in written] == []


def _name(state: State) -> str:
    where = "in a page of another origin: " if state.__name__.startswith("embedded") else ""
    return where + (state.__doc__ or "").rstrip(".")


def _written(found: dict[str, AxeResults]) -> str:
    version = next(iter(found.values())).response["testEngine"]["version"]
    lines = [
        f"| {name} | {len(results.response['passes'])} | {results.violations_count} |"
        for name, results in found.items()
    ]
    return _HEAD.format(version=version, count=len(found)) + "\n".join(lines) + "\n" + _TAIL
