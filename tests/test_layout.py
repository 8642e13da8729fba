"""The tree: import names are generic on purpose, so nothing else may answer to them."""

import ast
import importlib
from fnmatch import fnmatch
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_TESTS = _ROOT / "tests"
_PACKAGES = ("index", "prompts", "service", "eval")


@pytest.mark.parametrize("name", _PACKAGES)
def test_our_packages_are_the_ones_that_are_imported(name: str) -> None:
    module = importlib.import_module(name)

    assert Path(module.__file__ or "").parent == _ROOT / name


def test_the_packages_and_their_tests_are_all_there_is() -> None:
    ignored = [line.strip("/") for line in (_ROOT / ".gitignore").read_text("utf-8").splitlines()]
    folders = {path.name for path in _ROOT.iterdir() if path.is_dir() and path.name[0] != "."}

    ours = {name for name in folders if not any(fnmatch(name, pattern) for pattern in ignored)}

    assert ours == {*_PACKAGES, "tests", "docs", "deploy"}


def test_tests_lie_where_their_subjects_lie() -> None:
    folders = {path.parent.relative_to(_TESTS) for path in _TESTS.rglob("test_*.py")}

    astray = [
        str(folder)
        for folder in sorted(folders)
        if not (_ROOT / folder).is_dir() and not (_ROOT / f"{folder}.py").is_file()
    ]

    assert astray == []


@pytest.mark.parametrize("package", _PACKAGES)
def test_every_module_says_what_it_is(package: str) -> None:
    silent = [
        str(path.relative_to(_ROOT))
        for path in (_ROOT / package).rglob("*.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


@pytest.mark.parametrize("package", ["index", "prompts", "service"])
def test_importing_a_module_loads_no_model_library(package: str) -> None:
    heavy = {"torch", "transformers", "sentence_transformers"}
    for path in (_ROOT / package).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not heavy & {name.split(".")[0] for name in names}, path
