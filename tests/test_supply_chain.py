"""Nothing that is loaded can run code: no pickles, by no library."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_CODE = {"pickle", "marshal", "shelve", "joblib", "dill", "cloudpickle"}
# Training reads its own checkpoints, and is not in the wheel.
_SHIPPED = ("index", "service", "prompts", "eval")
_LOADED = """
import sys
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event == "pickle.find_class" else None)
from pathlib import Path
from index.formats import read_paths
from service.demo import articles_folder
from service.engine import Engine
from service.settings import load
from service.wire.asking import AskRequest
for _ in range(2):
    engine = Engine(load({}, data=sys.argv[1]))
    engine.open()
    files = sorted(articles_folder().rglob("*.txt"))[:3]
    list(engine.ingester.add(engine.collection(None), read_paths(files)))
    print(engine.answerer.answer(AskRequest(question="What did the mayor say?")).status)
    engine.close()
print(seen)
"""


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    """What is shipped."""
    paths = sorted(path for package in _SHIPPED for path in (_ROOT / package).rglob("*.py"))
    named = {path.relative_to(_ROOT).as_posix(): path for path in paths}
    return {
        name: ast.parse(path.read_text(encoding="utf-8"))
        for name, path in named.items()
        if not name.startswith("eval/training/")
    }


def _imported(tree: ast.Module) -> set[str]:
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}


def _unsafe_loads(tree: ast.Module) -> Iterator[int]:
    """Lines that load what may be a pickle: by torch, numpy, or of models without safetensors."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        given = {word.arg: ast.unparse(word.value) for word in node.keywords}
        owner = ast.unparse(node.func.value)
        if (owner, node.func.attr) == ("torch", "load") and given.get("weights_only") != "True":
            yield node.lineno
        if given.get("allow_pickle", "False") != "False":
            yield node.lineno
        is_model = node.func.attr == "from_pretrained" and "Model" in owner
        if is_model and given.get("use_safetensors") != "True":
            yield node.lineno
        if node.func.attr == "SentenceTransformer" and "use_safetensors" not in str(given):
            yield node.lineno


@pytest.mark.gate
def test_nothing_that_runs_code_is_imported(modules: dict[str, ast.Module]) -> None:
    found = {name: used for name, tree in modules.items() if (used := _imported(tree) & _CODE)}

    assert found == {}


@pytest.mark.gate
def test_nothing_that_may_be_a_pickle_is_loaded(modules: dict[str, ast.Module]) -> None:
    found = {name: lines for name, tree in modules.items() if (lines := list(_unsafe_loads(tree)))}

    assert found == {}


@pytest.mark.gate
@pytest.mark.model
def test_no_pickle_is_read_from_the_first_start_to_an_answer_after_the_second(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, str(tmp_path / "data")],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]", done.stdout


def test_what_serving_needs_is_pinned_as_everywhere_with_checksums() -> None:
    lines = (_ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    pinned = dict(line.split("==") for line in lines.splitlines() if "==" in line)
    entries = re.split(r"\n(?=\S)", (_ROOT / "deploy/requirements.txt").read_text("utf-8").strip())[
        1:
    ]

    named = dict(entry.split()[0].lower().replace("_", "-").split("==") for entry in entries)

    assert len(entries) > 50
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert {name: pinned.get(name, version) for name, version in named.items()} == named
