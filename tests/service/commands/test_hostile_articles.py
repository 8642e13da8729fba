"""No command lets an article, a file name or an argument command the terminal."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from msgspec import convert

from index.identity import Rule
from index.records import Document, reshape
from index.text.own_fields import keep
from service.commands.cli import main
from service.commands.steps.context import open_engine
from service.settings import Settings
from service.wire.articles import ArticleIn

_TRICKS = (
    "\x1b[31m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 \x9b2J a\rb c\x08d \u202egnp.exe"
)
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ARTICLE = {
    "id": "evil",
    "title": f"The bridge {_TRICKS}",
    "source": f"Ledger {_TRICKS}",
    "url": f"https://ledger.example/{_TRICKS}",
    "authors": [f"Ana {_TRICKS}"],
    "published": "2026-01-02",
    "meta": {"section": f"Local {_TRICKS}"},
    "text": f"The bridge {_TRICKS} opened on Monday.\n\n“The bridge is {_TRICKS} safe,” said Mayor "
    f"Elena Ruiz. Ruiz {_TRICKS} warned that the ferry must stop.\n",
}
_ARGUMENTS = {
    "article_id": "evil",
    "article_ids": "evil",
    "question": "What did Mayor Elena Ruiz say about the bridge?",
}
_SETTINGS = {
    "DATELINE_EMBEDDER": "letters",
    "DATELINE_READER": "sentence",
}
# Without it, the command would go on for ever.
_ALWAYS = {"serve": ("--host", _TRICKS), "newspaper": ("--port", _TRICKS)}


def _leaves(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _leaves(command, *path, name)
        else:
            yield (*path, name), command


_COMMANDS = dict(_leaves(main))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of hostile articles, one with a hostile id, and a file with a hostile name."""
    folder = tmp_path_factory.mktemp("hostile")
    articles = (_ARTICLE, _ARTICLE | {"id": f"evil {_TRICKS}", "text": f"A ferry {_TRICKS} sank."})
    lines = "\n".join(map(json.dumps, articles))
    _file(folder).write_text(lines + '\n{"no": "text"}\n', encoding="utf-8")
    assert "added" in _run(folder, "add", str(_file(folder))).stdout
    # Files lose their control characters; what programs send over HTTP keeps them.
    given = convert(_ARTICLE, ArticleIn)
    settings = Settings(data=str(folder / "data"), embedder="letters", reader="sentence")
    with open_engine(settings) as engine:
        meta, _ = keep(given.meta)
        sent = reshape(given, Document, format="json", origin="api", meta=meta)
        list(engine.ingester.add(engine.collection("default"), [sent], Rule.REPLACE))
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a command may change."""
    copy = shutil.copytree(filled, tmp_path / "copy")
    monkeypatch.chdir(copy)
    return copy


@pytest.mark.short(6)
@pytest.mark.parametrize("path", _COMMANDS, ids=" ".join)
def test_a_command_prints_nothing_that_commands_the_terminal(
    folder: Path, path: tuple[str, ...]
) -> None:
    for given in _lines(_COMMANDS[path], folder, *_ALWAYS.get(path[-1], ())):
        done = _run(folder, *path, *given)

        assert _UNSAFE.search(done.stdout + done.stderr) is None, given
        if "--json" in given and done.exit_code == 0:
            assert list(map(json.loads, _documents(done.stdout)))


@pytest.mark.parametrize(
    "line",
    [
        ("list",),
        ("show", "evil"),
        ("search", "bridge"),
        ("ask", "Where is the bridge?", "--min-confidence", "0"),
        ("ask", "What did Nobody Known say about ferries?"),
        ("quotes", "--article", "evil"),
        ("export",),
        ("add", "missing\x1b]8;;"),
    ],
    ids=lambda line: line[0],
)
def test_what_is_hidden_in_an_article_is_shown(folder: Path, line: tuple[str, ...]) -> None:
    done = _run(folder, *line)

    assert r"\u001b]8;;" in done.stdout + done.stderr


def test_json_says_what_the_article_says(folder: Path) -> None:
    shown = json.loads(_run(folder, "show", "evil", "--json").stdout)["article"]

    assert shown["text"] == _ARTICLE["text"]
    assert "\x1b]8;;" in shown["title"]


def test_a_name_of_several_lines_feigns_no_message(folder: Path) -> None:
    (folder / "a\nError: all is lost.txt").write_text("A ferry sank on Monday.", encoding="utf-8")

    added = _run(folder, "add", str(folder / "a\nError: all is lost.txt"), "b\nError: lost")
    asked = _run(folder, "show", "a\nError: lost")

    lines = (added.stdout + added.stderr + asked.stderr).splitlines()
    assert [line for line in lines if line.startswith("Error")] == [asked.stderr.rstrip()]


def _lines(command: click.Command, folder: Path, *always: str) -> Iterator[tuple[str, ...]]:
    """The arguments, alone and with each option; every value is as hostile as its type allows."""
    arguments = [
        _ARGUMENTS.get(parameter.name or "", str(_file(folder)))
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    ]
    yield (*always, *arguments)
    for option in command.params:
        if isinstance(option, click.Option):
            value = () if option.is_flag else (_TRICKS,)
            yield (*always, option.opts[-1], *value, *arguments)
    yield (*always, *arguments, "--no-such-option", _TRICKS)


def _file(folder: Path) -> Path:
    # A file's name can hold anything but a slash.
    return folder / f"stories{_TRICKS.replace('/', '_')}.jsonl"


def _documents(printed: str) -> list[str]:
    """One document over several lines, or one in every line."""
    return [printed] if printed.startswith(("[\n", "{\n")) else printed.splitlines()


def _run(folder: Path, *arguments: str) -> Result:
    arguments = ("--data", str(folder / "data"), *arguments)
    done = CliRunner().invoke(main, arguments, env=_SETTINGS, input=f"What sank? {_TRICKS}\n")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done
