"""The quotations in a draft: words between marks, and the named speaker."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from index.quotations.contract import Tagging
from index.quotations.finding import find_quotes
from index.quotations.sentences.marks import pair_marks
from index.quotations.sentences.paragraphs import split_paragraphs
from index.records import Quote, QuoteForm, Span
from index.text.segmentation.sentences import split_sentences


class Quotation(Struct, frozen=True):
    """A quotation in a draft."""

    stretches: tuple[Span, ...]
    """With their marks; several if the attribution interrupts a quotation."""
    speaker: str | None
    """The fullest name in the draft; None if uncertain."""
    source: str | None = None
    """The draft's name for the speaker next to the quotation: "Carney", "she"."""


def quotations_of(text: str, tagging: Tagging | None) -> list[Quotation]:
    """All quotations in order, including those without a speaker."""
    stretches = [Span(one.start, one.end) for one in pair_marks(text, split_paragraphs(text))]
    taken: set[Span] = set()
    found: list[Quotation] = []
    for quote in find_quotes(text, split_sentences(text), (), tagging):
        if quote.form is not QuoteForm.INDIRECT:
            own = [one for one in stretches_in(quote, stretches) if one not in taken]
            taken.update(own)
            found += _of_one_speaker(text, quote, own)
    found += [Quotation((one,), None) for one in stretches if one not in taken]
    return sorted(found, key=lambda one: one.stretches)


def stretches_in(quote: Quote, stretches: Sequence[Span]) -> Iterator[Span]:
    """The quoted stretches within the content of a quotation."""
    for part in quote.content:
        first = bisect_right(stretches, part.start, key=lambda one: one.end)
        for one in stretches[first:]:
            if one.start >= part.end:
                break
            yield one


def _of_one_speaker(text: str, quote: Quote, own: Sequence[Span]) -> Iterator[Quotation]:
    """One quotation; of a sentence that quotes now and then, each stretch by itself."""
    source = text[quote.source.start : quote.source.end] if quote.source else None
    together = [tuple(own)] if quote.form is QuoteForm.DIRECT and own else [(one,) for one in own]
    yield from (Quotation(some, quote.speaker, source) for some in together)
