"""With `--url`, commands read a running server, and print what they print of a folder."""

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from eval.support.servers import free_port
from service.commands.cli import main
from service.settings import load
from tests.serving import serving_silently

_SETTINGS: dict[str, Any] = {"embedder": "letters", "reader": "sentence"}
_TEXTS = {
    "bridge/1": "The new bridge opened on Monday. It cost 41 million euros.\n\n"
    "“The bridge is safe,” said Mayor Elena Ruiz. Ruiz warned that the ferry must stop.",
    "ferry": "The ferry sank on Friday.\n\n“Nobody was hurt,” said Captain Tomás Ruiz.",
    "undated": "Bridges need paint.",
}
_DAYS = {"bridge/1": "2026-01-02", "ferry": "2026-03-04"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of three articles, and of two versions of one of them."""
    folder = tmp_path_factory.mktemp("served")
    for text in ("The ferry sank.", _TEXTS["ferry"]):
        rows = [
            {"id": id, "title": id, "text": words, "published": _DAYS.get(id), "source": "Ledger"}
            for id, words in (_TEXTS | {"ferry": text}).items()
        ]
        done = _run("--data", str(folder), "add", "-", stdin="\n".join(map(json.dumps, rows)))
        assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    """The address of a server that has opened the library."""
    with serving_silently(load({}, data=str(folder), **_SETTINGS)) as server:
        yield server.address


@pytest.mark.short(3)
@pytest.mark.parametrize(
    "line",
    [
        ("ask", "What did Mayor Elena Ruiz say about the bridge?", "--min-confidence", "0"),
        ("ask", "What did Ruiz say?"),
        ("ask", "What did Nobody Known say about ferries?"),
        ("ask", "--as-of", "2025-02-31", "When?"),
        ("ask", " "),
        ("search", "bridge", "--from", "2026-01-01", "-k", "1"),
        ("search", "bridge", "-c", "nope"),
        ("list",),
        ("list", "--limit", "2"),
        ("list", "--after", "ferry", "--source", "ledger"),
        ("list", "--after", "nope"),
        ("list", "--meta", "section=none"),
        ("list", "--json"),
        ("show", "bridge/1"),
        ("show", "bridge/1", "--json"),
        ("show", "nope"),
        ("show", "bridge/1:3-17"),
        ("show", "nope:3-17"),
        ("quotes",),
        ("quotes", "--by", "Elena Ruiz"),
        ("quotes", "--by", "Elena Ruiz", "--about", "ferries", "--csv"),
        ("quotes", "--by", "Ruiz"),
        ("quotes", "--article", "bridge/1", "--json"),
    ],
    ids=" ".join,
)
def test_a_server_and_its_folder_say_the_same(
    folder: Path, url: str, line: tuple[str, ...]
) -> None:
    local = _run("--data", str(folder), *line)

    remote = _run(*line, "--url", url)

    assert _comparable(remote) == _comparable(local)


def test_the_newest_come_first_and_what_is_left_is_told(url: str) -> None:
    first = _run("list", "--limit", "2", "--url", url)
    last = _run("list", "--limit", "2", "--after", "bridge/1", "--url", url)

    assert [line.split()[0] for line in first.stdout.splitlines()] == ["ferry", "bridge/1"]
    assert first.stderr == "Articles: 2 of 3; continue with --after bridge/1\n"
    assert [line.split()[0] for line in last.stdout.splitlines()] == ["undated"]


def test_a_folder_and_a_server_at_once_are_a_slip(folder: Path, url: str) -> None:
    for chosen in (("--data", str(folder)), ("--demo",)):
        done = _run(*chosen, "list", "--url", url)

        assert done.exit_code == 2
        assert "--url cannot be used together with --data or --demo" in done.stderr


def test_it_is_said_that_no_server_is_there() -> None:
    done = _run("ask", "When?", "--url", f"localhost:{free_port()}")

    assert done.exit_code == 1
    assert re.fullmatch(
        r"Error: http://localhost:\d+: no answer \(.*refused.*\); start the server with "
        r"`dateline serve`, or leave out --url to read the data folder\n",
        done.stderr,
    )


def test_it_is_said_that_something_else_is_there(tmp_path: Path) -> None:
    handler = partial(_QuietHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        address = f"http://user:secret@127.0.0.1:{server.server_port}"
        done = _run("list", "--url", address)
        server.shutdown()

    assert done.exit_code == 1
    assert "status 404 and a reply that is not one of this version of Dateline" in done.stderr
    assert "secret" not in done.stderr


@pytest.mark.parametrize("url", ["", "http://", "ftp://x", "://", "http://[::1"])
def test_an_address_that_is_none_is_named(url: str) -> None:
    done = _run("list", "--url", url)

    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: --url {url!r}: ")


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def _comparable(done: Result) -> tuple[int, str, str]:
    """All that was printed but for where an article was read, which a server does not tell."""
    printed = re.sub(r"Read from .*\n", "", done.stdout)
    # A command names its options, a server its parameters.
    return done.exit_code, printed, done.stderr.replace("--", "")


def _run(*arguments: str, stdin: str = "") -> Result:
    settings = {f"DATELINE_{name.upper()}": value for name, value in _SETTINGS.items()}
    done = CliRunner().invoke(main, arguments, stdin, env=settings)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done
