"""Newsletter stories: the text below each heading of one level."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from index.formats.steps.html.text import Element, element_text

_LEVELS = ("h1", "h2", "h3")
_MARK = "\ue000"
_LEAST_STORIES = 2
_LEAST_CHARACTERS = 60
"""Minimum length of a story; anything shorter is a rubric or a button."""
_RULE = re.compile(r"^[ \t]*(?:[-=_*~#—–]{5,200}|(?:\*[ \t]+){2,10}\*)[ \t]*$", re.MULTILINE)
_LONGEST_HEADLINE = 120
_LONGEST_ENTRY = 120
_SENTENCE = re.compile(r"[a-zà-ÿ][”\"’]?[.!?][”\"’]?$")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


class Story(Struct, frozen=True):
    """A story: a heading (None for the part before the first one) and the text below it."""

    title: str | None
    text: str


def whole_text(tree: Element) -> str:
    """All that a mail program shows."""
    _drop_hidden(tree)
    return element_text(tree)


def stories(tree: Element, *, is_newsletter: bool) -> tuple[Story, ...]:
    """The stories, or none unless two headings have stories below them.

    Headings within one article look the same. Where the message is not known to be a newsletter,
    headings count only if they are links, as those of stories are.
    """
    for level in _LEVELS:
        headings = [one for one in tree.iter(level) if one.text_content().strip()]
        if is_newsletter or _are_links(headings):
            found = _below(tree, headings)
            if sum(story.title is not None for story in found) >= _LEAST_STORIES:
                return found
    return ()


def plain_stories(text: str) -> tuple[Story, ...]:
    """The stories of a plain text: parts between separator lines, below a headline."""
    sections = [_headed(section.strip()) for section in _RULE.split(text)]
    found = tuple(one for one in sections if one and len(one.text) >= _LEAST_CHARACTERS)
    return found if sum(one.title is not None for one in found) >= _LEAST_STORIES else ()


def _headed(section: str) -> Story | None:
    """A section with its headline; None for a list of contents."""
    first, _, below = section.partition("\n")
    headline, lines = first.strip(), [line for line in below.splitlines() if line.strip()]
    if not any(len(line) > _LONGEST_ENTRY or _SENTENCE.search(line) for line in lines):
        return None
    is_headline = len(headline) <= _LONGEST_HEADLINE and not headline.endswith((".", ",", ":", ";"))
    return Story(headline, below.strip()) if is_headline else Story(None, section)


def _are_links(headings: Sequence[Element]) -> bool:
    linked = sum(one.find(".//a") is not None or _is_in_link(one) for one in headings)
    return 3 * linked >= 2 * len(headings) > 0


def _is_in_link(heading: Element) -> bool:
    return any(parent.tag == "a" for parent in heading.iterancestors())


def _below(tree: Element, headings: Sequence[Element]) -> tuple[Story, ...]:
    _drop_hidden(tree)
    for heading in headings:
        heading.text = _MARK + (heading.text or "")
    text = element_text(tree)
    for heading in headings:
        heading.text = heading.text.removeprefix(_MARK)
    return tuple(_stories(text))


def _stories(text: str) -> Iterator[Story]:
    before, *sections = re.split(f"^{_MARK}", text, flags=re.MULTILINE)
    if len(before.strip()) >= _LEAST_CHARACTERS:
        yield Story(None, before.strip())
    for section in sections:
        title, _, below = section.partition("\n")
        if len(below.strip()) >= _LEAST_CHARACTERS:
            yield Story(title.strip(), below.strip())


def _drop_hidden(tree: Element) -> None:
    """Drop what is not shown, such as the preview text of mail programs."""
    for element in [one for one in tree.iter() if _HIDDEN.search(one.get("style") or "")]:
        if element.getparent() is not None:
            element.drop_tree()
