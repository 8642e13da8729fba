"""Finds the article in a page with trafilatura, and handles its failures.

Options and rules were chosen by the gates of pages: `make gate`.
"""

import copy
import logging
from itertools import islice
from typing import Any

from msgspec import Struct

from index.formats.steps.html.left_out import is_furniture, with_left_out
from index.formats.steps.html.loose_text import with_paragraphs
from index.formats.steps.html.posts import with_posts_unnamed
from index.formats.steps.html.spacing import with_spacing_of
from index.formats.steps.html.text import Element, element_text, is_deep

MAX_ELEMENTS = 20_000
"""Larger pages are not analysed, because some steps take quadratic time."""

_KEPT_TAGS: frozenset[str] = frozenset()
_SHORT = 250
"""Below this many characters, trafilatura falls back to whatever text there is."""
_SAME_PARAGRAPH = 60
"""A paragraph is identified by this many first characters."""
_MISSING = 0.3
"""Missing chunks matter if they have at least this share of the extracted text's length."""


class Extracted(Struct, frozen=True):
    """The article's text ("" if the page has none) and what had to be assumed."""

    text: str
    assumed: tuple[str, ...] = ()


def article_text(tree: Element, *, giant: bool | None = None) -> Extracted:
    """Find the article of a parsed page. The tree is not changed.

    Args:
        tree: the page.
        giant: whether it `is_giant`, if that is known already.
    """
    if is_giant(tree) if giant is None else giant:
        return _whole(tree)
    tree = with_paragraphs(tree)
    text = _extracted(tree)
    # Where it finds no article, it may return all paragraphs as one line.
    if len(text) >= _SHORT and ("\n" in text or _is_verbatim(text, tree)):
        return Extracted(with_left_out(_longer(text, _with_chunks(tree, text)), tree))
    text = text or _extracted(tree, favor_recall=True)
    # For very short pages trafilatura may return words with spaces that the page does not have.
    if text and _is_verbatim(text, tree):
        return Extracted(with_left_out(text, tree))
    return _everything(tree)


def is_giant(tree: Element) -> bool:
    """Whether it has over 20,000 elements or 256 levels; news pages have hundreds, and 30."""
    return next(islice(tree.iter(), MAX_ELEMENTS, None), None) is not None or is_deep(tree)


def quiet_trafilatura() -> None:
    """Silence its log: it reports every page without an article as an error."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def _extracted(tree: Element, *, favor_recall: bool = False) -> str:
    """Extract without readers' comments, but with tables: some outlets' pages are all table."""
    from trafilatura import bare_extraction

    quiet_trafilatura()
    unnamed = with_posts_unnamed(tree)
    try:
        found: Any = bare_extraction(unnamed, include_comments=False, favor_recall=favor_recall)
    except Exception:  # noqa: BLE001 (hostile pages break it in many ways; the text is still there)
        return ""
    text = "" if found is None else element_text(found.body, _KEPT_TAGS).strip()
    return with_spacing_of(tree, text)


def _is_verbatim(text: str, tree: Element) -> bool:
    """Whether each line stands in one paragraph of the page: some are made of several."""
    whole = "\n".join(" ".join(line.split()) for line in element_text(tree).splitlines())
    return all(" ".join(line.split()) in whole for line in text.splitlines())


def _longer(text: str, other: str) -> str:
    return other if len(other) > len(text) else text


def _with_chunks(tree: Element, text: str) -> str:
    """Extract again if the article is split into several containers and only one was found.

    Advertisements split some outlets' articles into similar containers (same tag, same class, in
    one <article>). Their content is moved into the first. Returns "" if this is not the case.
    """
    copied = copy.deepcopy(tree)
    chunks = _chunks(copied, text)
    found = sum(_words(chunk, text, there=True) for chunk in chunks)
    missing = sum(_words(chunk, text, there=False) for chunk in chunks)
    if len(chunks) < 2 or found * 2 < len(text) or missing < _MISSING * found:
        return ""
    for chunk in chunks[1:]:
        chunks[0].extend(list(chunk))
    merged = _extracted(copied)
    return merged if text[:_SAME_PARAGRAPH] in merged else ""


def _chunks(tree: Element, text: str) -> list[Element]:
    """The container that most of the text came from, and similar ones in the same article."""
    parents = {paragraph.getparent() for paragraph in tree.iter("p")} - {None}
    main = max(parents, key=lambda parent: _words(parent, text, there=True), default=None)
    if main is None or not main.get("class"):
        return []
    scope = _scope(main)
    return [
        element
        for element in scope.iter(main.tag)
        if element in parents
        and element.get("class") == main.get("class")
        and _scope(element) is scope
    ]


def _scope(element: Element) -> Element:
    return next(element.iterancestors("article", "main", "body"), element)


def _words(container: Element, text: str, *, there: bool) -> int:
    """Characters in the container's own long paragraphs that are (or are not) in the text."""
    paragraphs = (element_text(p) for p in container.iterchildren("p"))
    return sum(
        len(words)
        for words in paragraphs
        if len(words) > _SAME_PARAGRAPH and (words[:_SAME_PARAGRAPH] in text) is there
    )


def _everything(tree: Element) -> Extracted:
    """All of the page's article but its furniture; if that leaves nothing, all of it."""
    plain = copy.deepcopy(tree)
    for one in [one for one in plain.iter() if isinstance(one.tag, str) and is_furniture(one)]:
        # Emptied, not removed: if it was a block, the words around it stay separate.
        one.clear(keep_tail=True)
    found = _whole(plain)
    return found if found.text else _whole(tree)


def _whole(tree: Element) -> Extracted:
    for tag in ("article", "main", "body"):
        longest = max(map(element_text, tree.iter(tag)), key=len, default="").strip()
        if longest:
            return Extracted(longest, (f"text: all of <{tag}>, because no article was found",))
    return Extracted("")
