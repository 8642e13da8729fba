"""Passages for another model: plain text, Markdown, a tool's output, or `search_result` blocks."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import quote

import msgspec
from msgspec import structs

from index.records import Span
from prompts import say
from service.channels.addresses import Address, written
from service.engine import Engine
from service.lookups.context import pack_context
from service.wire.passages import (
    ContextAnswer,
    ContextFormat,
    ContextPassage,
    ContextRequest,
    FoundPassage,
    SearchResultBlock,
    TextBlock,
)

_SAFE_IN_URL = ":/?#[]@!$&'()*+,;=%~-._"
_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")


def context_for(engine: Engine, request: ContextRequest) -> ContextAnswer:
    """The best passages that fit the budget, in the format that the request names."""
    collection = request.collection or engine.settings.collection
    in_format = partial(_WRITTEN[request.format], collection=collection)
    packed = pack_context(engine, request, in_format)
    if request.format != "anthropic":
        return packed
    blocks = [search_result(one, collection) for one in packed.passages]
    return structs.replace(packed, blocks=blocks)


def search_result(found: ContextPassage, collection: str) -> SearchResultBlock:
    """A passage as a block with one text block per sentence, because blocks are cited whole."""
    passage = found.passage
    return SearchResultBlock(
        source=passage.url or _address(passage, collection),
        title=_title(passage),
        content=[TextBlock(_words(passage, part.start, part.end)) for part in found.parts],
    )


def as_blocks(chosen: Sequence[ContextPassage], *, collection: str) -> str:
    """The JSON of `search_result` blocks."""
    return _json([search_result(one, collection) for one in chosen])


def as_tool_output(chosen: Sequence[ContextPassage], *, collection: str) -> str:
    """The JSON that a `search` tool gives back: `results` with `id`, `title`, `url` and `text`."""
    return _json({"results": [_result(one, collection) for one in chosen]})


def as_markdown(chosen: Sequence[ContextPassage], *, collection: str) -> str:
    """Each passage as a quotation under its number, headline, outlet and date."""
    del collection
    return "\n\n".join(_in_markdown(one) for one in chosen)


def as_text(chosen: Sequence[ContextPassage], *, collection: str) -> str:
    """Each passage under its number, headline, outlet and date."""
    del collection
    return "\n\n".join(f"[{one.number}] {_about(one)}\n{one.passage.text}" for one in chosen)


_WRITTEN: dict[ContextFormat, Callable[..., str]] = {
    "text": as_text,
    "anthropic": as_blocks,
    "openai": as_tool_output,
    "markdown": as_markdown,
}


def _result(one: ContextPassage, collection: str) -> dict[str, object]:
    passage = one.passage
    return {
        "id": _address(passage, collection, Span(passage.start, passage.end)),
        "title": _title(passage),
        "url": passage.url or _address(passage, collection),
        "published": passage.published,
        "text": passage.text,
    }


def _in_markdown(one: ContextPassage) -> str:
    about = _MARKUP.sub(r"\\\1", " ".join(_about(one).split()))
    url = one.passage.url
    # Angle brackets take any URL but their own kind and line breaks, which are encoded.
    link = f" <{quote(url, safe=_SAFE_IN_URL)}>" if url and _is_web(url) else ""
    return f"**[{one.number}]** {about}{link}\n\n" + "\n".join(
        f"> {line}" if line else ">" for line in one.passage.text.splitlines()
    )


def _about(one: ContextPassage) -> str:
    passage = one.passage
    date = passage.published[:10] if passage.published else say("page_unknown_date")
    return ", ".join(part for part in (passage.title, passage.source, date) if part)


def _title(passage: FoundPassage) -> str:
    return passage.title or passage.source or passage.article_id


def _address(passage: FoundPassage, collection: str, span: Span | None = None) -> str:
    return written(Address(collection, passage.article_id, passage.version, span))


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _words(passage: FoundPassage, start: int, end: int) -> str:
    return passage.text[start - passage.start : end - passage.start]


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
