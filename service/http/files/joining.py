"""Bundles a script with its imports into one file, without comments.

    import { say } from "/widget/strings.js";                     const { say } = strings_js;
    import look from "/widget/card.css" with { type: "css" };     a constructed style sheet
    import words from "/widget/first.json" with { type: "json" }; first words, in every language

Imported modules become functions that are called once, in the order in which a browser would run
them. Style sheets imported by scripts are used on other sites, whose root font size may differ:
there, `rem` becomes the widget's own unit, `--rem`.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

_IMPORT = re.compile(
    r'^import (?:(?P<names>\{[^}]*\}|\w+) from )?"/widget/(?P<file>[\w.]+)"(?: with \{[^}]*\})?;\n',
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"^export ((?:async )?(?:function\*?|class|const)) (?P<name>\w+)", re.MULTILINE
)
_SCRIPT_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
# Strings, templates (without others inside) and patterns, which stay as they are; and spaces around
# signs, which nobody needs.
_SPACED = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`"""
    r"""|/(?![*/\s])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n\[])+/[a-z]*(?=[\s.,;)\]]))"""
    r"""| ?([=,{}()?:;&|<>]) ?"""
)
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_REM = re.compile(r"(?<!--rem: )(?<![\w.])(-?[\d.]+)rem\b")


class Joiner:
    """Joins the modules of a folder."""

    def __init__(self, folder: Path, data: Mapping[str, object]) -> None:
        self._folder = folder
        self._data = data

    def join(self, entry: str) -> str:
        """Bundle the module `entry`; its exports are kept.

        Raises:
            ValueError: circular imports.
        """
        done: dict[str, str] = {}
        own = self._linked(entry, done, (entry,))
        return _short("".join(done.values()) + own)

    def _linked(self, name: str, done: dict[str, str], path: tuple[str, ...]) -> str:
        """A module whose imports are names of what stands before it, in `done`."""
        text = (self._folder / name).read_text(encoding="utf-8")
        for match in _IMPORT.finditer(text):
            if match["file"] in path:
                raise ValueError(f"modules import each other: {' -> '.join(path)}")
            if match["file"] not in done:
                done[match["file"]] = self._part(match["file"], done, path)
        return _IMPORT.sub(_naming, text)

    def _part(self, name: str, done: dict[str, str], path: tuple[str, ...]) -> str:
        if name in self._data:
            return (
                f"const {_variable(name)} = {json.dumps(self._data[name], ensure_ascii=False)};\n"
            )
        if name.endswith(".css"):
            return _style_sheet(name, (self._folder / name).read_text(encoding="utf-8"))
        text = self._linked(name, done, (*path, name))
        given = ", ".join(match["name"] for match in _EXPORT.finditer(text))
        body = _EXPORT.sub(r"\1 \2", text)
        return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();\n"


def plain_style(text: str) -> str:
    """A style sheet without comments and needless spaces."""
    short = " ".join(_STYLE_COMMENT.sub("", text).split())
    return re.sub(r"(?<=[;{},]) | (?=[{}])", "", short)


def _style_sheet(name: str, text: str) -> str:
    rules = _REM.sub(r"calc(\1*var(--rem))", plain_style(text))
    variable = _variable(name)
    sheet = f"const {variable} = new CSSStyleSheet();\n"
    return f"{sheet}{variable}.replaceSync({json.dumps(rules, ensure_ascii=False)});\n"


def _naming(match: re.Match[str]) -> str:
    return f"const {match['names']} = {_variable(match['file'])};\n" if match["names"] else ""


def _variable(name: str) -> str:
    return re.sub(r"\W", "_", name)


def _short(text: str) -> str:
    """A script without comments, indentation, and spaces around signs; with its line ends."""
    lines = _SCRIPT_COMMENT.sub("", text).splitlines()
    stripped = "\n".join(line.strip() for line in lines if line.strip()) + "\n"
    return _SPACED.sub(lambda match: match[1] or match[2], stripped)
