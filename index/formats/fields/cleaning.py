"""Cleans text in fields: strips tags and decodes entities.

Text without tags or entities is unchanged, including white space.
"""

import html
import re

from index.errors import TooLargeError
from index.formats.steps.html.text import fragment_text

_MOST_TAGS = 250_000
"""A tree of more takes too much memory; feeds have the same limit."""
_BLOCK = re.compile(
    r"</(?:p|div|li|ul|ol|h[1-6]|blockquote|section|article|figure|table|td|tr)\s*>|<!--"
    r"|<(?:br|p)\s*/?>|<(?:p|div|h[1-6]|figure|ul|ol)\s[^<>]*>",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|font|i|img|mark|q|s|small|span|strong|sub|sup|time|u)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
# Control characters are meaningless to readers; escape sequences would leave their letters behind.
_CONTROL = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f]")
# Soft hyphens, zero-width spaces, marks of direction and of byte order; joiners are letters' own.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def plain_text(written: str) -> str:
    """The text of a field that may contain HTML, possibly escaped twice.

    Raises:
        TooLargeError: it has more than 250,000 tags.
    """
    if "<" not in written and "&" not in written:
        return written
    if _BLOCK.search(written):
        return _text_of_markup(written)
    text = _REFERENCE.sub(lambda reference: html.unescape(reference[0]), _INLINE.sub("", written))
    was_escaped = "<" not in written and text.lstrip().startswith("<")
    return _text_of_markup(text) if was_escaped and _BLOCK.search(text) else text


def plain_url(written: str) -> str:
    """A URL, unescaped if it was copied from markup."""
    return written.replace("&amp;", "&")


def without_controls(text: str) -> tuple[str, int]:
    """A text without control characters, and how many were left out."""
    return _CONTROL.subn("", text) if _CONTROL.search(text) else (text, 0)


def visible(words: str) -> str:
    """The words of a name or title, without invisible characters."""
    return _INVISIBLE.sub("", _CONTROL.sub(" ", words))


def _text_of_markup(markup: str) -> str:
    if markup.count("<") > _MOST_TAGS:
        raise TooLargeError(f"has more than {_MOST_TAGS:,} tags; split it")
    if "<p" not in markup and "<P" not in markup:
        # Editors leave out <p> and write blank lines instead.
        markup = _BLANK_LINE.sub("\n<p>\n", markup)
    return fragment_text(markup)
