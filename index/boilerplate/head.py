"""Boilerplate above the first paragraph: headline, byline, date, image description.

Further down these wordings are not evidence ("Mark Carney" may be a subheading), so they count only
before the first paragraph of prose.
"""

import re
from collections.abc import Sequence

from index.boilerplate.rules import is_names
from index.records import MarkKind
from index.text.credits import credit_of, labelled_headline

_FURTHEST = 8
"""The head has at most this many blocks."""

_PROSE = 60
_PROSE_ENDS = tuple('.!?…。！？؟۔।"”’)')
_HEADLINE = range(12, 220)

_ENDS_SENTENCE = re.compile(r"[?!:]$|(?<![ .][A-Z])\.$")
_BY = re.compile(
    r"(?:By|BY|Written by|Posted by|Story by|Words by|Par|PAR|Por|POR|Von|VON)\b:?\s+(?=[A-ZÀ-Þ@])"
)
_DATE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]*|\d{1,4}(?:st|nd|rd|th)?|[ap]\.?m|e[ds]?t|p[ds]?t|gmt|bst|utc|at|[ ,.:/|·-])++",
    re.IGNORECASE,
)
# An image description starts with a new sentence and describes what can be seen.
_SCENE_OPENS = re.compile(
    r"(?:An?|Two|Three|Four|Five|Six|Several|Many|Some|A group of|People|Men|Women|Children"
    r"|Officials|Protesters|Photo(?:graph)?|Image|Picture|Portrait|Illustration|Aerial|Close-?up"
    r"|View|Screenshot|Graphic|Map)\b"
)
_SEEN = re.compile(
    r"\b(?:featuring|showing|depicting|seated|standing|sitting|holding|wearing|posing|smiling"
    r"|waving|gesturing|shaking hands|walking|looking|surrounded by|pictured|seen|in the (?:back"
    r"|fore)ground|in front of|next to|behind a|at a (?:podium|lectern|table|desk)|on a (?:table"
    r"|podium|stage|wall|screen|desk)|close-?up|aerial view|portrait of|photo(?:graph)? of"
    r"|image of|view of|crowd of)\b",
    re.IGNORECASE,
)
_POSED = re.compile(
    r"\b(?:posing|smiling|waving|shaking hands|gesturing|seated (?:at|next)|standing (?:next to"
    r"|in front|behind|beside|at a)|sitting (?:at|next|in front)|in the (?:back|fore)ground"
    r"|at a (?:podium|lectern))"
)
_TELLS = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|said|says|would|could|can|may)\b|[\"“”:;?!]"
)


def head_kinds(
    blocks: Sequence[str],
    marked: Sequence[MarkKind | None],
    title: str | None,
    authors: Sequence[str],
) -> dict[int, MarkKind]:
    """Return the kinds of the blocks above the first paragraph, by block number.

    `marked` is their kinds by wording; only a headline overrides them.
    """
    kinds = {
        number: MarkKind.HEADLINE
        for number, block in enumerate(blocks[:4])
        if title and len(block) in _HEADLINE and _is_headline(block, title)
    }
    for number in range(_first_prose(blocks, kinds)):
        block = blocks[number]
        kind = kinds.get(number) or marked[number]
        if not kind and not title and not kinds and _could_be_headline(block):
            kind = MarkKind.HEADLINE
        kind = kind or _kind_above_prose(block, authors)
        if kind:
            kinds[number] = kind
    return kinds


def _is_headline(block: str, title: str) -> bool:
    """Whether it is the title, which may end in the outlet's name or be truncated ("...")."""
    shown, wanted = _letters(labelled_headline(block) or block), _letters(title)
    if title.rstrip().endswith(("...", "…")):
        shown, wanted = sorted((shown, wanted), key=len)
    return len(shown) > 9 and wanted.startswith(shown) and 10 * len(shown) > 6 * len(wanted)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _first_prose(blocks: Sequence[str], kinds: dict[int, MarkKind]) -> int:
    """The index of the first paragraph of prose, or 0 if there is none nearby."""
    for number, block in enumerate(blocks[:_FURTHEST]):
        if number not in kinds and len(block) >= _PROSE and block.rstrip().endswith(_PROSE_ENDS):
            return number
    return 0


def _kind_above_prose(block: str, authors: Sequence[str]) -> MarkKind | None:
    if _is_credit(block, authors):
        return MarkKind.CREDIT
    return MarkKind.CAPTION if _describes_picture(block) else None


def _is_credit(block: str, authors: Sequence[str]) -> bool:
    if _is_date(block) or credit_of(block) is not None:
        return True
    if len(block) > 150 or _ENDS_SENTENCE.search(block):
        return False
    byline = _BY.match(block)
    if byline or _letters(block) in map(_letters, authors):
        return is_names(block[byline.end() :] if byline else block)
    return len(block) <= _PROSE and len(block.split()) <= 6 and is_names(block)


def _is_date(block: str) -> bool:
    return bool(_DATE.fullmatch(block)) and any(map(str.isdigit, block))


def _describes_picture(block: str) -> bool:
    """Whether it looks like an image description: what can be seen, not in a sentence."""
    if not 20 <= len(block) <= 250 or block.rstrip().endswith(_PROSE_ENDS):
        return False
    if _TELLS.search(block):
        return False
    scene = _SCENE_OPENS.match(block) and _SEEN.search(block)
    return bool(scene or _POSED.search(block))


def _could_be_headline(block: str) -> bool:
    """Whether a first line above the prose can be the headline if no title is known."""
    return (
        len(block) in range(12, 140)
        and len(block.split()) > 3
        and not block.rstrip("\"'”’").endswith((*".!?…:—–", "--"))
        and (block[0].isalnum() or block[0] in "\"'“‘«")
        and not _BY.match(block)
    )
