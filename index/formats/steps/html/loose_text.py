"""Wraps loose sentences between paragraphs in paragraphs.

    <p>One.</p> Two is <b>bare</b>. <p>Three.</p>

Extractors look for paragraphs and, if there are any, drop everything else.
"""

import copy
from collections.abc import Iterator

from index.formats.steps.html.text import Element, is_sentence

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data dfn em font i img ins kbd mark nobr rp rt ruby"
    " s samp small span strike strong sub sup time tt u var wbr".split()
)
_PLACES = frozenset("body div td article section main center details".split())


class _Run:
    """A run of text and inline elements after `before` (None: at the start of `parent`)."""

    def __init__(self, parent: Element, before: Element | None) -> None:
        self.parent = parent
        self.before = before
        self.elements: list[Element] = []

    @property
    def text(self) -> str:
        """The text before the first element."""
        return (self.parent.text if self.before is None else self.before.tail) or ""

    def is_sentence(self) -> bool:
        """Whether it reads as text of an article does."""
        return is_sentence("".join((self.text + "".join(map(_words, self.elements))).split()))


def with_paragraphs(tree: Element) -> Element:
    """The tree, or a copy in which loose sentences between paragraphs are paragraphs."""
    if not any(True for _ in _loose(tree)):
        return tree
    changed = copy.deepcopy(tree)
    for run in list(_loose(changed)):
        _wrap(run)
    return changed


def _loose(tree: Element) -> Iterator[_Run]:
    for place in tree.iter(*_PLACES):
        if _is_among_paragraphs(place):
            yield from (run for run in _runs(place) if run.is_sentence())


def _is_among_paragraphs(place: Element) -> bool:
    if place.find("p") is not None:
        return True
    parent = place.getparent()
    # Not so in divs: they hold what belongs to the page as well.
    return place.tag != "div" and parent is not None and parent.find("p") is not None


def _runs(place: Element) -> Iterator[_Run]:
    run = _Run(place, None)
    for child in place:
        if child.tag in _INLINE or not isinstance(child.tag, str):
            run.elements.append(child)
        else:
            yield run
            run = _Run(place, child)
    yield run


def _words(element: Element) -> str:
    """Of the element and what follows it; a comment has none of its own."""
    own = element.itertext() if isinstance(element.tag, str) else ()
    return "".join(own) + (element.tail or "")


def _wrap(run: _Run) -> None:
    from lxml.etree import Comment, strip_tags

    paragraph = run.parent.makeelement("p")
    paragraph.text = run.text
    if run.before is None:
        run.parent.text = None
        run.parent.insert(0, paragraph)
    else:
        run.before.tail = None
        run.before.addnext(paragraph)
    paragraph.extend(run.elements)
    strip_tags(paragraph, Comment)
    if len(paragraph) == 1 and not (paragraph.text or "").strip():
        # A sentence that is entirely a link would be treated as navigation.
        paragraph[0].drop_tag()
