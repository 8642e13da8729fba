"""Which text of a page is the article: trafilatura's judgement, and what to do where it fails.

Options and rules were chosen by `python -m eval.components.html_extraction`.
"""

import copy
import logging
from itertools import islice
from typing import Any

from msgspec import Struct

from index.formats.steps.html_text import Element, element_text, is_deep

MAX_ELEMENTS = 20_000
"""Larger pages are not judged: some steps take time that grows with the square of it."""

_KEPT_TAGS: frozenset[str] = frozenset()
_SHORT = 250
"""Characters below which trafilatura takes whatever text there is."""
_SAME_PARAGRAPH = 60
"""So many first characters tell a paragraph from all others."""
_MISSING = 0.3
"""Chunks left out of the extraction count when they hold that part of what was extracted."""


class Extracted(Struct, frozen=True):
    """The article's text ("" where the page has none) and what had to be assumed."""

    text: str
    assumed: tuple[str, ...] = ()


def article_text(tree: Element) -> Extracted:
    """Find the article of a parsed page. The tree is left as it was."""
    if is_giant(tree):
        return _everything(tree)
    text = _judged(tree)
    if len(text) >= _SHORT:
        return Extracted(_longer(text, _with_chunks(tree, text)))
    text = text or _judged(tree, favor_recall=True)
    # Of very short pages trafilatura may return words with spaces that the page does not have.
    return Extracted(text) if text and _is_verbatim(text, tree) else _everything(tree)


def is_giant(tree: Element) -> bool:
    """Whether it has more than 20,000 elements, or 256 levels; news pages have hundreds, and 30."""
    return next(islice(tree.iter(), MAX_ELEMENTS, None), None) is not None or is_deep(tree)


def quiet_trafilatura() -> None:
    """It logs every page it finds nothing in as an error; we say so ourselves."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def _judged(tree: Element, *, favor_recall: bool = False) -> str:
    """Comments are readers' words, not the article's; tables hold some outlets' whole pages."""
    from trafilatura import bare_extraction

    quiet_trafilatura()
    try:
        found: Any = bare_extraction(tree, include_comments=False, favor_recall=favor_recall)
    except Exception:  # noqa: BLE001 (hostile pages break it in many ways; the text is still there)
        return ""
    return "" if found is None else element_text(found.body, _KEPT_TAGS).strip()


def _is_verbatim(text: str, tree: Element) -> bool:
    whole = " ".join(element_text(tree).split())
    return all(" ".join(line.split()) in whole for line in text.splitlines())


def _longer(text: str, other: str) -> str:
    return other if len(other) > len(text) else text


def _with_chunks(tree: Element, text: str) -> str:
    """Extract again where the article was cut into several containers and only one was taken.

    Advertisements split some outlets' articles into equal containers (same tag, same class, in
    one <article>). Their content is put into the first; "" where there is no such case.
    """
    copied = copy.deepcopy(tree)
    chunks = _chunks(copied, text)
    found = sum(_words(chunk, text, there=True) for chunk in chunks)
    missing = sum(_words(chunk, text, there=False) for chunk in chunks)
    if len(chunks) < 2 or found * 2 < len(text) or missing < _MISSING * found:
        return ""
    for chunk in chunks[1:]:
        chunks[0].extend(list(chunk))
    merged = _judged(copied)
    return merged if text[:_SAME_PARAGRAPH] in merged else ""


def _chunks(tree: Element, text: str) -> list[Element]:
    """The container that most of the text came from, and its equals in the same article."""
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
    for tag in ("article", "main", "body"):
        longest = max(map(element_text, tree.iter(tag)), key=len, default="").strip()
        if longest:
            return Extracted(longest, (f"text: all of <{tag}>, since no article was recognised",))
    return Extracted("")
