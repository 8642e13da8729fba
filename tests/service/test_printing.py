"""The guard before the standard streams."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.printing import neutralised

_ROOT = Path(__file__).resolve().parents[2]
_UNSAFE = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u202a\u202e\u2066\u2069"}
_UNSAFE -= {"\n", "\t"}

# Prints the same hostile words by every means there is, and our own bold ones.
_PRINT = """
import csv, json, logging, sys
import click
from service.printing import console, guard, page, style
guard()
hostile = json.loads(sys.argv[1])
print(hostile)
click.echo(hostile, color=True)
click.echo(hostile, color=True, err=True)
click.echo(style(hostile, bold=True), color=True)
csv.writer(sys.stdout).writerow([hostile])
console().print(hostile, markup=False, highlight=False)
page(style(hostile, bold=True), 1)
logging.warning("%s", hostile)
sys.stdout.flush()
raise ValueError(hostile)
"""
_HOSTILE = "\x1b[31mred\x1b]8;;http://evil.example\x07\x9b2J\x08\rover\u202egnp"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31m", r"\u001b[31m"),
        ("\x1b]8;;http://evil.example\x07", r"\u001b]8;;http://evil.example\u0007"),
        ("a\rb", r"a\u000db"),
        ("a\x08b", r"a\u0008b"),
        ("\x9b2J", r"\u009b2J"),
        ("exe.\u202egnp", r"exe.\u202egnp"),
        ("\udcff", r"\udcff"),
        ("two\r\nlines\n\tindented", "two\r\nlines\n\tindented"),
        ("“Ça va” 👩‍🚒 עברית", "“Ça va” 👩‍🚒 עברית"),
    ],
)
def test_what_commands_a_terminal_is_shown_as_an_escape(hostile: str, shown: str) -> None:
    assert neutralised(hostile) == shown


@given(st.text())
def test_json_stays_the_json_it_was(text: str) -> None:
    printed = neutralised(json.dumps([text], ensure_ascii=False))

    assert json.loads(printed) == [text]
    assert _UNSAFE.isdisjoint(printed)


def test_no_means_of_printing_passes_the_guard() -> None:
    done = _printing()

    assert done.returncode == 1
    assert done.stdout.count(r"\u001b[31mred") == 6
    assert done.stderr.count(r"\u001b[31mred") == 3
    assert _UNSAFE.isdisjoint(done.stdout + done.stderr)


def test_a_terminal_shows_our_own_colours_and_no_others() -> None:
    shown = _on_a_terminal()

    assert shown.count("\x1b") == 4
    assert "\x1b[1m\\u001b[31mred" in shown


@pytest.mark.short(1)
@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_none_shows_no_colours(setting: dict[str, str]) -> None:
    assert "\x1b" not in _on_a_terminal(**setting)


def test_what_the_encoding_lacks_is_escaped() -> None:
    done = _printing(words="“naïve”", PYTHONIOENCODING="ascii")

    assert done.stdout.splitlines()[0] == r"\u201cna\u00efve\u201d"


def _printing(words: str = _HOSTILE, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _PRINT, json.dumps(words)],
        capture_output=True,
        encoding="utf-8",
        cwd=_ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"} | environment,
        check=False,
    )


def _on_a_terminal(**environment: str) -> str:
    """What a terminal gets on standard output."""
    mine, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", _PRINT, json.dumps(_HOSTILE)],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PATH": os.environ["PATH"], "TERM": "xterm", "PAGER": "cat"}
        | {"PYTHONIOENCODING": "utf-8"}
        | environment,
        check=False,
    )
    os.close(theirs)
    shown = os.read(mine, 65_536)
    os.close(mine)
    return shown.decode()


# No file may grow at first, as if the disk was full; then there is space again.
_PRINT_ON_A_FULL_DISK = """
import logging, resource, sys
import click
from service.printing import guard, unguarded
guard()
logging.getLogger().addHandler(logging.StreamHandler(unguarded(sys.stderr)))
usual = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, usual[1]))
click.echo("this has to go", err=True)
logging.warning("so has this")
resource.setrlimit(resource.RLIMIT_FSIZE, usual)
click.echo("said", err=True)
logging.warning("logged")
print("done")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of files: as Linux has them")
def test_messages_that_cannot_be_written_end_nothing_and_silence_no_later_ones(
    tmp_path: Path,
) -> None:
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        done = subprocess.run(
            [sys.executable, "-c", _PRINT_ON_A_FULL_DISK],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=_ROOT,
            check=False,
        )

    assert (done.returncode, done.stdout) == (0, "done\n")
    assert (tmp_path / "log").read_text("utf-8").endswith("said\nlogged\n")
