"""A quotation and the same person's sentence that leads to it, shown as one answer.

"Lee said the fine meant little to her. “It's a number for them,” she said.": for a question about
the fine, the first sentence says what it is about and the second has her words.
"""

from collections.abc import Iterator, Sequence

from msgspec import structs

from index.records import QuoteForm, Span
from index.text.segmentation.positions import sentence_at
from service.candidates import Candidate

# Characters of both together: more would be a passage, not an answer.
_LONGEST = 600


def join_leading_sentences(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Join each sentence that leads to a quotation with that quotation; the order stays.

    The quotation must begin in the next sentence and be direct words of the same person, whom the
    article names.
    """
    return list(_joined(candidates))


def _joined(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    # Candidates do not overlap, so at most one begins in each sentence.
    at = {_first_sentence(candidate): candidate for candidate in candidates}
    shown: set[tuple[int, int]] = set()
    for candidate in candidates:
        if _first_sentence(candidate) in shown:
            continue
        shown.add(_first_sentence(candidate))
        following = _next_sentence(candidate)
        words = at.get(following)
        if words is not None and following not in shown and _leads_to(candidate, words):
            shown.add(following)
            yield _together(candidate, words)
        else:
            yield candidate


def _first_sentence(candidate: Candidate) -> tuple[int, int]:
    return candidate.version_pk, sentence_at(candidate.article, candidate.quote.start)


def _next_sentence(candidate: Candidate) -> tuple[int, int]:
    return candidate.version_pk, sentence_at(candidate.article, candidate.quote.end - 1) + 1


def _leads_to(lead: Candidate, words: Candidate) -> bool:
    if lead.said is None or words.said is None or lead.said.speaker is None:
        return False
    return (
        lead.said.speaker == words.said.speaker
        and lead.said.form is QuoteForm.INDIRECT
        and words.said.form is not QuoteForm.INDIRECT
        and words.quote.end - lead.quote.start <= _LONGEST
    )


def _together(lead: Candidate, words: Candidate) -> Candidate:
    marked = [one.highlight for one in (lead, words) if one.highlight is not None]
    return structs.replace(
        words,
        quote=Span(lead.quote.start, words.quote.end),
        highlight=None,
        also=tuple(sorted([*marked, *lead.also, *words.also])),
        confidence=lead.confidence,
    )
