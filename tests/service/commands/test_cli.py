"""The command line: in this process, and in one of its own where that makes a difference."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from eval.support.servers import free_port
from service.commands.cli import main
from service.settings import describe, load

_STORY = "Bridge opens\n\nThe new bridge opened on Monday. It cost 41 million euros, the city said."


class _Done(NamedTuple):
    """What became of a command."""

    returncode: int
    stdout: str
    stderr: str


def _run(data: Path, *arguments: str, stdin: str = "") -> _Done:
    """Run a command in this process."""
    environment: dict[str, str | None] = dict.fromkeys(
        name for name in os.environ if name.startswith("DATELINE_")
    )
    environment |= {"DATELINE_EMBEDDER": "letters", "HOME": str(data)}
    done = CliRunner().invoke(main, ["--data", str(data), *arguments], stdin, environment)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return _Done(done.exit_code, done.stdout, done.stderr)


def _start(data: Path, *arguments: str, stdin: str = "", **settings: str) -> _Done:
    """Run a command in a process of its own."""
    environment = {"PATH": "/usr/bin:/bin", "DATELINE_EMBEDDER": "letters", "HOME": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "service", "--data", str(data), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env=environment | settings,
        cwd=Path(__file__).resolve().parents[3],
        check=False,
    )
    return _Done(done.returncode, done.stdout, done.stderr)


def test_articles_are_added_listed_shown_asked_and_removed(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "bridge.txt"
    file.write_text(_STORY, encoding="utf-8")

    added = _run(data, "add", str(file))
    listed = json.loads(_run(data, "list", "--json").stdout)
    article_id = listed[0]["id"]
    shown = _run(data, "show", article_id)
    asked = json.loads(_run(data, "ask", "--json", "How", "much", "did", "it", "cost?").stdout)
    removed = _run(data, "remove", article_id)

    assert "1 added" in added.stdout
    assert "41 million euros" in shown.stdout
    assert "41 million euros" in asked["answers"][0]["quote"]
    assert removed.returncode == 0
    assert json.loads(_run(data, "list", "--json").stdout) == []


def test_own_fields_are_shown_and_asked_for_in_words(tmp_path: Path) -> None:
    data, rows = tmp_path / "data", tmp_path / "rows.jsonl"
    metas = {"a": {"section": "World", "tags": ["x", "y"]}, "b": {"priority": 3}}
    lines = [json.dumps({"id": id, "text": _STORY, "meta": meta}) for id, meta in metas.items()]
    rows.write_text("\n".join(lines))
    _run(data, "add", str(rows))

    shown = _run(data, "show", "a").stdout
    listed = json.loads(_run(data, "list", "--json", "--meta", "priority>=2").stdout)
    found = json.loads(_run(data, "search", "--json", "--meta", "section=world", "bridge").stdout)
    wrong = _run(data, "list", "--meta", "section")

    assert ["meta.section", "World"] in map(str.split, shown.splitlines())
    assert [article["id"] for article in listed] == ["b"]
    assert [passage["article_id"] for passage in found["passages"]] == ["a"]
    assert '"section" is not a condition; write name=value, name>=2 or name!=value' in wrong.stderr


def test_a_broken_file_is_named_and_stops_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(_STORY, encoding="utf-8")
    (folder / "rows.jsonl").write_text('{"text": "A good row."}\n{"title": "no text"}\n')

    done = _run(tmp_path / "data", "add", str(folder))

    assert done.returncode == 1
    assert "2 added" in done.stdout
    assert "rows.jsonl, line 2" in done.stderr


def test_adding_again_finds_everything_known(tmp_path: Path) -> None:
    file = tmp_path / "bridge.txt"
    file.write_text(_STORY, encoding="utf-8")
    _run(tmp_path / "data", "add", str(file))

    again = _run(tmp_path / "data", "add", str(file))

    assert "1 unchanged" in again.stdout


def test_standard_input_can_be_added(tmp_path: Path) -> None:
    done = _start(tmp_path / "data", "add", "-", stdin=_STORY)

    assert "1 added" in done.stdout


def test_export_and_import_are_there_and_back(tmp_path: Path) -> None:
    file = tmp_path / "bridge.txt"
    for text in (_STORY, _STORY.replace("41", "43")):
        file.write_text(text, encoding="utf-8")
        _run(tmp_path / "one", "add", str(file))

    exported = _run(tmp_path / "one", "export", "-").stdout
    _run(tmp_path / "two", "import", "-", stdin=exported)

    assert len(exported.splitlines()) == 2
    assert _run(tmp_path / "two", "export", "-").stdout == exported


def test_the_doctor_finds_a_sound_library_sound_and_a_broken_one_broken(tmp_path: Path) -> None:
    data = tmp_path / "data"
    _run(data, "add", "-", stdin=_STORY)
    sound = _run(data, "doctor")
    with sqlite3.connect(data / "library.db") as library:
        library.execute("UPDATE versions SET sha256 = ?", ["0" * 64])
    library.close()

    broken = _run(data, "doctor")

    assert (sound.returncode, broken.returncode) == (0, 1)
    assert {line.split()[0] for line in sound.stdout.splitlines()} == {"ok"}
    (wrong,) = (line for line in broken.stdout.splitlines() if not line.startswith("ok "))
    assert wrong.startswith("problem ")
    assert wrong.endswith("the text does not match the hash of its version")


def test_a_damaged_index_is_rebuilt_from_the_articles_when_it_is_opened(tmp_path: Path) -> None:
    data = tmp_path / "data"
    _run(data, "add", "-", stdin=_STORY)
    (snapshot,) = (data / "indexes" / "1" / "vectors-0").glob("*.faiss")
    snapshot.write_bytes(b"not faiss")

    done = _start(data, "doctor", "--repair")

    assert done.returncode == 0, done.stdout
    assert f"{snapshot}: checksum does not match; rebuilding it from the articles" in done.stderr
    assert "dense index: agrees with the database" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("ask", "--as-of", "2025-02-31", "when?"), "2025-02-31"),
        (("show", "nope"), "nope"),
        (("list", "-c", "nope"), "nope"),
        (("add", "/does/not/exist"), "/does/not/exist"),
        (("import", "/does/not/exist"), "/does/not/exist"),
    ],
)
def test_bad_input_is_one_line_that_names_it(
    tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    _run(tmp_path / "data", "add", "-", stdin=_STORY)

    done = _run(tmp_path / "data", *arguments)

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert named in line


def test_unknown_settings_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "dateline.toml"
    file.write_text("colour = 'red'\n")

    done = _run(tmp_path, "--config", str(file), "config")

    assert done.returncode == 1
    assert "colour" in done.stderr


def test_an_unknown_language_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    done = _start(tmp_path, "config", DATELINE_LANGUAGE="xx")

    assert done.returncode == 1
    assert "`language` is 'xx'; use one of de, en, es, fr" in done.stderr


def test_every_setting_is_listed_with_its_meaning(tmp_path: Path) -> None:
    listed = _run(tmp_path, "config").stdout

    settings = describe(load({}))
    for (name, _, meaning), line in zip(settings, listed.splitlines(), strict=True):
        assert meaning
        assert re.fullmatch(rf"{name} .* {re.escape(meaning)}", line)


def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be")

    done = _run(blocked, "list")

    assert done.returncode == 1
    assert str(blocked) in done.stderr


def test_it_is_told_how_this_week_was_read(tmp_path: Path) -> None:
    row = {"text": _STORY, "published": datetime.now(UTC).date().isoformat()}
    old = {"text": "The old mill burned down. It cost 3 million euros.", "published": "1999-01-02"}
    _run(tmp_path / "data", "add", "-", stdin="\n".join(json.dumps(one) for one in (row, old)))
    _run(tmp_path / "old", "add", "-", stdin=json.dumps(old))

    fresh = _run(tmp_path / "data", "ask", "How much did the new bridge cost this week?")
    past = _run(tmp_path / "old", "ask", "What burned down this week?")

    assert "come first" in fresh.stdout
    assert "41 million euros" in fresh.stdout
    assert "these are from other days" in past.stdout


def test_a_server_that_can_answer_nothing_ends_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "reader").mkdir()

    arguments = ("serve", "--port", str(free_port()))
    served = _start(tmp_path, *arguments, DATELINE_READER=str(tmp_path / "reader"))

    assert served.returncode == 1
    assert f"Error: {tmp_path / 'reader'}" in served.stderr
    assert '"event": "ready"' not in served.stderr
