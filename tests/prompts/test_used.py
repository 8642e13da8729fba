"""Every message is used, and every message that is used is there."""

import ast
import re
from pathlib import Path

import pytest

from index.records import MarkKind
from prompts import messages
from service.answers.refusing.reasons import Refusal
from tests.prompts.literals import (
    PAGES,
    SCRIPTS,
    page_names,
    python_files,
    python_literals,
    script_literals,
)

_PLURALS = ("one", "other")
_REFUSING = [path for path in python_files("service") if f"{Refusal.__name__}(" in path.read_text()]


def test_every_message_is_used() -> None:
    used = _used_by_python() | _used_by_scripts() | _used_by_pages() | _kinds() | _reasons()

    assert messages("en").keys() - used == set()


def test_every_message_that_a_page_or_script_names_is_there() -> None:
    named = _used_by_pages() | _used_by_scripts() | _kinds()

    prefixed = {name for name in named if name.startswith("page_")}

    assert prefixed - messages("en").keys() == set()


def test_every_reason_has_its_message() -> None:
    given = {reason for path in _REFUSING for reason in _given_reasons(path)}

    assert {f"reason_{name}" for name in given} - messages("en").keys() == set()
    assert given


@pytest.mark.gate
def test_names_of_messages_are_put_together_only_for_reasons_and_kinds_of_marks() -> None:
    python = {name for path in python_files("index", "service") for name in _put_together(path)}
    scripts = {
        name.split("$")[0]
        for path in SCRIPTS
        for _, name in script_literals(path.read_text(encoding="utf-8"))
        if re.match(r"page_\w*\$\{", name)
    }

    assert python <= {"reason_"}
    assert scripts == {"page_kind_"}


def _used_by_python() -> set[str]:
    """Names that stand in code as they are."""
    files = python_files("index", "service")
    return {literal for path in files for literal in python_literals(path)}


def _used_by_scripts() -> set[str]:
    """Names that stand in scripts, and the forms of those that are counted."""
    text = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    named = {literal for _, literal in script_literals(text) if "$" not in literal}
    counted = set(re.findall(r"sayCount\(\"(\w+)\"", text))
    return (named - counted) | {f"{name}_{form}" for name in counted for form in _PLURALS}


def _used_by_pages() -> set[str]:
    return {name for page in PAGES for name in page_names(page.read_text(encoding="utf-8"))}


def _kinds() -> set[str]:
    return {f"page_kind_{kind.value}" for kind in MarkKind}


def _reasons() -> set[str]:
    """A reason's message counts as used where the reason's name stands in code that refuses."""
    return {f"reason_{literal}" for path in _REFUSING for literal in python_literals(path)}


def _given_reasons(path: Path) -> set[str]:
    """First arguments of `Refusal(...)`."""
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == Refusal.__name__ and node.args
    ]
    names = [call.args[0] for call in calls]
    return {str(name.value) for name in names if isinstance(name, ast.Constant)}


def _put_together(path: Path) -> set[str]:
    """Beginnings of the f-strings that are asked for as messages."""
    begun = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and re.search(r"\b(say|words)$", ast.unparse(node.func)):
            name = node.args[0] if node.args else None
            if isinstance(name, ast.JoinedStr):
                begun.add(ast.unparse(name.values[0]).strip("'"))
    return begun
