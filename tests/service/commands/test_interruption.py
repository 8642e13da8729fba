"""Ctrl-C ends any command without a traceback, even before the command is loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

# Ctrl-C arrives while the module named first is being imported.
INTERRUPTED = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)

# Tests may run in the background, where Ctrl-C is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
module = sys.argv.pop(1)
sys.meta_path.insert(0, Interrupting())
from service.__main__ import main
main()
"""


@pytest.mark.short(1)
@pytest.mark.parametrize(
    "module", ["click", "index.errors", "service.commands.articles.list", "index.store.library"]
)
def test_an_interrupted_start_shows_no_traceback(tmp_path: Path, module: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED, module, "--data", str(tmp_path), "list"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert "KeyboardInterrupt" not in done.stderr
