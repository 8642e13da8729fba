"""Passages in the shapes that other people's models take."""

from typing import Literal

from msgspec import Struct, field

ContextFormat = Literal["text", "anthropic", "openai", "markdown"]


class TextBlock(Struct, frozen=True, tag_field="type", tag="text"):
    """One quote, verbatim: the smallest thing that the model can cite."""

    text: str


class CitationsSwitch(Struct, frozen=True):
    """Whether the model cites what it uses."""

    enabled: bool = True


class SearchResultBlock(Struct, frozen=True, kw_only=True, tag_field="type", tag="search_result"):
    """A content block of type `search_result`, as the Anthropic Messages API takes it."""

    source: str
    """The article's URL, or a `dateline:` URI with its id and version."""
    title: str
    content: list[TextBlock]
    citations: CitationsSwitch = field(default_factory=CitationsSwitch)


class TextPart(Struct, frozen=True, kw_only=True):
    """One sentence of a passage: `text[start:end]` of the article has this sha256 in UTF-8."""

    start: int
    end: int
    sha256: str
