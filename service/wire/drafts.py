"""A draft to check, and the result for each of its quotations."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from service.wire.answer import Citation
from service.wire.fields import CollectionName

LONGEST_DRAFT = 100_000
MOST_QUOTATIONS = 300
"""Maximum number of quotations checked; `unread` counts the rest."""

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
    """A draft whose quotations to check."""

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
    """A quotation in the draft, and what the collection contains of it.

    `verbatim`: an article quotes these words; `misattributed`: it does, but attributes them to
    somebody else; `altered`: an article quotes nearly these words, and `edits` shows the changes;
    `superseded`: only a replaced version of an article quotes these words;
    `indirect`: the words appear in an article, or nearly, but not in quotation marks;
    `not_found`: not verbatim in this collection, though somebody may still have said it;
    `too_short`: too few words to judge.

    `speaker_match` is `unchecked` if the draft or the article does not clearly name anyone.
    """

    number: int
    spans: list[DraftSpan]
    """The words in quotation marks; several spans if the attribution interrupts them."""
    claimed: str | None
    """The speaker named in the draft; null for "she" or "an official"."""
    verdict: Verdict
    speaker_match: SpeakerMatch = "unchecked"
    speaker: str | None = None
    """The person who said it, by the name used in the collection."""
    citations: list[Citation] = []
    """The original, one citation per contiguous stretch of words."""
    edits: list[Edit] = []


class CheckAnswer(Struct, frozen=True, kw_only=True):
    """The quotations in a draft, in order."""

    quotations: list[CheckedQuotation]
    accused: int
    """Number of altered or misattributed quotations."""
    unread: int
    """Number of quotations not checked, because the draft has too many."""
    took_ms: float
