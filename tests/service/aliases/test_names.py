"""Names of one thing: those that come with Dateline and the operator's."""

from pathlib import Path

import pytest

from index.errors import SettingsError
from service.aliases.names import FILE, Aliases, load


def _others(aliases: Aliases, text: str) -> dict[str, list[str]]:
    return {text[one.start : one.end]: one.others for one in aliases.named_in(text)}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("What did the EU send?", "EU"),
        ("What did the E.U. send?", "E.U."),
        ("what did the eu send", "eu"),
        ("What did the european union send?", "european union"),
    ],
)
def test_a_name_is_known_however_it_is_typed(text: str, written: str, tmp_path: Path) -> None:
    found = _others(load(tmp_path), text)

    assert found.keys() == {written}
    assert set(found[written]) < {"EU", "European Union"}


def test_words_are_no_abbreviations(tmp_path: Path) -> None:
    aliases = load(tmp_path)

    assert _others(aliases, "Who told us that it will?") == {}
    assert _others(aliases, "What did the US and the WHO say?").keys() == {"US", "WHO"}


def test_an_operator_adds_names(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('same = [["RTA", "Riverton Transit Authority", "Stadtwerke"]]')

    aliases = load(tmp_path)

    assert _others(aliases, "Did the RTA pay?") == {
        "RTA": ["Riverton Transit Authority", "Stadtwerke"]
    }
    assert "EU" in _others(aliases, "Did the EU pay?")


@pytest.mark.parametrize(
    "content", ["same = 1", "same = [[", 'names = [["A", "B"]]', 'same = [["RTA"]]']
)
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)

    with pytest.raises(SettingsError, match=r"aliases\.toml"):
        load(tmp_path)
