"""Damaged files of every format: nothing is raised, nothing takes long, nothing breaks."""

import pytest

from eval.benches.fuzzing import main
from index.formats.steps.recognise import format_names

# A PDF is read in a process of its own, which takes long to begin.
_IN_PROCESS = [name for name in format_names() if name != "pdf"]


@pytest.mark.short(1)
@pytest.mark.parametrize("files", [30, pytest.param(100, marks=pytest.mark.gate)])
def test_some_damaged_files_break_nothing(files: int) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--files", str(files), "--formats", *_IN_PROCESS])

    assert ended.value.code == 0


@pytest.mark.slow
def test_many_damaged_files_break_nothing() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--minutes", "20", "--seed", "2"])

    assert ended.value.code == 0
