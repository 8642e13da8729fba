"""Articles that contradict each other, on a terminal."""

import json
from pathlib import Path

from click.testing import CliRunner

from prompts import say
from service.commands.cli import main

_ROWS = (
    ("old", "2025-05-19", "Ana Lee won the mayoral election in Kestrel Bay on Sunday."),
    ("new", "2025-05-20", "Bo Kim won the mayoral election in Kestrel Bay on Sunday."),
)


def _run(data: Path, *arguments: str) -> str:
    own = {"DATELINE_EMBEDDER": "letters", "DATELINE_READER": "sentence", "HOME": str(data)}
    done = CliRunner().invoke(main, ["--data", str(data), *arguments], env=own)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_line_says_so_before_the_answers_newest_first(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [{"id": id, "published": day, "text": text} for id, day, text in _ROWS]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    data = tmp_path / "data"
    _run(data, "add", str(file))

    shown = _run(data, "ask", "--min-confidence", "0", "Who won the election in Kestrel Bay?")

    lines = [line for line in shown.splitlines() if line.strip()]
    assert lines[0] == say("page_disagreement", "en")
    assert [line[2:5] for line in lines if line.startswith("│")] == ["Bo ", "Ana"]
