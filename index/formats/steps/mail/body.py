"""The body of a message: the richest alternative that contains the text."""

import re
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from typing import cast

from msgspec import Struct

from index.files.encodings import Decoded, declared_in_markup, decode
from index.formats.steps.html.article import article_text
from index.formats.steps.html.text import parse_html
from index.formats.steps.mail.flowed import unflowed
from index.formats.steps.mail.forwarded import split_forwarded
from index.formats.steps.mail.newsletter import Story, plain_stories, stories, whole_text

_WORD = re.compile(r"\w+")
_COVERED = 0.8
"""A plain text with this share of the page's words is the same text."""
_LEAST_OF_ALL = 0.6
"""An article with less than this share of all words is not all of a letter."""


class Body(Struct, frozen=True):
    """A text, its stories if it can be split, and the assumptions made."""

    text: str
    assumed: tuple[str, ...] = ()
    stories: tuple[Story, ...] = ()


class Splitting(Struct, frozen=True):
    """Whether headings part stories, unless one of them is the headline of a single article."""

    is_newsletter: bool
    headline: str


def body_of(message: EmailMessage, *, is_newsletter: bool, headline: str = "") -> Body:
    """The text of a message without its attachments; "" if it has none.

    A newsletter is split into its stories, unless it begins with `headline`.
    """
    splitting = Splitting(is_newsletter, headline)
    found = [
        one
        for part in _forms(message, is_whole=True)
        if (one := _chosen(part, splitting)).text.strip()
    ]
    notes = dict.fromkeys(note for one in found for note in one.assumed)
    return Body(
        "\n\n".join(one.text for one in found) if len(found) != 1 else found[0].text,
        tuple(notes),
        found[0].stories if len(found) == 1 else (),
    )


Forms = list[EmailMessage]
"""The same text in several forms."""


def _forms(part: EmailMessage, *, is_whole: bool = False) -> Iterator[Forms]:
    """The text parts of a message; those of multipart/alternative together."""
    kind = part.get_content_type()
    if part.is_attachment() or kind == "message/rfc822" or (not is_whole and is_message(part)):
        return
    if kind == "multipart/alternative":
        yield [form for inner in _parts(part) for forms in _forms(inner) for form in forms]
    elif kind == "multipart/related":
        # The rest is what the first part shows within its text.
        for inner in _parts(part)[:1]:
            yield from _forms(inner)
    elif part.is_multipart() and kind != "multipart/digest":
        for inner in _parts(part):
            yield from _forms(inner)
    elif kind in ("text/plain", "text/html"):
        yield [part]


def is_message(part: EmailMessage) -> bool:
    """Whether a part is a message itself, as in some digests: it has a subject and a date."""
    kind = part.get_content_type()
    return kind in ("text/plain", "text/html") and "Subject" in part and "Date" in part


def _parts(part: EmailMessage) -> Forms:
    payload = part.get_payload()
    return cast("Forms", payload) if isinstance(payload, list) else []


def _chosen(forms: Forms, splitting: Splitting) -> Body:
    plain = _longest(_plain(one) for one in forms if one.get_content_type() == "text/plain")
    page = _longest(_page(one, splitting) for one in forms if one.get_content_subtype() == "html")
    if page.stories or not plain.text.strip():
        return page
    if not page.text.strip() or _has_the_text(plain.text, page.text):
        is_split = splitting.is_newsletter and not split_forwarded(plain.text)[1]
        found = plain_stories(plain.text) if is_split else ()
        return Body(plain.text, plain.assumed, found)
    return page


def _longest(bodies: Iterator[Body]) -> Body:
    return max(bodies, key=lambda body: len(body.text), default=Body(""))


def _has_the_text(plain: str, page: str) -> bool:
    """Whether a plain text has nearly all words of the page, or more words of its own."""
    ours, theirs = Counter(_WORD.findall(plain)), Counter(_WORD.findall(page))
    covered = sum((ours & theirs).values()) >= _COVERED * sum(theirs.values())
    return covered or sum(ours.values()) > sum(theirs.values())


def _plain(part: EmailMessage) -> Body:
    decoded = _decoded(part)
    if str(part.get_param("format", "")).lower() != "flowed":
        return Body(decoded.text, decoded.assumed)
    delete_space = str(part.get_param("delsp", "")).lower() == "yes"
    text = unflowed(decoded.text, delete_space=delete_space)
    return Body(text, (*decoded.assumed, "text: lines of format=flowed joined"))


def _page(part: EmailMessage, splitting: Splitting) -> Body:
    decoded = _decoded(part)
    notes = (*decoded.assumed, "text: from the HTML part")
    tree, _ = parse_html(decoded.text)
    if tree is None:
        return Body("")
    article = article_text(tree).text
    is_single = any(_same_words(one.text_content(), splitting.headline) for one in tree.iter("h1"))
    found = stories(tree, is_newsletter=splitting.is_newsletter and not is_single)
    everything = whole_text(tree)
    # Extractors drop the lines that say whose message was forwarded.
    short = len(article) < _LEAST_OF_ALL * len(everything) or split_forwarded(everything)[1]
    return Body(everything if short else article, notes, found)


def _same_words(one: str, other: str) -> bool:
    words = _WORD.findall(one.casefold())
    return bool(words) and words == _WORD.findall(other.casefold())


def _decoded(part: EmailMessage) -> Decoded:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return Decoded("", "")
    return decode(data, part.get_content_charset() or declared_in_markup(data))
