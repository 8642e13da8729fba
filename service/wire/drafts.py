"""A draft to be checked, and what is found about each of its quotations."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from service.wire.answer import Citation
from service.wire.fields import CollectionName

LONGEST_DRAFT = 100_000
MOST_QUOTATIONS = 300
"""The most quotations of a draft that are looked up; `unread` counts the others."""

Verdict = Literal[
    "verbatim", "misattributed", "altered", "superseded", "indirect", "not_found", "too_short"
]
SpeakerMatch = Literal["same", "other", "unchecked"]
EditKind = Literal["same", "replaced", "added", "left_out"]

DraftText = Annotated[
    str,
    Meta(min_length=1, max_length=LONGEST_DRAFT, description="The draft: plain text or Markdown."),
]


class CheckRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Asks where the quotations of a draft come from."""

    text: DraftText
    collection: CollectionName | None = None


class DraftSpan(Struct, frozen=True):
    """Words of the draft, with offsets in code points."""

    start: int
    end: int
    text: str


class Edit(Struct, frozen=True, kw_only=True):
    """A step from the original to the draft: words kept, replaced, added or left out."""

    kind: EditKind
    draft: str
    original: str


class CheckedQuotation(Struct, frozen=True, kw_only=True):
    """A quotation of the draft, and what the collection has of it.

    `verbatim`: an article quotes these words; `misattributed`: it does, but says that somebody else
    spoke them; `altered`: an article quotes nearly these words, and `edits` shows what differs;
    `superseded`: the words were quoted in a version of an article that has been replaced, and are
    not any more;
    `indirect`: the words stand in an article, or nearly, but not between quotation marks;
    `not_found`: not verbatim in this collection, which does not mean that nobody said it;
    `too_short`: too few words to accuse anybody.

    `speaker_match` is `unchecked` where the draft or the article names nobody for certain.
    """

    number: int
    spans: list[DraftSpan]
    """What is between the quotation marks, several spans if the attribution interrupts it."""
    claimed: str | None
    """Whom the draft names as the speaker; None for "she" or "an official"."""
    verdict: Verdict
    speaker_match: SpeakerMatch = "unchecked"
    speaker: str | None = None
    """Who said it, as the collection names this person."""
    citations: list[Citation] = []
    """The original, one citation for each stretch of words without a gap."""
    edits: list[Edit] = []


class CheckAnswer(Struct, frozen=True, kw_only=True):
    """Every quotation of a draft, in order."""

    quotations: list[CheckedQuotation]
    accused: int
    """How many are altered or misattributed."""
    unread: int
    """How many were not looked up, because the draft has too many."""
    took_ms: float
