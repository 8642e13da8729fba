"""Terminal output: messages in the reader's language, quoted words, JSON."""

import shutil
import sys
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from prompts import say
from service.printing import style

if TYPE_CHECKING:
    # Only named here: `dateline config` must not load the database's library.
    from service.wire.answer import Citation

_BAR = "│ "
_CUT = "…"
_DAY = len("2026-01-31")
_THOUSANDS = {"en": ",", "de": ".", "es": "."}
_REVISIONS = {"corrected": "page_corrected", "updated": "page_updated"}
# Never read as a decimal point, in any language (ISO 80000-1, 7.3).
_NARROW_SPACE = "\u202f"


class Terminal(Struct, frozen=True):
    """Prints messages from `prompts/` in one language."""

    language: str = "en"

    def words(self, name: str, **values: object) -> str:
        """The message of that name; whole numbers are grouped as the language does it."""
        shown = {key: self._shown(value) for key, value in values.items()}
        return say(name, self.language, **shown)

    def say(self, name: str, *, err: bool = False, dim: bool = False, **values: object) -> None:
        """Print the message of that name on a line of its own."""
        click.echo(style(self.words(name, **values), dim=dim), err=err)

    def day(self, published: str | None) -> str:
        """The day of an ISO 8601 date, or the words for "date unknown"."""
        return published[:_DAY] if published else self.words("page_unknown_date")

    def outlet(self, name: str | None) -> str:
        """The outlet's name, or the words for "unknown outlet"."""
        return name or self.words("page_unknown_outlet")

    def fitted(self, line: str) -> str:
        """A line cut to the width of the terminal; elsewhere, nothing is cut."""
        line = one_line(line)
        if not sys.stdout.isatty():
            return line
        from rich.cells import cell_len, set_cell_size

        width = shutil.get_terminal_size().columns
        return line if cell_len(line) <= width else set_cell_size(line, width - 1) + _CUT

    def _shown(self, value: object) -> object:
        if isinstance(value, int):
            mark = _THOUSANDS.get(self.language.lower()[:2], _NARROW_SPACE)
            return f"{value:,}".replace(",", mark)
        return one_line(value) if isinstance(value, str) else value


def one_line(text: str) -> str:
    """The text on one line: a file name could contain line breaks and fake a message."""
    return " ".join(text.splitlines())


def print_quoted(words: str) -> None:
    """Quoted words beside a bar, without empty lines."""
    for line in words.splitlines():
        if line.strip():
            click.echo(style(_BAR, fg="cyan") + line)


def print_source(terminal: Terminal, citation: "Citation") -> None:
    """Print the source of cited words: outlet, day, title, and position in the article."""
    outlet, day = terminal.outlet(citation.source), terminal.day(citation.published)
    title = citation.title or terminal.words("page_untitled")
    place = f"{citation.article_id}:{citation.start}-{citation.end}"
    note = f", {terminal.words(_REVISIONS[citation.revision])}" if citation.revision else ""
    page = f", {terminal.words('answer_page', page=citation.page)}" if citation.page else ""
    cited = f"  [{citation.number}] {outlet}, {day}{page} — {title} ({place}){note}"
    click.echo(style(cited, dim=True))


def print_json(value: Any) -> None:
    """A value for programs."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
