"""Markdown: its text without the markup, one article per file.

Paragraphs are separated by blank lines; list items and table rows have a line each; line breaks
inside a paragraph become spaces. Images give no text. Front matter (`key: value` between two lines
of dashes) gives title, date, author, source, url, language and id.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from index.files.encodings import decode
from index.files.streams import read_all
from index.formats.contract import Documents, Format, TextFormat
from index.formats.fields.values import date_of
from index.formats.steps.document import document, rejecting
from index.formats.steps.headline import front_matter, title_of
from index.formats.steps.html.text import fragment_text
from index.formats.steps.text_head import Value, text_head

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_MARKDOWN_BYTES = 2 << 20
"""The largest Markdown file: 2 MiB (the parser takes up to ten seconds per MiB)."""

_GROUPS = frozenset(("bullet_list", "ordered_list", "table"))


class MdFormat(TextFormat):
    """Reads CommonMark with tables."""

    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown")
    media_types: tuple[str, ...] = ("text/markdown", "text/x-markdown")

    @rejecting
    def read(self, stream: BinaryIO, origin: str) -> Documents:
        """Yield the one article."""
        decoded = decode(read_all(stream, MAX_MARKDOWN_BYTES, "Markdown file"), self._charset)
        matter = front_matter(decoded.text)
        tokens = _tokens(decoded.text[matter.end :])
        text = _rendered(tokens)
        published, dated = date_of("published", matter.one("published", "date", "pubdate"))
        modified, _ = date_of("modified", matter.one("modified", "updated", "last_modified"))
        known: dict[str, Value] = {
            "outlet": matter.one("source", "outlet", "publisher"),
            "published": published,
            "modified": modified,
            "authors": matter.several("authors", "author", "byline"),
        }
        fields, notes = text_head(text).besides(known)
        yield document(
            text,
            format="md",
            origin=origin,
            id=matter.one("id"),
            title=matter.one("title", "headline") or _first_heading(tokens) or title_of(text),
            url=matter.one("url", "link", "canonical_url"),
            language=matter.one("language", "lang"),
            assumed=(*decoded.assumed, *dated, *notes),
            **fields,
        )


def create(charset: str | None = None) -> Format:
    """Build one; `charset` is the encoding that a server declared, if any."""
    return MdFormat(charset)


def _tokens(markdown: str) -> "Sequence[Token]":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").parse(markdown)


def _first_heading(tokens: "Sequence[Token]") -> str | None:
    if len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return _inline(tokens[1].children or [])
    return None


def _rendered(tokens: "Sequence[Token]") -> str:
    page = _Page()
    for token in tokens:
        page.take(token)
    return page.text()


class _Page:
    """Joins blocks with blank lines, or with line breaks inside a list or table."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._gap = ""
        self._depth = 0
        self._row: list[str] | None = None

    def take(self, token: "Token") -> None:
        """Add the text of a token."""
        if token.type.removesuffix("_open").removesuffix("_close") in _GROUPS:
            self._depth += token.nesting
            self._gap = self._gap if self._depth else "\n\n"
        elif token.type == "tr_open":
            self._row = []
        elif token.type == "tr_close":
            self._add("\t".join(self._row or ()))
            self._row = None
        elif self._row is None:
            self._add(_words(token))
        elif token.type == "inline":
            self._row.append(_words(token))

    def text(self) -> str:
        """The whole text."""
        return "".join(self._parts)

    def _add(self, words: str) -> None:
        if words.strip():
            self._parts += (self._gap if self._parts else "", words)
            self._gap = "\n" if self._depth else "\n\n"


def _words(token: "Token") -> str:
    if token.type == "inline":
        return _inline(token.children or [])
    if token.type in ("fence", "code_block"):
        return token.content.strip("\n")
    return fragment_text(token.content) if token.type == "html_block" else ""


def _inline(tokens: "Sequence[Token]") -> str:
    return "".join(map(_inline_words, tokens)).strip()


def _inline_words(token: "Token") -> str:
    if token.type in ("text", "text_special", "code_inline"):
        return token.content
    if token.type == "html_inline":
        return "\n" if token.content.lower().startswith("<br") else ""
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, "")
