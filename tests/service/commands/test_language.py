"""The terminal speaks the language that is set, and nothing else."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from prompts import messages
from service.commands.cli import main
from service.commands.steps.terminal import Terminal

_STORY = (
    "Bridge opens\n\nThe new bridge opened on Monday. It cost 41 million euros.\n\n"
    "“The bridge is safe,” said Mayor Elena Ruiz. Ruiz warned that the ferry must stop.\n"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
# What is named, not said: commands, files, formats, models, hashes.
_NAMES = {"dateline", "eval", "calibrate", "library", "db", "txt", "bridge", "letters", "default"}


@pytest.fixture
def dateline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Dateline":
    """Commands on a small library of their own, in German."""
    for name, value in {"EMBEDDER": "letters", "READER": "sentence", "LANGUAGE": "de"}.items():
        monkeypatch.setenv(f"DATELINE_{name}", value)
    monkeypatch.chdir(tmp_path)
    Path("bridge.txt").write_text(_STORY, encoding="utf-8")
    return Dateline(tmp_path / "data")


class Dateline:
    """Runs commands in this process."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def __call__(self, *arguments: str) -> str:
        """What a command prints, to both streams."""
        done = CliRunner().invoke(main, ["--data", str(self._data), *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        return done.output


@pytest.mark.gate
def test_every_word_of_every_command_is_german_or_comes_from_the_articles(
    dateline: Dateline, tmp_path: Path
) -> None:
    said = [dateline("add", "bridge.txt"), dateline("search", "nothing", "--source", "nobody")]
    id = json.loads(dateline("list", "--json"))[0]["id"]
    altered = "“The bridge is so safe,” said Elena Ruiz. “The bridge opened the ferry,” said Ruiz."
    Path("altered.txt").write_text(altered, encoding="utf-8")

    said += [
        dateline("list"),
        dateline("show", id),
        dateline("search", "bridge", "cost"),
        dateline("ask", "How much did the bridge cost?", "--min-confidence", "0"),
        dateline("ask", "Did Elena Ruiz say the bridge is safe?", "--min-confidence", "0"),
        dateline("ask", "What did Nobody Known say about ferries?"),
        dateline("list", "--limit", "1"),
        dateline("quotes"),
        dateline("quotes", "--by", "Elena Ruiz"),
        dateline("quotes", "--article", id),
        dateline("check", "bridge.txt"),
        dateline("check", "altered.txt"),
        dateline("doctor"),
        dateline("export", "bridge.jsonl"),
        dateline("import", "-c", "copy", "bridge.jsonl"),
        dateline("remove", id),
    ]

    german = _words("\n".join(messages("de").values()))
    folder = _words(str(tmp_path))
    data = _words(_STORY) | _words("Nobody Known ferries") | _NAMES | folder
    assert [_words(output) - german - data for output in said] == [set()] * len(said)
    assert "Artikel: 1 neu" in said[0]
    assert "Neue Bibliothek: " in said[0]
    assert any("Zitate: 2" in output for output in said)


def test_a_rejection_is_told_in_the_language_and_its_reason_in_english(dateline: Dateline) -> None:
    told = dateline("add", "missing.txt")

    assert told.splitlines()[1].startswith("Abgewiesen: missing.txt: no such file")
    assert told.splitlines()[2].endswith("1 abgewiesen")


def test_numbers_are_grouped_as_the_language_does_it() -> None:
    listed = [
        Terminal(language).words("cli_quotations", count=1_234_567)
        for language in ("en-GB", "de", "fr")
    ]

    assert listed == [
        "Quotations: 1,234,567",
        "Zitate: 1.234.567",
        "Citations : 1\u202f234\u202f567",
    ]


def _words(text: str) -> set[str]:
    """Words in lower case; hashes and ids with digits are none."""
    plain = re.sub(r"\S*\d\S*", " ", text)
    return {word.lower() for word in _WORD.findall(plain)}
