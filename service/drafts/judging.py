"""The verdict on a quotation: the best match among all candidate lines."""

from collections.abc import Iterable, Iterator

from msgspec import Struct, structs

from index.people.registry import Registry
from service.drafts.alignment import Alignment, exactly, nearly
from service.drafts.originals import Line, Original
from service.drafts.parts import Part
from service.drafts.speakers import compare, named_by
from service.wire.drafts import SpeakerMatch, Verdict

TOO_SHORT = 3
"""Quotations with at most this many words are too short to judge."""
_NEARLY = 0.6
"""Minimum share of matching words to recognise an original: three of eight words may differ."""
_LEAST_SAME = 3
_LEFT_OUT = 3
"""Maximum number of words counted for one omission."""
_ORDER: dict[tuple[Verdict, SpeakerMatch], int] = {
    ("verbatim", "same"): 0,
    ("misattributed", "other"): 1,
    ("verbatim", "unchecked"): 2,
}


class Finding(Struct, frozen=True):
    """The finding from one line about a quotation."""

    verdict: Verdict
    speaker_match: SpeakerMatch
    original: Original
    line: Line
    alignment: Alignment


class Claim(Struct, frozen=True):
    """A quotation of a draft, ready to be compared."""

    parts: tuple[Part, ...]
    speaker: str | None

    @property
    def words(self) -> list[str]:
        """All words, in order, as they are compared."""
        return [word.key for part in self.parts for word in part.words]

    @property
    def is_short(self) -> bool:
        """Whether it is too short to judge."""
        return len(self.words) <= TOO_SHORT


def judge(claim: Claim, given: Iterable[Original], registry: Registry) -> Finding | None:
    """The best finding; None if nothing is similar.

    If a named person is quoted with the words anywhere, they are theirs, whoever else said them.
    """
    originals = tuple(given)
    verbatim: list[Finding] = []
    for one in _verbatim(claim, originals, registry):
        verbatim.append(one)
        # Nothing is better than their own words: the other articles need no sorting.
        if one.speaker_match == "same":
            break
    if verbatim:
        return min(verbatim, key=lambda one: _ORDER[one.verdict, one.speaker_match])
    unquoted = next(_unquoted(claim, originals), None)
    if unquoted is not None:
        return unquoted
    alike = [one for one in _alike(claim, originals, registry) if _is_recognised(one.alignment)]
    # Of two that are equally like it, quoted words and the named speaker's.
    return max(alike, key=_likeness, default=None)


def judge_earlier(
    claim: Claim, earlier: Iterable[Original], registry: Registry, found: Finding | None
) -> Finding | None:
    """Where a replaced version quoted the words; None if none did.

    Words now attributed to somebody else must have been attributed to the draft's speaker.
    """
    least = ("same",) if found and found.verdict == "misattributed" else ("same", "unchecked")
    verbatim = [one for one in _verbatim(claim, earlier, registry) if one.speaker_match in least]
    best = min(verbatim, key=lambda one: _ORDER[one.verdict, one.speaker_match], default=None)
    return best and structs.replace(best, verdict="superseded")


def _verbatim(claim: Claim, originals: Iterable[Original], registry: Registry) -> Iterator[Finding]:
    for original in _holding(claim, originals, 1):
        for line in original.quoted:
            found = exactly(claim.parts, line)
            if found is not None:
                match = _compared(registry, claim, line)
                verdict: Verdict = "misattributed" if match == "other" else "verbatim"
                yield Finding(verdict, match, original, line, found)


def _holding(claim: Claim, originals: Iterable[Original], least: float) -> Iterator[Original]:
    """Those that have so many of its words: in no others is anything to be found."""
    words = claim.words
    return (original for original in originals if original.share(words) >= least)


def _compared(registry: Registry, claim: Claim, line: Line) -> SpeakerMatch:
    said_by = named_by(registry, line.speaker, line.source)
    return compare(registry, claim.speaker, said_by)


def _unquoted(claim: Claim, originals: Iterable[Original]) -> Iterator[Finding]:
    """Where the words stand in an article, though in no quotation, or in several."""
    for original in _holding(claim, originals, 1):
        found = exactly(claim.parts, original.everything)
        if found is not None:
            verdict: Verdict = "verbatim" if original.is_quoted(found.numbers) else "indirect"
            yield Finding(verdict, "unchecked", original, original.everything, found)


def _alike(claim: Claim, originals: Iterable[Original], registry: Registry) -> Iterator[Finding]:
    for original in _holding(claim, originals, _NEARLY):
        for line in original.quoted:
            match = _compared(registry, claim, line)
            yield Finding("altered", match, original, line, nearly(claim.parts, line))
        line = original.everything
        found = nearly(claim.parts, line)
        if original.is_quoted(found.numbers):
            yield Finding("altered", "unchecked", original, line, found)
        elif any(map(original.is_attributed, line.spans(found.numbers))):
            yield Finding("indirect", "unchecked", original, line, found)


def _is_recognised(found: Alignment) -> bool:
    same = sum(len(edit.draft.split()) for edit in found.edits if edit.kind == "same")
    words = sum(len(edit.draft.split()) for edit in found.edits)
    # Small words occur all over any text; words left out of a draft are contiguous.
    missing = (len(edit.original.split()) for edit in found.edits if edit.kind == "left_out")
    words += sum(min(_LEFT_OUT, count) for count in missing)
    return same >= max(_LEAST_SAME, _NEARLY * words)


def _likeness(one: Finding) -> tuple[float, int, bool, bool]:
    changes = sum(edit.kind != "same" for edit in one.alignment.edits)
    return one.alignment.share, -changes, one.verdict == "altered", one.speaker_match == "same"
