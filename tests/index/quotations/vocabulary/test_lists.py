"""Every list of words is there for something, and says each word once."""

from pathlib import Path

import pytest

from index.quotations.vocabulary.lists import word_list

ROOT = Path(__file__).resolve().parents[4]
FILES = [ROOT / "index" / "quotations" / "vocabulary" / name for name in ("words.txt", "names.txt")]
LISTS = [
    line.partition(": ")[0]
    for path in FILES
    for line in path.read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def code() -> str:
    folders = (ROOT / "index", ROOT / "service", ROOT / "eval")
    return "".join(path.read_text("utf-8") for one in folders for path in one.rglob("*.py"))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_used(name: str, code: str) -> None:
    assert word_list(name)
    assert f'"{name}"' in code


def test_no_list_has_a_name_twice() -> None:
    assert len(set(LISTS)) == len(LISTS) > 40
