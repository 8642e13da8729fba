"""Boilerplate recognised by a block's wording alone, anywhere in the article."""

import re

from index.boilerplate.labels import (
    DATELINE,
    GALLERY,
    GLUED_LABEL,
    LABELLED,
    PHOTO_CREDIT,
    REPORTING_CREDIT,
)
from index.boilerplate.wordings import cues, whole_blocks
from index.records import MarkKind

LONGEST = 700
"""Blocks longer than this many characters are body text, whatever they say."""

_UNSEEN = re.compile("[\x00\u00ad\u200b-\u200f\u2060\ufeff]")
_START = re.compile(r"^[^\w©@#\"']*+")
_ENDS = " .:,;|>»→-–—…*~_=<«"
_STRAIGHT = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'))
_NAME_PART = re.compile(
    r"and|of|the|for|to|at|in|from|with|by|de|la|da|di|van|von|bin|al|additional|reporting|writing"
    r"|editing|compiled|edited|\W"
)
_REPORTED = re.compile(r"\b(?:said|says|told|according to|wrote|announced|added that|tweeted)\b")
_QUOTED = re.compile(r"[,?!]['’]?[\"”] .{0,60}\b(?:said|says|told|added|asked)\b")


def plain(text: str) -> str:
    """Return a short block in lower case, with straight quotes and single spaces, no bullets."""
    if not text.isascii():
        text = _UNSEEN.sub("", text)
        for curly, straight in _STRAIGHT:
            text = text.replace(curly, straight)
    words = " ".join(text.casefold().split())
    return _START.sub("", words, count=1).rstrip(_ENDS)


def kind_of(block: str) -> MarkKind | None:
    """Return the kind of boilerplate that a block is by its wording, or None.

    A block without letters or digits ("* * *") is navigation.
    """
    if len(block) > LONGEST:
        return MarkKind.CAPTION if GALLERY.search(block) else None
    words = plain(block)
    if not words:
        return MarkKind.NAVIGATION
    found = whole_blocks().fullmatch(words)
    if found:
        return MarkKind(found.lastgroup or MarkKind.NAVIGATION)
    if _has_photo_credit(block):
        return MarkKind.CAPTION
    credit = REPORTING_CREDIT.match(block)
    if DATELINE.fullmatch(block) or (credit and is_names(block[credit.end() :])):
        return MarkKind.CREDIT
    return MarkKind.RELATED if _is_link(block, words) else _kind_by_cue(words)


def is_names(words: str) -> bool:
    """Whether it is only names, outlets, handles and addresses: "Rick Rogers, @rick"."""
    return all(
        word[0].isupper() or "@" in word or _NAME_PART.fullmatch(word)
        for word in (raw.strip(",;().") or "|" for raw in words.split())
    )


def _kind_by_cue(words: str) -> MarkKind | None:
    for cue in cues():
        if cue.keyword in words and cue.pattern.search(words):
            return None if _REPORTED.search(words) else cue.kind
    return None


def _has_photo_credit(block: str) -> bool:
    """Whether it ends in a photo credit, and is not a quotation with one."""
    if block.endswith((".", "!", "?", "”", '"')) and not block.endswith((").", "].")):
        return False
    return PHOTO_CREDIT.search(block) is not None and not _QUOTED.search(block)


def _is_link(block: str, words: str) -> bool:
    """Whether it is a label, a colon and the headline of another article."""
    if block[-1:] in '.”"' or len(block) > 200 or _REPORTED.search(words):
        return False
    return LABELLED.match(words) is not None or GLUED_LABEL.match(block) is not None
