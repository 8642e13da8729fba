"""Restores what trafilatura drops from an article: lists, headings, times of posts.

If a page has no <article> or similar container, trafilatura keeps only paragraphs. So text between
kept paragraphs with the same parent belongs to the article, unless it is navigation or links. In a
live blog, each post's time goes in front of its first words.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from msgspec import Struct

from index.formats.steps.html.text import Element, element_text, is_sentence

_SAME = 50
"""A block is recognised by as many first characters, without blanks."""
_TELLING = 20
"""A block of fewer characters may be in the text by chance."""
_LISTS = frozenset(("ul", "ol", "dl"))
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_KEPT = frozenset(("p", "li", "dd", "dt", "blockquote", "tr", "pre", *_HEADINGS))
_FURNITURE_TAGS = frozenset(
    ("nav", "footer", "header", "aside", "form", "figure", "button", "menu", "noscript")
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|shar(?:e|ing)|social|nav|navigation|menu|footer|promo|ads?"
    r"|advert\w*|newsletter|subscribe|cookie|sidebar|recommend\w*|tags?|breadcrumbs?|byline|author"
    r"|pagination|most-?(?:read|popular)|read-?(?:more|next)|trending|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHERS_TAGS = frozenset(("nav", "footer", "aside", "form"))
_OTHERS = re.compile(r"comment|related|sidebar|recommend|most-?(?:read|popular)", re.IGNORECASE)
_PASSED = frozenset((*_LISTS, *_HEADINGS, "br", "hr", "script", "style", "figure"))
_MOST_LINKED = 0.4
"""The most of a list's characters that may be links."""
_CLOCK = re.compile(r"(?<![\d:.])[0-2]?\d(?:[:.h][0-5]\d|\s?[ap]\.?m\b)", re.IGNORECASE)
_LONGEST_TIME = 40
_MOST_LETTERS = 5
"""In a time, besides its digits: "Uhr", "GMT", "a.m."."""
_FEWEST_POSTS = 2
_MOST_BLOCKS = 5_000


class _Addition(Struct, frozen=True):
    """Words to add before or after a line of the text."""

    line: int
    words: str
    is_time: bool = False
    is_after: bool = False


def with_left_out(text: str, tree: Element) -> str:
    """The article's text with what belongs to it and was left out of the page."""
    body = next(tree.iter("body"), tree)
    known = _key(text)
    places = _places_of_paragraphs(body, known)
    missing = [
        one
        for one in body.iter("p", *_LISTS, *_HEADINGS)
        if one.getparent() in places and _is_missing(one, known)
    ]
    clocks = list(_clocks(body))
    if not missing and len(clocks) < _FEWEST_POSTS:
        return text
    lines = re.split(r"(\n+)", text)
    found = _Found(body, lines)
    additions = [*_between(found, missing), *_times(found, clocks)]
    return _added(lines, additions) if additions else text


class _Found:
    """The page's blocks in order, and the line of the text that each became."""

    def __init__(self, body: Element, lines: Sequence[str]) -> None:
        self._lines: dict[Element, int] = {}
        starts: dict[str, list[int]] = {}
        for number in range(0, len(lines), 2):
            starts.setdefault(_key(lines[number])[:_SAME], []).append(number)
        for block in islice(body.iter(*_KEPT), _MOST_BLOCKS):
            numbers = starts.get(_key_of(block)[:_SAME])
            if numbers:
                self._lines[block] = numbers.pop(0) if len(numbers) > 1 else numbers[0]

    def first(self, element: Element) -> int | None:
        """The line of the first block that an element is or holds."""
        return next(self._inside(element), None)

    def last(self, element: Element) -> int | None:
        """The line of the last block that an element is or holds."""
        return max(self._inside(element), default=None)

    def _inside(self, element: Element) -> Iterator[int]:
        return (self._lines[one] for one in element.iter(*_KEPT) if one in self._lines)


def _places_of_paragraphs(body: Element, known: str) -> set[Element]:
    """The parents and grandparents of paragraphs that were kept."""
    kept = (one for one in body.iter("p") if _is_kept(one, known))
    parents = {one.getparent() for one in kept}
    return parents | {one.getparent() for one in parents if one is not body and one is not None}


def _is_kept(block: Element, known: str) -> bool:
    key = _key_of(block)[:_SAME]
    return len(key) >= _TELLING and key in known


def _is_missing(element: Element, known: str) -> bool:
    """Whether it is a list or heading of the article's kind that its text lacks."""
    key = _key_of(element)
    if not any(map(str.isalpha, key)) or key in known:
        return False
    if any(_is_kept(block, known) for block in element.iter(*_KEPT)):
        return False
    linked = sum(len(_key_of(link)) for link in element.iter("a"))
    if element.tag == "p":
        # Only one that is all link is left out by mistake: a sentence, not "Read more".
        return linked == len(key) and is_sentence(key) and not _is_furniture(element)
    return linked <= _MOST_LINKED * len(key) and not _is_furniture(element)


def _between(found: _Found, missing: Sequence[Element]) -> Iterator[_Addition]:
    """Lists and headings that follow a kept block below the same parent."""
    for element in missing:
        if any(one in missing for one in element.iterancestors()):
            continue
        before = _nearest(element.itersiblings(preceding=True), found.last)
        after = _nearest(element.itersiblings(), found.first)
        words = element_text(element).strip()
        if not any(map(str.isalpha, words)):
            continue
        if before is not None and (after is not None or element.tag not in _HEADINGS):
            yield _Addition(before, words, is_after=True)
        elif after is not None and element.getparent().tag == "body":
            yield _Addition(after, words)


def _nearest(siblings: Iterator[Element], line_of: Callable[[Element], int | None]) -> int | None:
    """The line of the next sibling that was kept; only what is left out here lies between."""
    for one in siblings:
        line = line_of(one) if isinstance(one.tag, str) else None
        if line is not None:
            return line
        if isinstance(one.tag, str) and one.tag not in _PASSED:
            return None
    return None


def _times(found: _Found, clocks: Sequence[Element]) -> Iterator[_Addition]:
    """The time of each post of a live blog, in front of the post's first line."""
    posts: dict[int, str] = {}
    for element in clocks:
        line = None if found.first(element) is not None else _line_of_post(found, element)
        if line is not None and not _is_of_others(element):
            posts.setdefault(line, " ".join(element_text(element).split()))
    if len(posts) >= _FEWEST_POSTS:
        for line, words in posts.items():
            yield _Addition(line, words, is_time=True)


def _clocks(body: Element) -> Iterator[Element]:
    """Elements that say a time of day and hardly anything else."""
    for element in body.iter("time", "span", "div", "p", "dt", "strong", "b", *_HEADINGS):
        words = (element.text or "").strip()
        if len(element) or not 0 < len(words) <= _LONGEST_TIME or not _CLOCK.search(words):
            continue
        if element.tag == "time" or sum(map(str.isalpha, _CLOCK.sub("", words))) <= _MOST_LETTERS:
            yield element


def _line_of_post(found: _Found, time: Element) -> int | None:
    """The first kept line after the time, inside the smallest element that holds both."""
    for sibling in time.itersiblings():
        line = found.first(sibling) if isinstance(sibling.tag, str) else None
        if line is not None:
            return line
        if sibling.tag == time.tag:
            return None
    parent = time.getparent()
    return None if parent is None or parent.tag == "body" else _line_of_post(found, parent)


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


def _is_of_others(time: Element) -> bool:
    """Whether it is the time of a reader's comment or of another article."""
    return any(
        one.tag in _OTHERS_TAGS or _OTHERS.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in time.iterancestors()
        if one.tag not in ("body", "html")
    )


def _added(lines: Sequence[str], additions: Sequence[_Addition]) -> str:
    parts: list[str] = []
    for number, line in enumerate(lines):
        here = [one for one in additions if one.line == number]
        parts += (f"{one.words}\n\n" for one in here if not (one.is_after or one.is_time))
        parts += (f"{one.words} " for one in here if one.is_time)
        parts.append(line)
        parts += (f"\n\n{one.words}" for one in here if one.is_after)
        if any(one.is_after for one in here) and lines[number + 1 : number + 2] == ["\n"]:
            parts.append("\n")
    return "".join(parts)


def _key_of(element: Element) -> str:
    return _key("".join(element.itertext()))


def _key(words: str) -> str:
    return "".join(words.split())
