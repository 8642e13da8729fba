"""Boilerplate below the last paragraph: the author, their contacts, other contributors."""

import re
from collections.abc import Sequence

from index.records import MarkKind

_TAIL = 8
"""The most blocks at the end that can belong to the tail."""

_LONGEST = 600
_PROSE_ENDS = (".", "!", "?", '"', "”", ")")
_NAME = r"(?:[A-Z][\w.'’-]{0,30} ){1,3}[A-Z][\w'’-]{1,30}"
_CONTACT = re.compile(
    r"(?:You can |Please |Or )?(?:[Cc]ontact|[Rr]each|[Ee]-?mail|[Ff]ollow|[Tt]weet|[Mm]essage"
    r"|[Ww]rite to|Have a tip|Got a tip|Have an idea|Questions|Like us)\b"
)
_ADDRESS = re.compile(r"@\w|\b(?:on|at) (?:Twitter|Facebook|Instagram|X|Threads|Bluesky)\b")
_SIGNED = re.compile(rf"(?:–|—|--?)\s?{_NAME}(?:, [A-Z][\w.'’ -]{{1,40}})?\.?")
_REPORTED_FROM = re.compile(
    rf"(?:{_NAME}|[A-Z][\w'’-]+)(?: and [A-Z][\w' ’-]{{1,40}})? reported from"
    r" [A-Z][\w., ’'-]{2,60}(?:\.|$)"
)
_BIO = re.compile(
    rf"[•–—*-]*\s*(?P<name>{_NAME}(?: and {_NAME})?)(?:, [^.]{{2,80}},)? "
    r"(?:is|are|was|covers|writes|reports (?:on|for|from)|teaches|serves|works|hosts|edits"
    r"|blogs)\b"
)
_JOURNALIST = re.compile(
    r"\b(?:reporter|editor|columnist|correspondent|writer|contributor|journalist|blogger)s? (?:at"
    r"|for|with|on|in|of)\b|\b(?:covers|writes|reports|blogs) [^.]{0,80}\b(?:for"
    r"|at) (?:[Tt]he )?[A-Z]|[Bb]oard of [Cc]ontributors"
)
_AUTHOR = re.compile(
    r"\b(?:professor|fellow|authors? of|hosts? of|director|president of|co-?founder|founder"
    r"|historian|attorney|strategist|scholar|analyst|commentator|teaches|served|contributor|writer"
    r"|journalist|columnist|reporter|editor)\b"
)


def tail_kinds(
    blocks: Sequence[str], marked: Sequence[MarkKind | None], authors: Sequence[str]
) -> dict[int, MarkKind]:
    """Return the kinds of unmarked boilerplate blocks near the end, by block number."""
    body = "\n".join(block for block, kind in zip(blocks, marked, strict=True) if not kind)
    written = {number for number in range(1, len(blocks)) if _is_signature(blocks, number)}
    for number in range(max(1, len(blocks) - _TAIL), len(blocks)):
        block = blocks[number]
        if len(block) <= _LONGEST and (_is_contact(block) or _is_bio(block, body, authors)):
            written.add(number)
    return {number: MarkKind.CREDIT for number in written if marked[number] is None}


def _is_signature(blocks: Sequence[str], number: int) -> bool:
    """Whether it is the author's name under the text or a part of it, and not a list item."""
    block = blocks[number]
    if len(block) > 60 or not _SIGNED.fullmatch(block):
        return False
    listed = any(_SIGNED.fullmatch(after) for after in blocks[number + 1 : number + 2])
    return blocks[number - 1].endswith(_PROSE_ENDS) and not listed


def _is_contact(block: str) -> bool:
    """Whether it says how to contact the author, or where they reported from."""
    addressed = _CONTACT.match(block) is not None and _ADDRESS.search(block) is not None
    return addressed or _REPORTED_FROM.match(block) is not None


def _is_bio(block: str, body: str, authors: Sequence[str]) -> bool:
    """Whether it introduces the author: a name the body never mentions, and what they do.

    A person first named in the last paragraphs may be an expert; so unless the name is that of an
    author, the block must say that they write for an outlet or how to follow them.
    """
    found = _BIO.match(block)
    if not found or body.count(_surname(found["name"])) > block.count(_surname(found["name"])):
        return False
    if any(author.casefold() in found["name"].casefold() for author in authors if author):
        return _AUTHOR.search(block) is not None or _JOURNALIST.search(block) is not None
    followed = _ADDRESS.search(block) is not None and _AUTHOR.search(block) is not None
    return followed or _JOURNALIST.search(block) is not None


def _surname(name: str) -> str:
    return name.split(" and ")[0].split()[-1]
