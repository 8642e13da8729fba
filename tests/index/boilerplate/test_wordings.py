"""Every listed wording is read, and can be found."""

from pathlib import Path

import pytest

from index.boilerplate.wordings import Cue, cues, whole_blocks
from index.records import MarkKind

FOLDER = Path(__file__).resolve().parents[3] / "index" / "boilerplate"


def listed(name: str) -> list[str]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and line[0] not in "#["]


def test_every_whole_line_is_listed_once_and_part_of_the_pattern() -> None:
    lines = listed("lines.txt")

    assert len(set(lines)) == len(lines) > 100
    assert all(line in whole_blocks().pattern for line in lines if "{date}" not in line)
    assert set(whole_blocks().groupindex) <= {kind.value for kind in MarkKind}


def test_every_cue_is_read() -> None:
    found = [f"{cue.keyword} :: {cue.pattern.pattern}" for cue in cues()]

    assert len(set(found)) == len(found) == len(listed("cues.txt"))


@pytest.mark.parametrize("cue", cues(), ids=lambda cue: cue.keyword.strip())
def test_what_a_cue_looks_for_first_is_in_lower_case(cue: Cue) -> None:
    assert cue.keyword == cue.keyword.casefold() != ""
