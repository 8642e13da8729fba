"""CONTRIBUTING.md describes the source tree as it is."""

import re
import tomllib
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_CONTRIBUTING = (_ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
_PATH = re.compile(r"`((?:index|service|eval|prompts|tests)/[\w/.]+)`")
_UNNAMED = {"__init__", "__main__", "__pycache__"}


@pytest.mark.parametrize("part", ["index", "service"])
def test_every_room_is_in_the_table_of_its_part(part: str) -> None:
    named = set(_floors(part))

    assert named == {path.stem for path in (_ROOT / part).iterdir()} - _UNNAMED


@pytest.mark.parametrize("part", ["index", "service"])
def test_rooms_stand_on_the_floors_that_imports_are_checked_by(part: str) -> None:
    settings = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = [c["layers"] for c in contracts if c.get("containers") == [part]]

    checked = {
        room.strip(): str(floor)
        for floor, layer in enumerate(reversed(layers), start=1)
        for room in layer.split("|")
    }

    described = {room: floor for room, floor in _floors(part).items() if floor != "–"}
    assert described == {room: checked[room] for room in checked.keys() - _UNNAMED}


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([\w/.]+)\)", _CONTRIBUTING))))
def test_a_file_that_is_linked_to_exists(link: str) -> None:
    assert (_ROOT / link).exists()


@pytest.mark.parametrize("path", sorted(set(_PATH.findall(_CONTRIBUTING))))
def test_a_path_that_is_named_exists(path: str) -> None:
    assert (_ROOT / re.sub(r"(?:ROOM/)?NAME\.py|LANGUAGE/", "", path)).exists()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`make (\w+)`", _CONTRIBUTING))))
def test_a_make_target_exists(name: str) -> None:
    assert f"\n{name}: " in (_ROOT / "Makefile").read_text(encoding="utf-8")


def _floors(part: str) -> dict[str, str]:
    """The floor of every room in the table of that part."""
    table = _CONTRIBUTING.split(f"| layer of `{part}/` |")[1].split("\n\n")[0]
    rows = [line.split("|") for line in table.splitlines()[2:]]
    return {
        Path(room).stem: row[1].strip()
        for row in rows
        for room in re.findall(r"`([\w./]+)`", row[2])
    }
