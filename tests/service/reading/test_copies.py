"""What answers in a story is cited from its copies, with the same words marked."""

import pytest
from msgspec import structs

from index.records import Hit, Passage, Scores, Span
from index.search import Found
from index.store.library import Located
from service.candidates import Candidate
from service.reading.copies import with_copies
from tests.service.answers.claims.candidates import candidate

_STORY = "The board of the harbour raised its fee on Friday."


def _printed(text: str, article_id: str) -> Candidate:
    made = candidate(text, article_id)
    article = structs.replace(made.article, sentences=(made.quote,))
    return structs.replace(made, article=article)


def _found(one: Candidate, *copies: Found) -> Found:
    text = one.article.text
    passage = Passage(
        id=one.version_pk, article_id=one.article.id, version="v", start=0, end=len(text), text=text
    )
    located = Located(passage, one.article, one.version_pk, 0, 0)
    return Found(Hit(passage=passage, scores=Scores(fused=1.0)), located, copies)


@pytest.mark.parametrize(
    ("marked", "dateline", "also_marked"),
    [
        ("Friday", "ELMTON (Wire) — ", "Friday"),
        ("Friday", "", "Friday"),
        ("ELMTON", "ELMTON (The Wire of Elmton) — ", "ELMTON"),
        ("ELMTON", "", None),
    ],
)
def test_the_same_words_are_marked_in_a_copy(
    marked: str, dateline: str, also_marked: str | None
) -> None:
    told, copy = _printed(f"ELMTON (TW) — {_STORY}", "a"), _printed(f"{dateline}{_STORY}", "b")
    at = told.text.index(marked)
    told = structs.replace(told, highlight=Span(at, at + len(marked)))

    first, *others = with_copies([told], [_found(told, _found(copy))])

    assert first is told
    marks = [one.highlight for one in others]
    words = [one.article.text[m.start : m.end] for one, m in zip(others, marks, strict=True) if m]
    assert words == ([also_marked] if also_marked else [])
