"""The words that stand in our own code: in Python, in scripts, in pages."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIDGET = ROOT / "service" / "widget"
SCRIPTS = sorted(WIDGET.glob("*.js"))
PAGES = sorted(WIDGET.glob("*.html"))
STYLES = sorted(WIDGET.glob("*.css"))

_SCRIPT = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`"""
    r"""|(?P<pattern>/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n\[])+/[gimsuy]*(?=[\s.,;)\]]))""",
    re.DOTALL,
)
_FILLED = re.compile(r"\$\{([^}]*)\}")
_NAMED_BY = {
    "aria-label": "data-say-label",
    "placeholder": "data-say-hint",
    "content": "data-say-content",
}


def python_files(*folders: str) -> list[Path]:
    """The modules below these folders of the project."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def python_literals(path: Path) -> set[str]:
    """Every string that stands in a module."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def script_literals(text: str) -> Iterator[tuple[int, str]]:
    """Every string of a script with where it begins, those inside `${...}` as well."""
    for match in _SCRIPT.finditer(text):
        if match["comment"] is None and match["pattern"] is None:
            yield match.start(), match[0][1:-1]
            for inner in _FILLED.finditer(match[0]):
                for start, literal in script_literals(inner[1]):
                    yield match.start() + inner.start(1) + start, literal


def page_words(html: str) -> list[tuple[str | None, str]]:
    """What a person may read on a page, each with the name of its message if it has one."""
    return [(name, words) for name, words, _ in _parsed(html)]


def page_names(html: str) -> set[str]:
    """Messages that a page shows by itself: not those that it only carries for scripts."""
    return {name for name, _, carried in _parsed(html) if name and not carried}


def _parsed(html: str) -> list[tuple[str | None, str, bool]]:
    parser = _Page()
    parser.feed(html)
    return parser.found


class _Page(HTMLParser):
    """Finds text, and attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str | None, str, bool]] = []
        self._name: str | None = None
        self._carried = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._name = given.get("data-say")
        self._carried = self._carried or tag == "template"
        for attribute, say in _NAMED_BY.items():
            shown = attribute != "content" or given.get("name") == "description"
            if given.get(attribute) and shown:
                self.found.append((given.get(say), str(given[attribute]), self._carried))

    def handle_endtag(self, tag: str) -> None:
        self._name = None
        self._carried = self._carried and tag != "template"

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append((self._name, data.strip(), self._carried))
