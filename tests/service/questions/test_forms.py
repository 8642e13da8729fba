"""Phrasings in TOML files: each word that they share is used, and each of them is a pattern."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.questions.forms import compiled, read_forms

FOLDER = Path("service")
FILES = sorted(
    (path for path in FOLDER.rglob("*.toml") if "[words]" in path.read_text("utf-8")), key=str
)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from _strings(one)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_shared_word_is_used(path: Path) -> None:
    stored = tomllib.loads(path.read_text("utf-8"))

    used = {name for text in _strings(stored) for name in re.findall(r"(?<!\(\?P)<(\w+)>", text)}

    assert used == stored["words"].keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_phrasing_is_a_pattern_of_its_own(path: Path) -> None:
    found = read_forms(".".join(path.parent.parts), path.name)

    patterns = list(_strings(found))

    assert len(patterns) == len(compiled(patterns)) > 3
    assert all(len(patterns) == len(set(patterns)) for patterns in _lists(found))


def _lists(value: Any) -> Iterator[list[str]]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _lists(one)
