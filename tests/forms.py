"""Short and long forms of tests: the first of many cases by default, all of them at the gate."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

_LONGER_ALONE = re.compile(r"^pytestmark = .*\bmark\.(?:gate|slow)\b", re.MULTILINE)


def gated(cases: Iterable[Any], by_default: int = 1) -> list[Any]:
    """The cases as parameters, of which so many belong to the default run."""
    return [
        pytest.param(case, marks=[] if number < by_default else [pytest.mark.gate])
        for number, case in enumerate(cases)
    ]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of longer forms alone is not imported by the default run: torch takes seconds."""
    runs_none = config.option.markexpr == "not slow and not gate"
    if not runs_none or collection_path.suffix != ".py":
        return None
    return True if _LONGER_ALONE.search(collection_path.read_text(encoding="utf-8")) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the cases of a test marked `short(n)`, n belong to every run, the others to the gate."""
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        longer = item.get_closest_marker("gate") or item.get_closest_marker("slow")
        if item.get_closest_marker("short") and not longer:
            cases[item.nodeid.partition("[")[0]].append(item)
    for found in cases.values():
        marker = found[0].get_closest_marker("short")
        kept = _spread(len(found), marker.args[0] if marker else 1)
        for number, item in enumerate(found):
            if number not in kept:
                item.add_marker(pytest.mark.gate)


def _spread(count: int, wanted: int) -> set[int]:
    """So many of these numbers, the first and the last among them, evenly spread."""
    return {round(step * (count - 1) / max(1, wanted - 1)) for step in range(min(count, wanted))}
