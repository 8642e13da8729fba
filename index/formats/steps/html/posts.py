"""The headings and times of a live blog's posts, in front of each post's first line.

A post is a container that begins with them; there are at least two of its kind on the page.
"""

import copy
import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from index.formats.steps.html.kept_blocks import HEADINGS, Addition, KeptBlocks
from index.formats.steps.html.text import Element, element_text

_OTHERS_TAGS = frozenset(("nav", "footer", "aside", "form"))
_OTHERS = re.compile(
    r"comment|related|sidebar|recommend|most-?(?:read|popular)|gallery|slideshow|carousel",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<![\d:.])[0-2]?\d(?:[:.h][0-5]\d|\s?[ap]\.?m\b)", re.IGNORECASE)
_LONGEST_TIME = 40
_MOST_LETTERS = 5
"""In a time, besides its digits: "Uhr", "GMT", "a.m."."""
_FEWEST_POSTS = 2
_POSTS = frozenset(("post", "entry"))
_ARTICLE = "article-body"
_MARKS = ("time", "span", "div", "p", "dt", "strong", "b", *HEADINGS)


class _Mark(Struct, frozen=True):
    """A heading or time of a post that begins at a line."""

    line: int
    words: str
    kind: object
    """Times are of one kind, headings of the kind of post that they head."""
    is_heading: bool = False
    is_kept: bool = False
    """Whether the text has the heading already."""


def marks(body: Element) -> list[Element]:
    """The elements that may be the heading or the time of a post."""
    return [one for one in body.iter(*_MARKS) if one.tag in HEADINGS or _is_clock(one)]


def with_posts_unnamed(tree: Element) -> Element:
    """The tree, or a copy in which posts have no class, and what holds them is the article.

    Of several elements of the class "post", trafilatura would take the first for the article.
    """
    if not any(True for _ in _named_posts(tree)):
        return tree
    changed = copy.deepcopy(tree)
    for post in list(_named_posts(changed)):
        del post.attrib["class"]
        if next(post.iterancestors("article", "main"), None) is None:
            post.getparent().set("class", _ARTICLE)
    return changed


def of_posts(found: KeptBlocks, elements: list[Element]) -> Iterator[Addition]:
    """What the text lacks of its posts, in the page's order."""
    every = list(_marks(found, elements))
    count = Counter(kind for _, kind in {(mark.line, mark.kind) for mark in every})
    before: dict[int, list[str]] = {}
    timed: set[int] = set()
    for mark in every:
        is_double = not mark.is_heading and mark.line in timed
        if mark.is_kept or is_double or count[mark.kind] < _FEWEST_POSTS:
            continue
        timed |= set() if mark.is_heading else {mark.line}
        before.setdefault(mark.line, []).append(mark.words + ("\n\n" if mark.is_heading else " "))
    for line, words in before.items():
        yield Addition(line, "".join(words))


def _named_posts(tree: Element) -> Iterator[Element]:
    named = [one for one in tree.iter("div", "section") if one.get("class") in _POSTS]
    places = Counter(post.getparent() for post in named)
    for post in named:
        if places[post.getparent()] >= _FEWEST_POSTS and not _is_of_others(post):
            yield post


def _marks(found: KeptBlocks, elements: list[Element]) -> Iterator[_Mark]:
    for element in elements:
        if _is_of_others(element):
            continue
        mark = _time(found, element) if _is_clock(element) else _heading(found, element)
        if mark is not None:
            yield mark


def _time(found: KeptBlocks, element: Element) -> _Mark | None:
    line = None if found.first(element) is not None else _post(found, element)[1]
    words = " ".join(element_text(element).split())
    is_kept = line is not None and found.stands_before(line, words)
    return None if line is None else _Mark(line, words, "time", is_kept=is_kept)


def _heading(found: KeptBlocks, element: Element) -> _Mark | None:
    """The mark of a heading that nothing kept precedes in its post."""
    post, line = _post(found, element)
    words = " ".join(element_text(element).split())
    if post is None or line is None or post.tag == "body" or not any(map(str.isalpha, words)):
        return None
    kept = found.first(element)
    if found.first(post) != (line if kept is None else kept):
        return None
    kind = (element.tag, post.tag, post.get("class"))
    return _Mark(line, words, kind, is_heading=True, is_kept=kept is not None)


def _is_clock(element: Element) -> bool:
    """Whether it says a time of day and hardly anything else."""
    words = (element.text or "").strip()
    if len(element) or not 0 < len(words) <= _LONGEST_TIME or not _CLOCK.search(words):
        return False
    return element.tag == "time" or sum(map(str.isalpha, _CLOCK.sub("", words))) <= _MOST_LETTERS


def _post(found: KeptBlocks, mark: Element) -> tuple[Element | None, int | None]:
    """The smallest element that holds the mark and a kept line after it, and that line."""
    for sibling in mark.itersiblings():
        line = found.first(sibling) if isinstance(sibling.tag, str) else None
        if line is not None:
            return mark.getparent(), line
        if sibling.tag == mark.tag:
            return None, None
    parent = mark.getparent()
    return (None, None) if parent is None or parent.tag == "body" else _post(found, parent)


def _is_of_others(mark: Element) -> bool:
    """Whether it belongs to a reader's comment, a picture or another article."""
    return any(
        one.tag in _OTHERS_TAGS or _OTHERS.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in mark.iterancestors()
        if one.tag not in ("body", "html")
    )
