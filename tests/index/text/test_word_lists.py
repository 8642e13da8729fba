"""Every list of words is there for something, and has a name of its own."""

from pathlib import Path

import pytest

from index.text.word_lists import read_lists

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = {
    "index.quotations.vocabulary": ("words.txt", "names.txt"),
    "index.text.segmentation": ("abbreviations.txt",),
}


@pytest.fixture(scope="module")
def code() -> str:
    folders = (ROOT / "index", ROOT / "service", ROOT / "eval")
    return "".join(path.read_text("utf-8") for one in folders for path in one.rglob("*.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_list_has_words_and_is_used(package: str, code: str) -> None:
    lists = read_lists(package, *PACKAGES[package])

    assert len(lists) > 10
    assert {name for name, words in lists.items() if not words.split()} == set()
    assert {name for name in lists if f'"{name}"' not in code} == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_two_lists_share_a_name(package: str) -> None:
    folder = ROOT.joinpath(*package.split("."))
    lines = [
        line for name in PACKAGES[package] for line in (folder / name).read_text().splitlines()
    ]

    named = [line for line in lines if ": " in line and not line.startswith("#")]

    assert len(named) == len(read_lists(package, *PACKAGES[package]))
