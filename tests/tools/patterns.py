"""Every regular expression of the project, and texts on which a bad one takes long.

Patterns are found in modules that are imported (constants, also inside of containers, and what
functions without arguments return), and in the source where they are given to `re` as literals.
Attacks come from the pattern itself: what comes before a repetition, then what is repeated, many
times, then something that fits nowhere.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from re import _parser as sre
from types import FunctionType, ModuleType
from typing import Any, TypeAlias

from msgspec import Struct

Pattern: TypeAlias = "re.Pattern[str] | re.Pattern[bytes]"


class Used(Struct, frozen=True):
    """A pattern, and whether it is only ever tried at one place of a text."""

    pattern: Pattern
    anchored: bool


ROOT = Path(__file__).resolve().parents[2]
_AT_ONE_PLACE = ("match", "fullmatch")
_PACKAGES = ("index", "service", "prompts")
# A repetition that ends sooner cannot take long, as long as there are few of them.
_MANY = 60
_SAMPLES = " a1A\n.,-“\"'_’\t(/:é&<"
# Texts that many patterns begin to match again and again.
_GENERAL = (
    " ",
    "\n",
    "a",
    "A",
    "1",
    "a ",
    "Aa ",
    "1,",
    "“a",
    "a-",
    "a.",
    " \n",
    "(",
    "\t",
    "A.",
    "'",
)
_ENDS = ("", "\x00", "\n\x00")


@cache
def patterns() -> dict[str, Used]:
    """All patterns, by where they were found."""
    found: dict[str, Used] = {}
    for path in sorted(p for package in _PACKAGES for p in (ROOT / package).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name.endswith(("__main__", "__init__")):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for number, (where, pattern) in enumerate(_in_module(import_module(name))):
            found[f"{name}: {where} ({number})"] = Used(pattern, _anchored(tree, where))
        for where, pattern, anchored in _in_source(tree):
            found.setdefault(f"{name}: {where}", Used(pattern, anchored))
    return _without_twins(found)


def attacks(pattern: Pattern, length: int) -> Iterator[str]:
    """Long texts for one pattern."""
    text = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    )
    try:
        tree = sre.parse(text, pattern.flags & ~re.UNICODE)
    except (re.error, ValueError):
        tree = []
    pumps = {("", pump) for pump in _GENERAL}
    pumps |= {(before, pump) for before, pump in _pumps(tree, "") if pump}
    for before, pump in sorted(pumps):
        for end in _ENDS:
            yield f"{before}{pump * (length // len(pump))}{end}"
        if before:
            # A beginning that comes again and again.
            yield (before + pump * 3) * (length // (len(before + pump * 3)))


def _without_twins(found: Mapping[str, Used]) -> dict[str, Used]:
    known: set[tuple[str | bytes, int, bool]] = set()
    unique = {}
    for where, used in found.items():
        key = used.pattern.pattern, used.pattern.flags, used.anchored
        if key not in known:
            known.add(key)
            unique[where] = used
    return unique


# Finding


def _in_module(module: ModuleType) -> Iterator[tuple[str, Pattern]]:
    for name, value in vars(module).items():
        if isinstance(value, type | FunctionType) and value.__module__ != module.__name__:
            continue
        yield from ((name, pattern) for pattern in _inside(value, 4))
        if _returns_pattern(value):
            yield from ((f"{name}()", pattern) for pattern in _inside(value(), 4))
        if isinstance(value, type):
            yield from ((name, p) for part in vars(value).values() for p in _inside(part, 3))


def _inside(value: Any, depth: int) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, Mapping):
        for one in (*value.keys(), *value.values()):
            yield from _inside(one, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _inside(one, depth - 1)
    elif depth and hasattr(value, "__struct_fields__") and not isinstance(value, type):
        for name in value.__struct_fields__:
            yield from _inside(getattr(value, name), depth - 1)


def _returns_pattern(value: Callable[..., Any]) -> bool:
    """Whether it can be called without arguments, and says that it returns patterns."""
    inner = getattr(value, "__wrapped__", value)
    code = getattr(inner, "__code__", None)
    returned = str(getattr(inner, "__annotations__", {}).get("return", ""))
    return code is not None and not code.co_argcount and "Pattern" in returned


def _anchored(tree: ast.Module, name: str) -> bool:
    """Whether a constant of a module is only matched at one place, by `match` or `fullmatch`."""
    methods = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    }
    return bool(methods) and methods <= {*_AT_ONE_PLACE, "pattern"}


def _in_source(tree: ast.Module) -> Iterator[tuple[str, Pattern, bool]]:
    """Literals that are given to functions of `re`."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute)):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
            continue
        text = _literal(node.args[0])
        if text is not None and node.func.attr not in ("compile", "escape"):
            flags = re.IGNORECASE if "IGNORECASE" in ast.dump(node) else 0
            yield f"line {node.lineno}", re.compile(text, flags), node.func.attr in _AT_ONE_PLACE


def _literal(node: ast.expr) -> str | bytes | None:
    """A literal; what is put into one becomes a word."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "a" for part in node.values
        )
    return None


# Attacking


def _pumps(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """What comes before each long repetition, and texts that it repeats."""
    for operation, argument in tree:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inner = argument
            if most >= _MANY:
                yield from ((before, pump) for pump in _variants(inner))
                yield from (("", pump) for pump in _variants(inner))
            yield from _pumps(inner, before)
            before += _sample(inner) * int(least)
            continue
        for part in _parts(name, argument):
            yield from _pumps(part, before)
        before += _sample([(operation, argument)])


def _parts(name: str, argument: Any) -> list[Any]:
    if name == "SUBPATTERN":
        return [argument[-1]]
    if name == "BRANCH":
        return list(argument[1])
    if name == "ATOMIC_GROUP":
        return [argument]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    return []


def _variants(tree: Any) -> set[str]:
    """Some texts that it matches."""
    if len(tree) == 1 and str(tree[0][0]) in ("IN", "NOT_LITERAL", "ANY", "CATEGORY"):
        return {sign for sign in _SAMPLES if _fits(tree, sign)} or {_sample(tree)}
    if len(tree) == 1 and str(tree[0][0]) == "SUBPATTERN":
        return _variants(tree[0][1][-1])
    if len(tree) == 1 and str(tree[0][0]) == "BRANCH":
        return {_sample(branch) for branch in tree[0][1][1]}
    return {_sample(tree)}


def _fits(tree: Any, sign: str) -> bool:
    try:
        return sre_compile(tree).fullmatch(sign) is not None
    except (re.error, ValueError, TypeError, RuntimeError):
        return False


def sre_compile(tree: Any) -> "re.Pattern[str]":
    """A pattern of a part of a parsed one."""
    from re import _compiler  # type: ignore[attr-defined]

    state = sre.State()
    state.str = ""
    return _compiler.compile(sre.SubPattern(state, list(tree)))  # type: ignore[no-any-return]


def _sample(tree: Any) -> str:
    """One text that it matches, roughly."""
    text = ""
    for operation, argument in tree:
        name = str(operation)
        if name == "LITERAL":
            text += chr(argument)
        elif name in ("IN", "NOT_LITERAL", "ANY", "CATEGORY"):
            fitting = (sign for sign in "a 1A" + _SAMPLES if _fits([(operation, argument)], sign))
            text += next(fitting, _first_literal(argument))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            text += _sample(argument[2]) * int(argument[0])
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            text += _sample(argument[-1] if name == "SUBPATTERN" else argument)
        elif name == "BRANCH":
            text += _sample(argument[1][0])
    return text


def _first_literal(argument: Any) -> str:
    if isinstance(argument, list):
        for name, value in argument:
            if str(name) == "LITERAL":
                return chr(value)
            if str(name) == "RANGE":
                return chr(value[0])
    return ""
