"""The README's commands, copied one by one into a fresh shell in a fresh copy of the project.

The environment is linked to the one that runs the tests. With `README_INSTALL=1`, `make run` makes
its own instead, as a newcomer's does.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from eval.support.servers import free_port

_ROOT = Path(__file__).resolve().parents[1]
_README = (_ROOT / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$", re.M | re.S)
_FOREVER = re.compile(r"make run|dateline .*serve")
_ACTIVATE = ". .venv/bin/activate"
_STATUS = "echo $?"


class _Step(NamedTuple):
    """A command to copy, and what the README says it prints."""

    command: str
    printed: str = ""


def _steps(readme: str) -> Iterator[_Step]:
    for kind, text in _BLOCK.findall(readme):
        if kind == "sh":
            yield from (_Step(re.sub(r"\s+# .*", "", line)) for line in text.splitlines())
        else:
            for entry in re.split(r"^\$ ", text, flags=re.M)[1:]:
                yield _Step(*entry.rstrip().partition("\n")[::2])


def test_every_block_of_the_readme_says_whether_it_can_be_copied() -> None:
    fences = re.findall(r"^```(\w*)$", _README, re.M)

    assert set(fences[::2]) <= {"sh", "console"}
    assert {"make run", _ACTIVATE} <= {step.command for step in _steps(_README)}


@pytest.mark.slow
@pytest.mark.model
def test_every_command_of_the_readme_works_in_order(tmp_path: Path) -> None:
    project = _copy(tmp_path)
    ports = {name: str(free_port()) for name in ("8000", "8001")}
    steps = [_Step(_with(ports, step.command), step.printed) for step in _steps(_README)]
    environment = {
        "PATH": os.environ["PATH"] if "README_INSTALL" in os.environ else "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "DATELINE_PORT": ports["8000"],
        "LANG": "C.UTF-8",
    }

    with ExitStack() as terminals:
        shell = terminals.enter_context(_shell(project, environment))
        for step, following in zip(steps, (*steps[1:], None), strict=True):
            if _FOREVER.match(step.command):
                served = _another_terminal(project, environment, step.command)
                process = terminals.enter_context(served)
                _wait(process, ports["8001" if ports["8001"] in step.command else "8000"])
                continue
            status, printed = _type(shell, step.command)

            asked_for_status = following is not None and following.command == _STATUS
            assert status == 0 or asked_for_status, (step.command, printed)
            assert re.match(_pattern(step.printed), printed, re.S), (step.command, printed)


def _copy(folder: Path) -> Path:
    project = folder / "dateline"
    hidden = shutil.ignore_patterns(".*", "__pycache__", "eval-reports", "shared")
    shutil.copytree(_ROOT, project, ignore=hidden)
    if "README_INSTALL" not in os.environ:
        _link_environment(project)
    return project


def _link_environment(project: Path) -> None:
    """An environment that holds what that of the tests holds, and this copy of the project."""
    environment = project / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    linked = f"{project}\n{sysconfig.get_path('purelib')}\n"
    (packages / "linked.pth").write_text(linked, encoding="utf-8")
    script = environment / "bin" / "dateline"
    lines = (f"#!{environment}/bin/python", "from service.commands.cli import main", "main()\n")
    script.write_text("\n".join(lines), encoding="utf-8")
    script.chmod(0o755)
    for stamp in (".product", ".installed"):
        (environment / stamp).touch()


@contextmanager
def _shell(folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        ["bash", "--norc", "--noprofile"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        cwd=folder,
        env=environment,
    ) as shell:
        yield shell
        assert shell.stdin is not None
        shell.stdin.close()


def _type(shell: subprocess.Popen[str], command: str) -> tuple[int, str]:
    """The status of a command, and what it printed."""
    assert shell.stdin is not None
    assert shell.stdout is not None
    shell.stdin.write(f"{command}\n_status=$?; echo; echo done $_status; (exit $_status)\n")
    shell.stdin.flush()
    printed = ""
    while not (done := re.search(r"\ndone (\d+)\n$", printed)):
        line = shell.stdout.readline()
        assert line, (command, printed)
        printed += line
    return int(done[1]), printed[: done.start()]


@contextmanager
def _another_terminal(
    folder: Path, environment: dict[str, str], command: str
) -> Iterator[subprocess.Popen[bytes]]:
    line = command if command.startswith("make") else f"{_ACTIVATE} && {command}"
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            ["bash", "-c", line],
            stdout=log,
            stderr=log,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: str) -> None:
    """Until it is ready, which takes minutes if it is installed first."""
    while not _is_ready(port):
        assert process.poll() is None
        time.sleep(0.2)


def _is_ready(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready") as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def _with(ports: dict[str, str], command: str) -> str:
    """The command with ports that are free here."""
    return re.sub(r"\b800[01]\b", lambda found: ports[found[0]], command)


def _pattern(printed: str) -> str:
    """What must be printed first; an ellipsis stands for anything."""
    return re.escape(printed).replace("…", ".*")
