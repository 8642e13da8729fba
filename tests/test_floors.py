"""The floors: eval -> service -> index | prompts, checked by import-linter."""

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


def test_imports_go_downstairs() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([linter], cwd=_ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
