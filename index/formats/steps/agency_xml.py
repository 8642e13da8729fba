"""What the XML formats of news agencies share: words of an element, and a body as text."""

from index.formats.steps.html_text import Element, element_text

# What NITF calls the elements of HTML.
_AS_HTML = {"block": "div", "hl1": "h1", "hl2": "h2", "bq": "blockquote", "body.content": "div"}
_NOT_TEXT = frozenset(("media", "head", "script", "style", "table-reference"))


def words_of(parent: Element | None, path: str = ".") -> str | None:
    """The words of the first element there, on one line; None if it is missing or empty."""
    found = None if parent is None else parent.find(path)
    return None if found is None else " ".join("".join(found.itertext()).split()) or None


def body_text(body: Element) -> str:
    """The text of a body in NITF or XHTML, without captions."""
    for one in body.iter():
        if isinstance(one.tag, str):
            one.tag = _AS_HTML.get(one.tag, one.tag)
    return element_text(body, _NOT_TEXT)
