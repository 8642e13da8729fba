"""Candidates in order, each with the quotation that it belongs to."""

import pytest

from index.records import Article, Quote, QuoteForm, Span
from service.candidates import Candidate
from service.reading.ranking import with_quotation

_TEXT = "The tunnel cost 4 million, “and it leaks,” said mayor Ann Lee, and Bo Li said it was late."


def _span(words: str) -> Span:
    return Span(_TEXT.index(words), _TEXT.index(words) + len(words))


_LEE = Quote(
    content=(_span("“and it leaks,”"),),
    form=QuoteForm.DIRECT,
    cue=_span("said"),
    source=_span("mayor Ann Lee"),
    speaker="Ann Lee",
)
_LI = Quote(
    content=(_span("it was late"),),
    form=QuoteForm.INDIRECT,
    source=_span("Bo Li"),
    speaker="Bo Li",
)


@pytest.mark.parametrize(
    ("answer", "speaker"),
    [
        (None, "Ann Lee"),
        ("it leaks", "Ann Lee"),
        ("mayor Ann Lee", "Ann Lee"),
        ("late", "Bo Li"),
        ("4 million", None),
    ],
)
def test_the_speaker_is_whoever_says_what_answers(answer: str | None, speaker: str | None) -> None:
    article = Article(
        id="a", collection="default", version="a", text=_TEXT, format="txt", origin="a",
        quotes=(_LEE, _LI),
    )  # fmt: skip
    highlight = _span(answer) if answer else None
    candidate = Candidate(
        article=article, version_pk=1, quote=Span(0, len(_TEXT)), highlight=highlight
    )

    said = with_quotation(candidate).said

    assert (said and said.speaker) == speaker
