"""What is said to have been shown is shown by something."""

import re
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_ROWS = [
    line
    for line in (_ROOT / "docs" / "faults.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| failure |", "| attack |"))
]


def test_every_fault_and_attack_names_what_shows_it() -> None:
    shown_by = [row.split("|")[-2] for row in _ROWS]
    named = [re.findall(r"`((?:tests|eval)/[\w/.]+)`", cell) for cell in shown_by]

    assert len(_ROWS) > 30
    assert [
        c for c, paths in zip(shown_by, named, strict=True) if not paths and "tried" not in c
    ] == []
    assert [path for paths in named for path in paths if not (_ROOT / path).exists()] == []
