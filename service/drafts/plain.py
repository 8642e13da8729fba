"""A draft without its Markdown, with a map back to the original."""

import re

from msgspec import Struct

from index.records import Span

_SYNTAX = re.compile(
    r"^ {0,3}(?:```|~~~)[^\n]*\n(?:.*?\n)??(?: {0,3}(?:```|~~~)[^\n]*$)"
    r"|^[ \t]{0,3}(?:>[ \t]?)+|^ {0,3}\#{1,6}[ \t]+|^ {0,3}[-*+][ \t]+"
    r"|\]\((?:https?|mailto):[^\s()]{0,2000}\)"
    r"|(?<![\w*])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*])"
    r"|\\(?=[\"'*_\[\]\\.>#-])",
    re.MULTILINE,
)
_LINK = re.compile(r"\[(?=[^\[\]\n]{0,300}\]\((?:https?|mailto):[^\s()]{0,2000}\))")


class Plain(Struct, frozen=True):
    """The words of a draft."""

    text: str
    places: tuple[int, ...]
    """The position of each character in the draft."""

    def in_draft(self, span: Span) -> Span:
        """The same characters in the draft."""
        return Span(self.places[span.start], self.places[span.end - 1] + 1)


def plain(draft: str) -> Plain:
    """Strip Markdown; plain text is unchanged."""
    dropped = bytearray(len(draft))
    for pattern in (_SYNTAX, _LINK):
        for match in pattern.finditer(draft):
            dropped[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    places = tuple(place for place, is_dropped in enumerate(dropped) if not is_dropped)
    return Plain("".join(draft[place] for place in places), places)
