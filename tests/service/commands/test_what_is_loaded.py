"""Commands load only what they need: no reader to add or search, no model at all to list."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.store.library import Library

pytestmark = pytest.mark.gate

_ROOT = Path(__file__).resolve().parents[3]
_STORY = "Bridge opens\n\nThe new bridge opened on Monday. It cost 41 million euros, the city said."

# Runs commands one after another in a fresh process, and reports for each which files it opened
# and which modules are imported after it.
_SPY = """
import json, sys
opened = []
sys.addaudithook(lambda event, given: event == "open" and opened.append(str(given[0])))
from service.commands.cli import main
report = {}
for line in json.loads(sys.argv[1]):
    opened.clear()
    main(line, standalone_mode=False)
    files = sorted({path.rsplit("/", 1)[-1] for path in opened})
    report[line[2]] = {"files": files, "modules": sorted(sys.modules)}
sys.stderr.write("\\n" + json.dumps(report))
"""

Report = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What each command loaded, by its name; `ask` last."""
    folder = tmp_path_factory.mktemp("loaded")
    article, exported = folder / "bridge.txt", folder / "exported.jsonl"
    article.write_text(_STORY, encoding="utf-8")
    commands = (
        ["list"],
        ["export", str(exported)],
        ["add", str(article)],
        ["search", "bridge"],
        ["import", str(exported)],
        ["ask", "What did the bridge cost?"],
    )
    data = folder / "data"
    Library(data / "library.db").create_collection("default")
    lines = [["--data", str(data), *command] for command in commands]
    done = subprocess.run(
        [sys.executable, "-c", _SPY, json.dumps(lines)],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "DATELINE_EMBEDDER": "letters"},
        cwd=_ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: Report = json.loads(done.stderr.splitlines()[-1])
    return found


@pytest.mark.parametrize("command", ["add", "search", "import"])
def test_neither_reader_nor_calibration_is_read_without_a_question(
    report: Report, command: str
) -> None:
    files = report[command]["files"]

    assert {"reader.safetensors", "calibration.json"}.isdisjoint(files)


def test_a_question_needs_both(report: Report) -> None:
    assert {"reader.safetensors", "calibration.json"} <= set(report["ask"]["files"])


def test_listing_articles_needs_neither_model_nor_index(report: Report) -> None:
    heavy = {"faiss", "tantivy", "openvino", "tokenizers", "service.engine", "service.reading"}

    assert heavy.isdisjoint(report["list"]["modules"])
