"""The command line: in this process, and in one of its own where that makes a difference."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

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


def _run(data: Path, *arguments: str, stdin: str = "", **settings: str) -> _Done:
    """Run a command in this process."""
    environment: dict[str, str | None] = dict.fromkeys(
        name for name in os.environ if name.startswith("DATELINE_")
    )
    environment |= {"DATELINE_EMBEDDER": "letters", "HOME": str(data)} | settings
    done = CliRunner().invoke(main, ["--data", str(data), *arguments], stdin, environment)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return _Done(done.exit_code, done.stdout, done.stderr)


def _start(
    data: Path,
    *arguments: str,
    stdin: str = "",
    stdout: int | IO[str] = subprocess.PIPE,
    stderr: int | IO[str] = subprocess.PIPE,
    **settings: str,
) -> _Done:
    """Run a command in a process of its own."""
    environment = {"PATH": "/usr/bin:/bin", "DATELINE_EMBEDDER": "letters", "HOME": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "service", "--data", str(data), *arguments],
        input=stdin,
        stdout=stdout,
        stderr=stderr,
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


@pytest.mark.parametrize("command", [("ask",), ("search",), ("quotes", "--by", "Ann Holt")])
def test_a_period_that_ends_before_it_begins_is_told_of(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    _run(tmp_path / "data", "add", "-", stdin=_STORY)
    more = () if command[0] == "quotes" else ("bridge",)

    wrong = _run(tmp_path / "data", *command, "--from", "2026-06-01", "--to", "2026-05-31", *more)

    assert wrong.returncode == 2
    assert wrong.stderr == "Error: --from: 2026-06-01 is after 2026-05-31; swap the dates\n"


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_wrong_option_is_named_as_it_was_given(tmp_path: Path, command: str) -> None:
    _run(tmp_path / "data", "add", "-", stdin=_STORY)

    wrong = _run(tmp_path / "data", command, "--from", "yesterday", "bridge")

    assert wrong.returncode == 2
    assert wrong.stderr.startswith("Error: --from: 'yesterday' is not an ISO 8601 date; write ")


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
    done = _run(tmp_path / "data", "add", "-", stdin=_STORY)

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


def test_what_is_under_embargo_is_exported_only_if_wanted(tmp_path: Path) -> None:
    rows = [
        {"id": "bridge", "text": _STORY},
        {"id": "bridge", "text": _STORY, "embargoed_until": "2099-01-01"},
        {"id": "fair", "text": "The fair opens.", "embargoed_until": "2099-01-01"},
    ]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    _run(tmp_path / "one", "add", str(file))

    public = _run(tmp_path / "one", "export", "-")
    whole = _run(tmp_path / "one", "export", "-", "--embargoed").stdout
    _run(tmp_path / "two", "import", "-", stdin=whole)

    assert (public.stdout, "under embargo: 2" in public.stderr) == ("", True)
    assert [json.loads(line)["id"] for line in whole.splitlines()] == ["bridge", "bridge", "fair"]
    assert _run(tmp_path / "two", "export", "-").stdout == ""
    assert _run(tmp_path / "two", "export", "-", "--embargoed").stdout == whole


def test_an_export_of_ids_that_older_rules_allowed_is_imported_whole(tmp_path: Path) -> None:
    _run(tmp_path / "one", "add", "-", stdin=json.dumps({"id": "a", "text": _STORY}))
    exported = json.loads(_run(tmp_path / "one", "export", "-").stdout)

    old = json.dumps(exported | {"id": "a\nb "})
    done = [_run(tmp_path / "two", "import", "-", stdin=old) for _ in range(2)]

    assert [one.returncode for one in done] == [0, 0]
    assert [a["id"] for a in json.loads(_run(tmp_path / "two", "list", "--json").stdout)] == ["a b"]


def test_two_stories_on_standard_input_are_two_articles(tmp_path: Path) -> None:
    for text in (_STORY, "The choir of Velden won the bread prize on Tuesday, the jury said."):
        _run(tmp_path, "add", "-", stdin=text)

    assert len(json.loads(_run(tmp_path, "list", "--json").stdout)) == 2


def test_what_does_not_replace_is_reported_and_can_be_made_to(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "rows.jsonl"
    other = "The choir of Velden won the bread prize on Tuesday, the jury said."
    file.write_text("\n".join(json.dumps({"id": "1", "text": text}) for text in (_STORY, other)))

    added = _run(data, "add", str(file))
    again = _run(data, "add", "--replace", str(file))
    both = _run(data, "add", "--replace", "--keep", str(file))

    assert "the id '1' is also that of '1', whose text is another story" in added.stderr
    assert "2 added" in added.stdout
    assert "1 updated, 1 unchanged" in again.stdout
    assert "use only one of" in both.stderr


def test_a_replaced_version_is_restored_and_stays(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "rows.jsonl"
    texts = (_STORY, _STORY.replace("41", "43"))
    file.write_text("\n".join(json.dumps({"id": "1", "text": text}) for text in texts))
    _run(data, "add", str(file))
    versions = json.loads(_run(data, "show", "--json", "1").stdout)["versions"]

    restored = _run(data, "restore", "1", versions[1]["version"][:10])
    again = _run(data, "add", str(file))

    assert restored.returncode == 0
    assert "It cost 41 million" in _run(data, "show", "1").stdout
    assert "2 unchanged" in again.stdout
    assert "Of the unchanged, stored as superseded versions: 1." in again.stderr


def test_an_older_text_that_is_stored_beside_the_current_one_is_told_of(tmp_path: Path) -> None:
    row = {"id": "1", "text": _STORY, "published": "2026-05-02"}
    older = {"id": "1", "text": _STORY.replace("41", "39"), "published": "2026-05-01"}
    _run(tmp_path, "add", "-", stdin=json.dumps(row))

    added = _run(tmp_path, "add", "-", stdin=json.dumps(older))

    assert "Of the unchanged, stored as superseded versions: 1." in added.stderr
    versions = json.loads(_run(tmp_path, "show", "--json", "1").stdout)["versions"]
    assert [one["superseded"] for one in versions] == [False, True]


def test_ids_that_differ_in_an_export_differ_after_the_import(tmp_path: Path) -> None:
    lines = [
        {"id": id, "text": _STORY, "version": "", "format": "json", "origin": "api"}
        for id in ("https://a.example/1", "http://a.example/1", "1", "1-2")
    ]

    for _ in range(2):
        _run(tmp_path, "import", "-", stdin="\n".join(map(json.dumps, lines)))

    listed = json.loads(_run(tmp_path, "list", "--json").stdout)
    assert {article["id"] for article in listed} == {line["id"] for line in lines}


@pytest.mark.gate
@pytest.mark.parametrize("options", [(), ("--keep",)], ids=["judged", "kept"])
def test_importing_twice_changes_nothing_and_replaces_no_other_story(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    source, target = tmp_path / "one", tmp_path / "two"
    for text in (_STORY, _STORY.replace("41", "43"), "Nothing of it was true."):
        rows = json.dumps({"id": "1", "text": text})
        _run(source, "add", "--replace", "-", stdin=rows)
    exported = _run(source, "export", "-").stdout
    other = "The choir of Velden won the bread prize on Tuesday, the jury said."
    _run(target, "add", "-", stdin=json.dumps({"id": "1", "text": other}))

    first = _run(target, "import", *options, "-", stdin=exported)
    before = _run(target, "export", "-").stdout
    again = _run(target, "import", *options, "-", stdin=exported)

    texts = {a["text"] for a in map(json.loads, before.splitlines()) if a["current"]}
    assert texts == {other, "Nothing of it was true."}
    assert "Kept" in first.stderr
    assert "Versions imported: 3, already there: 0" in first.stderr
    assert "Versions imported: 0, already there: 3" in again.stderr
    assert _run(target, "export", "-").stdout == before


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


def test_the_doctor_says_what_to_do_about_a_damaged_database(tmp_path: Path) -> None:
    data = tmp_path / "data"
    _run(data, "add", "-", stdin=_STORY)
    with sqlite3.connect(data / "library.db") as library:
        library.execute("PRAGMA foreign_keys = OFF")
        library.execute("UPDATE versions SET article_pk = article_pk + 1000")
    library.close()

    broken = _run(data, "doctor", "--repair")

    (line,) = (line for line in broken.stdout.splitlines() if "problem   database: " in line)
    place = data / "library.db"
    assert f"{place}: the database is damaged and cannot be repaired; restore the file" in line
    assert "(SQLite reports: versions: row 1 refers to nothing)" in line


def test_what_is_added_for_a_label_says_so_unless_it_says_otherwise(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "a.jsonl"
    lines = ({"id": "a", "text": "One."}, {"id": "b", "text": "Two.", "visible_to": ["legal"]})
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")

    _run(data, "add", "--visible-to", "desk", str(file))

    shown = [json.loads(_run(data, "show", id, "--json").stdout) for id in ("a", "b")]
    assert [one["article"]["visible_to"] for one in shown] == [["desk"], ["legal"]]
    refused = _run(data, "add", "--visible-to", "the desk", str(file), "--keep")
    assert "invalid label" in refused.stdout + refused.stderr


@pytest.mark.gate
def test_the_doctor_finds_and_mends_what_a_view_has_otherwise(tmp_path: Path) -> None:
    data = tmp_path / "data"
    _run(data, "add", "-", stdin=_STORY)
    _run(data, "add", "--visible-to", "desk", "-", stdin="A source says that rents will rise.")
    sound = _run(data, "doctor")
    library = sqlite3.connect(data / "library.db")
    with library:
        library.execute("PRAGMA foreign_keys = ON")
        library.execute("DELETE FROM articles WHERE collection_pk > 1")
    library.close()

    broken, mended, after = (_run(data, "doctor", *more) for more in ((), ("--repair",), ()))

    assert [done.returncode for done in (sound, broken, mended, after)] == [0, 1, 0, 0]
    assert "default: views for labels: intact; views: 1" in sound.stdout
    assert "articles whose visibility does not match their labels: 1; run" in broken.stdout
    assert "articles whose visibility does not match their labels: 1; rebuilt" in mended.stdout


@pytest.mark.gate
def test_a_damaged_index_is_rebuilt_from_the_articles_when_it_is_opened(tmp_path: Path) -> None:
    data = tmp_path / "data"
    _run(data, "add", "-", stdin=_STORY)
    (snapshot,) = (data / "indexes" / "1" / "vectors-0").glob("*.faiss")
    snapshot.write_bytes(b"not faiss")

    done = _start(data, "doctor", "--repair")

    assert done.returncode == 0, done.stdout
    assert f"{snapshot}: checksum does not match; rebuilding it from the articles" in done.stderr
    assert f"dense index: {snapshot}: checksum does not match; rebuilt (repaired)" in done.stdout


@pytest.mark.short(2)
@pytest.mark.parametrize(
    ("arguments", "named", "status"),
    [
        (("ask", "--as-of", "2025-02-31", "when?"), "2025-02-31", 2),
        (("show", "nope"), "nope", 1),
        (("list", "-c", "nope"), "nope", 1),
        (("add", "/does/not/exist"), "/does/not/exist", 1),
        (("import", "/does/not/exist"), "/does/not/exist", 1),
        (("import", "pyproject.toml"), "line 1: is not from `dateline export` (", 1),
        (("ask", ""), "question: is empty", 1),
        (("ask", "a" * 2_001), "question: has more than 2,000 characters", 1),
    ],
)
def test_bad_input_is_one_line_that_names_it(
    tmp_path: Path, arguments: tuple[str, ...], named: str, status: int
) -> None:
    _run(tmp_path / "data", "add", "-", stdin=_STORY)

    done = _run(tmp_path / "data", *arguments)

    assert done.returncode == status
    (line,) = done.stderr.splitlines()
    assert named in line


def test_unknown_settings_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "dateline.toml"
    file.write_text("colour = 'red'\n")

    done = _run(tmp_path, "--config", str(file), "config")

    assert done.returncode == 1
    assert "colour" in done.stderr


def test_a_misspelt_setting_is_told_what_it_may_have_meant(tmp_path: Path) -> None:
    file = tmp_path / "dateline.toml"
    file.write_text("prot = 3\n")

    in_file = _run(tmp_path, "--config", str(file), "config")
    in_environment = _run(tmp_path, "config", DATELINE_PROT="3")
    missing = _run(tmp_path, "--config", str(tmp_path / "none.toml"), "config")

    assert "unknown setting prot; did you mean port? " in in_file.stderr
    assert "DATELINE_PROT: unknown setting; did you mean DATELINE_PORT? " in in_environment.stderr
    assert f"{tmp_path / 'none.toml'}: cannot be read: No such file" in missing.stderr


def test_an_unknown_language_is_refused_with_those_that_exist(tmp_path: Path) -> None:
    done = _run(tmp_path, "config", DATELINE_LANGUAGE="xx")

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


@pytest.mark.gate
def test_it_is_told_how_this_week_was_read(tmp_path: Path) -> None:
    row = {"text": _STORY, "published": datetime.now(UTC).date().isoformat()}
    old = {"text": "The old mill burned down. It cost 3 million euros.", "published": "1999-01-02"}
    _run(tmp_path / "data", "add", "-", stdin="\n".join(json.dumps(one) for one in (row, old)))
    _run(tmp_path / "old", "add", "-", stdin=json.dumps(old))

    fresh = _run(tmp_path / "data", "ask", "How much did the new bridge cost this week?")
    past = _run(tmp_path / "old", "ask", "What burned down this week?")

    assert "come first" in fresh.stdout
    assert "41 million euros" in fresh.stdout
    assert "None of these answers is dated between" in past.stdout


@pytest.mark.gate
def test_a_server_that_can_answer_nothing_ends_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "reader").mkdir()

    arguments = ("serve", "--port", str(free_port()))
    served = _start(tmp_path, *arguments, DATELINE_READER=str(tmp_path / "reader"))

    assert served.returncode == 1
    assert f"Error: {tmp_path / 'reader'}" in served.stderr
    assert '"event": "ready"' not in served.stderr


def test_help_says_what_each_command_does_in_a_whole_sentence(tmp_path: Path) -> None:
    told = _run(tmp_path, "--help").stdout
    measured = _run(tmp_path, "eval", "--help").stdout

    assert "..." not in told.partition("Commands:")[2]
    assert "..." not in measured.partition("Commands:")[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "when?"),
        ("list",),
        ("search", "bridge"),
        ("show", "a"),
        ("quotes",),
        ("export",),
        ("remove", "a"),
        ("doctor",),
        ("reembed",),
        ("reread",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_only_reads_makes_no_library(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = _run(tmp_path / "slip", *arguments)

    assert done.returncode == 1
    assert f"{tmp_path / 'slip'}: there is no library here yet" in done.stderr
    assert not (tmp_path / "slip").exists()


@pytest.mark.parametrize("inside", ["", "deeper"])
@pytest.mark.parametrize("arguments", [("add", "-"), ("list",), ("serve",)])
def test_a_file_in_the_place_of_the_data_folder_is_called_one(
    tmp_path: Path, arguments: tuple[str, ...], inside: str
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(_STORY)

    done = _run(file / inside, *arguments, stdin=_STORY)

    assert done.stderr == f"Error: {file}: is a file, not a folder; name a folder for the data\n"


def test_what_makes_a_library_says_where(tmp_path: Path) -> None:
    first = _run(tmp_path / "slip", "add", "-", stdin=_STORY)
    second = _run(tmp_path / "slip", "add", "-", stdin=_STORY)

    assert f"New library: {tmp_path / 'slip'}\n" in first.stderr
    assert "New library" not in second.stderr


@pytest.mark.gate
def test_the_status_of_ask_tells_an_answer_from_none_and_from_a_slip(tmp_path: Path) -> None:
    data = tmp_path / "data"
    _run(data, "add", "-", stdin=_STORY)

    answered = _run(data, "ask", "How much did the bridge cost?")
    refused = _run(data, "ask", "What did Nobody Known say about ferries?")
    as_json = _run(data, "ask", "--json", "What did Nobody Known say about ferries?")
    slip = _run(data, "ask", "--max-answers", "0", "When?")

    codes = [done.returncode for done in (answered, refused, as_json, slip)]
    assert codes == [0, 1, 1, 2]
    assert json.loads(as_json.stdout)["status"] == "no_answer"


def test_a_refusal_shows_what_came_closest_and_what_to_ask_instead(tmp_path: Path) -> None:
    data, rows = tmp_path / "data", tmp_path / "rows.jsonl"
    said = {
        "kelp": "“Kelp is cheap,” said Mayor Elena Ruiz.",
        "urchins": "“Urchins are hungry,” said the biologist Tomás Ruiz.",
    }
    lines = [json.dumps({"id": id, "title": id, "text": text}) for id, text in said.items()]
    rows.write_text("\n".join(lines), encoding="utf-8")
    _run(data, "add", str(rows))

    refused = _run(data, "ask", "What did Ruiz say about ferries?").stdout
    shown = _run(data, "show", re.findall(r"\((\S+:\d+-\d+)\)", refused)[-1])

    assert "  Elena Ruiz — kelp (kelp)\n    What did Elena Ruiz say about ferries?\n" in refused
    assert (
        "  Tomás Ruiz — urchins (urchins)\n    What did Tomás Ruiz say about ferries?\n" in refused
    )
    assert "These came closest, but do not answer the question.\n\n│ “" in refused
    assert shown.returncode == 0


def test_a_passage_found_is_named_by_an_id_that_can_be_shown(tmp_path: Path) -> None:
    data = tmp_path / "data"
    _run(data, "add", "-", stdin=_STORY)

    (place,) = re.findall(r"\((\S+:\d+-\d+)\)", _run(data, "search", "bridge").stdout)

    assert "41 million euros" in _run(data, "show", place).stdout
    assert "41 million euros" in _run(data, "show", place.rpartition(":")[0]).stdout


@pytest.mark.gate
@pytest.mark.parametrize("unbuffered", ["", pytest.param("1", marks=pytest.mark.gate)])
def test_a_full_disk_behind_standard_output_is_reported(tmp_path: Path, unbuffered: str) -> None:
    _run(tmp_path, "add", "-", stdin=_STORY)

    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = _start(tmp_path, "export", stdout=full, PYTHONUNBUFFERED=unbuffered)

    assert done.returncode == 1
    assert done.stderr == "Error: standard output: No space left on device\n"


@pytest.mark.gate
def test_articles_are_added_though_no_message_can_be_written(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = _start(tmp_path / "new", "add", "-", stdin=_STORY, stderr=full)

    assert done.returncode == 0
    assert "1 added" in done.stdout
    assert len(json.loads(_run(tmp_path / "new", "list", "--json").stdout)) == 1


@pytest.mark.gate
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    rows = "\n".join(json.dumps({"id": f"a{n}", "text": f"{_STORY} {n}"}) for n in range(150))
    _run(tmp_path, "add", "-", stdin=rows)
    theirs, ours = os.pipe()
    os.close(theirs)

    done = _start(tmp_path, "list", "--limit", "150", stdout=ours)
    os.close(ours)

    assert (done.returncode, done.stderr) == (0, "")


def test_settings_without_a_value_say_so(tmp_path: Path) -> None:
    lines = _run(tmp_path, "config").stdout.splitlines()
    values = json.loads(_run(tmp_path, "config", "--json").stdout)

    assert "(not set)" in next(line for line in lines if line.startswith("risk_target"))
    assert (values["risk_target"], values["port"], values["demo"]) == (None, 8000, False)


@pytest.mark.gate
def test_what_is_under_embargo_is_listed_on_demand_alone(tmp_path: Path) -> None:
    data, rows = tmp_path / "data", tmp_path / "rows.jsonl"
    rows.write_text(json.dumps({"id": "a", "text": _STORY, "embargoed_until": "2099-01-01"}))

    added = _run(data, "add", str(rows))
    listed = json.loads(_run(data, "list", "--json").stdout)
    held = _run(data, "list", "--embargoed")
    shown = _run(data, "show", "a")
    mixed = _run(data, "list", "--embargoed", "--source", "Ledger")

    assert "Under embargo: 1." in added.stderr
    assert listed == []
    assert held.stdout.split()[:2] == ["a", "2099-01-01"]
    assert (shown.returncode, mixed.returncode) == (1, 2)


def test_feeds_are_followed_listed_and_removed(tmp_path: Path) -> None:
    data, feed = tmp_path / "data", "http://127.0.0.1:80/feed.xml"

    followed = _run(data, "follow", feed, "--every", "5", "--visible-to", "desk")
    listed = json.loads(_run(data, "follow", "--list", "--json").stdout)
    again = _run(data, "follow", "--now")
    removed = _run(data, "follow", "--remove", feed)
    gone = _run(data, "follow", "--remove", feed)
    none = _run(data, "follow", "--list")

    assert f"{feed} cannot be read: http://127.0.0.1:80/robots.txt" in followed.stderr
    told = ("url", "minutes", "failures", "visible_to")
    assert [tuple(one[name] for name in told) for one in listed] == [(feed, 5, 1, ["desk"])]
    assert "No articles found" not in followed.stderr
    assert again.stdout == f"visits failed in a row: 2  {feed}\n"
    assert removed.stdout == f"No longer followed: {feed}\n"
    assert (gone.returncode, "not followed" in gone.stderr) == (1, True)
    assert none.stderr == "No feeds are followed yet; `dateline follow URL` adds one\n"
