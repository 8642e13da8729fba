"""`dateline chat`: piped in, at a terminal, in a folder and at a server."""

import json
import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from index.store.conversation_table import ConversationTable
from index.store.library import Library
from service.commands.cli import main
from service.settings import load
from tests.serving import serving_silently

_ROOT = Path(__file__).resolve().parents[3]
_SETTINGS: dict[str, Any] = {"embedder": "letters", "reader": "sentence"}
_ENVIRONMENT = {f"DATELINE_{name.upper()}": value for name, value in _SETTINGS.items()}
_STORY = """The new bridge opened on Monday. It cost 41 million euros.

“The bridge is safe,” said Mayor Elena Ruiz. Ruiz warned that the ferry must stop.

“Nobody was hurt on the ferry,” said Captain Tomás Ruiz."""
_MOMENT_SECONDS = 3
_PATIENCE_SECONDS = 120
_COST = "What did the new bridge cost?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one article."""
    folder = tmp_path_factory.mktemp("talked")
    row = {"id": "bridge", "title": "Bridge", "text": _STORY, "published": "2026-01-02"}
    done = _run("--data", str(folder), "add", "-", stdin=json.dumps(row))
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    """The address of a server of that library."""
    with serving_silently(load({}, data=str(folder), **_SETTINGS)) as server:
        yield server.address


def test_questions_are_piped_in_one_a_line(folder: Path) -> None:
    done = _chat(folder, _COST, "", "are you sure?")

    assert done.exit_code == 0
    first, second = done.stdout.split("│ ")[1:]
    assert "41 million euros" in first
    assert "the confidence that this answers the question" in first
    assert "41 million euros" in second
    assert ">" not in done.stdout


def test_the_status_tells_whether_all_were_answered(folder: Path) -> None:
    thanked = _chat(folder, _COST, "thanks")
    refused = _chat(folder, "Who won the chess championship in Reykjavik?", _COST)
    wrong = _run("--data", str(folder), "chat", "--as-of", "never", stdin=_COST)

    assert (thanked.exit_code, refused.exit_code, wrong.exit_code) == (0, 1, 2)
    assert "41 million euros" in refused.stdout


def test_what_goes_wrong_with_a_line_is_told_and_the_next_is_taken(folder: Path) -> None:
    done = _chat(folder, "x" * 2_001, "/open", "/why", "/nope", "/export", _COST)

    assert done.exit_code == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["Error"] * 5
    assert "41 million euros" in done.stdout


def test_a_number_chooses_what_is_offered(folder: Path) -> None:
    done = _chat(folder, "What did Ruiz say?", "2", "7")

    assert re.search(r"1  Elena Ruiz.*2  Tomás Ruiz", done.stdout, re.S)
    assert "What did Tomás Ruiz say?" in done.stderr
    assert "“Nobody was hurt on the ferry,”" in done.stdout


def test_a_follow_up_shows_what_was_understood(folder: Path) -> None:
    done = _chat(folder, "What did Elena Ruiz say about the bridge?", "When did she say that?")

    assert "she = Elena Ruiz (turn 1)\n" in done.stdout
    assert re.search(r"^Searched for: .*Elena Ruiz", done.stdout, re.M)


def test_an_answer_is_explained_and_its_article_shown(folder: Path) -> None:
    done = _chat(folder, _COST, "/why", "/open 1", "/open 9")

    assert f"{_COST}\nSearched for: {_COST}\n" in done.stdout
    assert "[1] Confidence " in done.stdout
    assert f"Bridge\nunknown outlet, 2026-01-02\n\n{_STORY}\n" in done.stdout
    assert done.stderr == "Error: The last answer has these citations: 1.\n"


def test_each_answer_is_a_line_of_json(folder: Path) -> None:
    done = _run("--data", str(folder), "chat", "--json", stdin=f"{_COST}\n/why\nsource?\n")

    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["turn"], second["turn"]) == (1, 2)
    assert second["citations"][0]["quote"] == first["citations"][0]["quote"]


def test_a_chat_is_written_to_a_file_and_no_other_is_overwritten(
    folder: Path, tmp_path: Path
) -> None:
    people, programs = tmp_path / "chat.md", tmp_path / "chat.jsonl"

    done = _chat(folder, _COST, f"/export {people}", f"/export {programs}", f"/export {people}")

    assert people.read_text().startswith(f"## 1. {_COST}\n\n> ")
    (turn,) = map(json.loads, programs.read_text().splitlines())
    assert turn["question"] == _COST
    assert f"Error: {people}: File exists" in done.stderr


def test_nothing_of_a_chat_is_left_in_the_library(folder: Path) -> None:
    done = _run("--data", str(folder), "chat", "--json", stdin=f"{_COST}\n/new\n{_COST}\n")

    ids = [json.loads(line)["conversation_id"] for line in done.stdout.splitlines()]
    table = ConversationTable(Library(folder / "library.db").database, 30)
    assert len(set(ids)) == 2
    assert [_is_there(table, id) for id in ids] == [False, False]


def test_a_server_is_talked_to_as_its_folder_is(folder: Path, url: str) -> None:
    lines = (_COST, "source?", "/open 1", "/why", "What did Ruiz say?", "2")
    remote = _run("chat", "--max-answers", "1", "--url", url, stdin="\n".join(lines))

    local = _chat(folder, *lines)

    assert (remote.exit_code, remote.stdout) == (local.exit_code, local.stdout)


def test_where_no_conversation_is_stored_its_turns_travel_along(folder: Path) -> None:
    command = ("--data", str(folder), "chat", "--json")
    done = _run(*command, stdin=f"{_COST}\nsource?\n", DATELINE_CONVERSATION_DAYS="0")

    first, second = map(json.loads, done.stdout.splitlines())
    assert second["conversation_id"] is None
    assert second["citations"][0]["quote"] == first["citations"][0]["quote"]


@pytest.mark.gate
def test_a_conversation_that_was_lost_begins_anew(folder: Path, url: str) -> None:
    command = [sys.executable, "-m", "service", "chat", "--json", "--url", url]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    ) as chat:
        assert chat.stdin is not None
        assert chat.stdout is not None
        chat.stdin.write(f"{_COST}\n")
        chat.stdin.flush()
        id = json.loads(chat.stdout.readline())["conversation_id"]
        ConversationTable(Library(folder / "library.db").database, 30).delete(id)
        rest, errors = chat.communicate(f"{_COST}\n")

    assert json.loads(rest)["turn"] == 1
    assert "has expired or was deleted" in errors


@pytest.mark.gate
def test_at_a_terminal_ctrl_c_keeps_the_chat_and_ctrl_d_leaves_it(
    folder: Path, tmp_path: Path
) -> None:
    with _terminal(folder, tmp_path) as terminal:
        terminal.wait_for("> ")
        terminal.type("half a question")
        terminal.wait_for("half a question")
        terminal.press_until("\x03", "> ")
        terminal.press_until(f"{_COST}\n", "41 million euros")
        terminal.wait_for("> ")
        terminal.type("\x04")

        assert terminal.status() == 0

    (history,) = tmp_path.rglob("chat_history")
    assert set(history.read_text().splitlines()) == {_COST}
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


@pytest.mark.gate
def test_what_is_typed_is_not_kept_if_that_is_not_wanted(folder: Path, tmp_path: Path) -> None:
    with _terminal(folder, tmp_path, "--no-history") as terminal:
        terminal.wait_for("> ")
        terminal.type("/quit\n")

        assert terminal.status() == 0

    assert list(tmp_path.rglob("chat_history")) == []


class _Terminal:
    """A process at a terminal."""

    def __init__(self, process: int, keyboard: int) -> None:
        self.process = process
        self._keyboard = keyboard
        self._screen = ""

    def type(self, keys: str) -> None:
        os.write(self._keyboard, keys.encode())

    def wait_for(self, words: str) -> None:
        """Read until the words are on the screen, and on from there the next time."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while words not in self._screen:
            assert time.monotonic() < end, f"{words!r} never came after {self._screen!r}"
            self._read()
        self._screen = self._screen.partition(words)[2]

    def press_until(self, keys: str, words: str) -> None:
        """Press the keys until the words are there.

        readline misses a Ctrl-C while it draws, and one that comes late takes away what was typed.
        """
        end = time.monotonic() + _PATIENCE_SECONDS
        while words not in self._screen and time.monotonic() < end:
            self.type(keys)
            while words not in self._screen and self._read():
                pass
        self.wait_for(words)

    def _read(self) -> bool:
        """Read what there is; False if nothing came for a while."""
        if not select.select([self._keyboard], [], [], _MOMENT_SECONDS)[0]:
            return False
        self._screen += os.read(self._keyboard, 4096).decode(errors="replace")
        return True

    def status(self) -> int:
        """Read what is left, and wait for the end."""
        with suppress(OSError):
            while os.read(self._keyboard, 4096):
                pass
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


@contextmanager
def _terminal(folder: Path, home: Path, *options: str) -> Generator[_Terminal]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "TERM": "xterm", **_ENVIRONMENT}
    command = [sys.executable, "-m", "service", "--data", str(folder), "chat", *options]
    process, keyboard = pty.fork()
    if process == 0:
        os.chdir(_ROOT)
        # Tests may run in the background, where Ctrl-C is ignored.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execve(sys.executable, command, environment)
    try:
        yield _Terminal(process, keyboard)
    finally:
        os.close(keyboard)


def _is_there(table: ConversationTable, id: str) -> bool:
    with suppress(Exception):
        table.get(id)
        return True
    return False


def _chat(folder: Path, *lines: str) -> Result:
    return _run("--data", str(folder), "chat", "--max-answers", "1", stdin="\n".join(lines))


def _run(*arguments: str, stdin: str = "", **settings: str) -> Result:
    done = CliRunner().invoke(main, arguments, stdin, env=_ENVIRONMENT | settings)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done
