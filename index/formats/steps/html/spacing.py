"""Restores the page's white space where the extractor changed it.

Of `<div>The firemen<div>brought it back</div></div>` it may make "The firemenbrought it back", and
of `<span>Ev</span>en` "Ev en": words that the page never had. The letters are the page's, so they
are looked up there without white space.
"""

from index.formats.steps.html.text import Element, element_text


def with_spacing_of(tree: Element, text: str) -> str:
    """The text, with the page's own white space in each line that differs."""
    page = element_text(tree)
    flat = " ".join(page.split())
    lines = text.split("\n")
    differing = {line for line in lines if " ".join(line.split()) not in flat}
    if not differing:
        return text
    places = _Places(page)
    return "\n".join(places.words_of(line) if line in differing else line for line in lines)


class _Places:
    """A page's characters without white space, and their positions."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._places = [place for place, letter in enumerate(page) if not letter.isspace()]
        self._key = "".join(page.split())

    def words_of(self, line: str) -> str:
        """The line as on the page; unchanged if its letters are not found there."""
        key = "".join(line.split())
        at = self._key.find(key)
        if at < 0:
            return line
        return self._page[self._places[at] : self._places[at + len(key) - 1] + 1]
