"""Titles inside the text: front matter, a heading or a headline."""

import re
from collections.abc import Mapping

from msgspec import Struct

from index.formats.steps.text_head import text_head

_LOOKED_AT = 20_000
"""Front matter must end within this many characters."""
_LONGEST_HEADING = 300

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_PAIR = re.compile(r"([A-Za-z][\w .-]{0,40}?)[ \t]*+:(?:[ \t]++(.*))?")
_HEADING = re.compile(r"#[ \t]++(.+?)[ \t]*+#*+[ \t]*+")


class FrontMatter(Struct, frozen=True):
    """The fields between two lines of dashes at the start of a file."""

    fields: Mapping[str, tuple[str, ...]]
    """Values by key in lower case; several if the value is a list."""
    end: int
    """The offset of the text after it."""

    def one(self, *names: str) -> str | None:
        """The first value of the first of these keys that is present."""
        return next((self.fields[name][0] for name in names if self.fields.get(name)), None)

    def several(self, *names: str) -> tuple[str, ...]:
        """All values of the first of these keys that is present."""
        return next((self.fields[name] for name in names if self.fields.get(name)), ())


def front_matter(text: str) -> FrontMatter:
    """Read `key: value` lines; values may be quoted, or lists ("[a, b]" or "- a" lines)."""
    match = _FRONT_MATTER.match(text[:_LOOKED_AT])
    if match is None:
        return FrontMatter({}, 0)
    fields: dict[str, tuple[str, ...]] = {}
    key = ""
    for line in match[1].splitlines():
        pair = _PAIR.fullmatch(line)
        if pair:
            key = pair[1].strip().lower()
            fields[key] = _values(pair[2] or "")
        elif key and line.lstrip().startswith("- "):
            fields[key] += _values(line.lstrip()[2:])
    return FrontMatter(fields, match.end())


def title_of(text: str) -> str | None:
    """The title contained in the text, or None. The text keeps it.

    It is front matter's `title:`, a Markdown heading on the first line, or the first line (ignoring
    credits) that looks like a headline: short, not ending like a sentence, followed by a blank line
    or a credit, and more text.
    """
    matter = front_matter(text)
    if title := matter.one("title", "headline"):
        return title
    body = text[matter.end : matter.end + _LOOKED_AT].lstrip("\ufeff\r\n \t")
    first = body.partition("\n")[0].strip()
    if heading := _HEADING.fullmatch(first[:_LONGEST_HEADING]):
        return heading[1]
    return text_head(body).headline


def _values(written: str) -> tuple[str, ...]:
    written = written.strip()
    parts = written[1:-1].split(",") if written[:1] == "[" and written[-1:] == "]" else [written]
    return tuple(value for part in parts if (value := _unquoted(part.strip())))


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
