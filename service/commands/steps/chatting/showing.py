"""Shows an article in the pager at the cited words; writes a conversation to a file."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from index.errors import InputError
from index.records import reshape
from service.commands.steps.terminal import Terminal, one_line
from service.printing import page, style
from service.wire.answer import Citation
from service.wire.articles import ArticleOut
from service.wire.conversations import TurnOut

_LINES_BEFORE = 3


class Place(Struct, frozen=True, kw_only=True):
    """The position at which to open an article."""

    article_id: str
    version: str | None = None
    start: int = 0
    end: int = 0


def place_of(citation: Citation) -> Place:
    """The cited words."""
    return reshape(citation, Place)


def show(terminal: Terminal, article: ArticleOut, place: Place) -> None:
    """The article with its headline and source, the cited words set off."""
    head = _head(terminal, article)
    before, cited = article.text[: place.start], article.text[place.start : place.end]
    body = f"{before}{style(cited, bold=True, underline=True)}{article.text[place.end :]}"
    line = 1 + head.count("\n") + before.count("\n") if cited else 1
    page(f"{head}{body}", max(1, line - _LINES_BEFORE))


def _head(terminal: Terminal, article: ArticleOut) -> str:
    title = one_line(article.title or terminal.words("page_untitled"))
    source = f"{terminal.outlet(article.outlet)}, {terminal.day(article.published)}"
    lines = [style(title, bold=True), style(one_line(source), dim=True)]
    if article.url:
        lines.append(style(one_line(article.url), dim=True))
    return "\n".join([*lines, "", ""])


_FOR_PROGRAMS = (".jsonl", ".ndjson")


def write(turns: Sequence[TurnOut], name: str) -> Path:
    """Write the turns in the format given by the file's suffix; return the path.

    Raises:
        InputError: the file exists, or cannot be written.
    """
    from service.conversations.transcripts import in_json_lines, in_markdown

    path = Path(name).expanduser()
    if path.suffix in _FOR_PROGRAMS:
        text = in_json_lines(turns)
    else:
        text = "\n".join(f"{in_markdown(turn)}\n" for turn in turns)
    try:
        with path.open("x", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as exc:
        raise InputError(f"{path}: {exc.strerror or exc}") from exc
    return path
