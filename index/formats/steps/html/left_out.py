"""Restores what trafilatura drops from an article: lists, headings, times of posts.

If a page has no <article> or similar container, trafilatura keeps only paragraphs. So text between
kept paragraphs with the same parent belongs to the article, unless it is navigation or links. In a
live blog, each post's heading and time go in front of its first words (`posts.py`).
"""

import re
from collections.abc import Callable, Iterator, Sequence

from index.formats.steps.html.kept_blocks import (
    BLOCKS,
    HEADINGS,
    SAME,
    Addition,
    KeptBlocks,
    key,
    key_of,
)
from index.formats.steps.html.posts import marks, of_posts
from index.formats.steps.html.text import Element, element_text, is_sentence

_TELLING = 20
"""A block of fewer characters may be in the text by chance."""
_LISTS = frozenset(("ul", "ol", "dl"))
_FURNITURE_TAGS = frozenset(
    ("nav", "footer", "header", "aside", "form", "figure", "button", "menu", "noscript")
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|shar(?:e|ing)|social|nav|navigation|menu|footer|promo|ads?"
    r"|advert\w*|newsletter|subscribe|cookie|sidebar|recommend\w*|tags?|breadcrumbs?|byline|author"
    r"|pagination|most-?(?:read|popular)|read-?(?:more|next)|trending|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PASSED = frozenset((*_LISTS, *HEADINGS, "br", "hr", "script", "style", "figure"))
_MOST_LINKED = 0.4
"""The most of a list's characters that may be links."""


def with_left_out(text: str, tree: Element) -> str:
    """The article's text with what belongs to it and was left out of the page."""
    body = next(tree.iter("body"), tree)
    known = key(text)
    places = _places_of_paragraphs(body, known)
    missing = [
        one
        for one in body.iter("p", *_LISTS, *HEADINGS)
        if one.getparent() in places and _is_missing(one, known)
    ]
    marked = marks(body)
    if not missing and not marked:
        return text
    lines = re.split(r"(\n+)", text)
    found = KeptBlocks(body, lines)
    additions = [*_between(found, missing), *of_posts(found, marked)]
    return _added(lines, additions) if additions else text


def _places_of_paragraphs(body: Element, known: str) -> set[Element]:
    """The parents and grandparents of paragraphs that were kept."""
    kept = (one for one in body.iter("p") if _is_kept(one, known))
    parents = {one.getparent() for one in kept}
    return parents | {one.getparent() for one in parents if one is not body and one is not None}


def _is_kept(block: Element, known: str) -> bool:
    start = key_of(block)[:SAME]
    return len(start) >= _TELLING and start in known


def _is_missing(element: Element, known: str) -> bool:
    """Whether it is a list or heading of the article's kind that its text lacks."""
    words = key_of(element)
    if not any(map(str.isalpha, words)) or words in known:
        return False
    if any(_is_kept(block, known) for block in element.iter(*BLOCKS)):
        return False
    linked = sum(len(key_of(link)) for link in element.iter("a"))
    if element.tag == "p":
        # Only one that is all link is left out by mistake: a sentence, not "Read more".
        return linked == len(words) and is_sentence(words) and not _is_furniture(element)
    return linked <= _MOST_LINKED * len(words) and not _is_furniture(element)


def _between(found: KeptBlocks, missing: Sequence[Element]) -> Iterator[Addition]:
    """Lists and headings that follow a kept block below the same parent."""
    for element in missing:
        if any(one in missing for one in element.iterancestors()):
            continue
        before = _nearest(element.itersiblings(preceding=True), found.last)
        after = _nearest(element.itersiblings(), found.first)
        words = element_text(element).strip()
        if not any(map(str.isalpha, words)):
            continue
        if before is not None and (after is not None or element.tag not in HEADINGS):
            yield Addition(before, words, is_after=True)
        elif after is not None and element.getparent().tag == "body":
            yield Addition(after, f"{words}\n\n")


def _nearest(siblings: Iterator[Element], line_of: Callable[[Element], int | None]) -> int | None:
    """The line of the next sibling that was kept; only what is left out here lies between."""
    for one in siblings:
        line = line_of(one) if isinstance(one.tag, str) else None
        if line is not None:
            return line
        if isinstance(one.tag, str) and one.tag not in _PASSED:
            return None
    return None


def _is_furniture(element: Element) -> bool:
    return any(
        one.tag in _FURNITURE_TAGS or is_furniture(one)
        for one in (element, *element.iterancestors())
        if one.tag not in ("body", "html")
    )


def is_furniture(element: Element) -> bool:
    """Whether an element's class, id or role marks it as outside the article."""
    if element.tag in ("body", "html", "article", "main"):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (
        element.tag in ("nav", "footer", "aside", "form")
        or bool(_FURNITURE.search(named))
        or element.get("role") in ("navigation", "complementary", "contentinfo", "menu")
    )


def _added(lines: Sequence[str], additions: Sequence[Addition]) -> str:
    parts: list[str] = []
    for number, line in enumerate(lines):
        here = [one for one in additions if one.line == number]
        parts += (one.words for one in here if not one.is_after)
        parts.append(line)
        parts += (f"\n\n{one.words}" for one in here if one.is_after)
        if any(one.is_after for one in here) and lines[number + 1 : number + 2] == ["\n"]:
            parts.append("\n")
    return "".join(parts)
