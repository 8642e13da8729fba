"""Misspelt names of people asked about, although their words may be right in themselves."""

import pytest

from index.records import Query
from service.questions.inquiry import Inquiry
from service.questions.spelling.correcting import correct
from service.questions.understand import understand
from tests.conftest import Shelf, story

_ARTICLES = (
    "“The mill stays open,” said Erica Tandi. Tandi owns the mill of Brellin.",
    "“The well is dry,” said Jean Sorrow of Brellin.",
    "“The quay is safe,” said Niklas Harrow. Nicklas Harrow, his cousin, sailed away.",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what did Erika Tandie say?", "what did Erica Tandi say?"),
        ("what did Erika Tandi say?", "what did Erica Tandi say?"),
        ("what did Erica Tandie say about the mill?", "what did Erica Tandi say about the mill?"),
        ("what did Tandie say?", "what did Tandi say?"),
        # Somebody else may have these names.
        ("what did Joan Sorrow say?", "what did Joan Sorrow say?"),
        ("what did Erik Tandi say?", "what did Erik Tandi say?"),
        ("what did Nicklas Harrow say?", "what did Nicklas Harrow say?"),
    ],
)
def test_a_name_that_sounds_alike_or_is_no_word_is_corrected(
    shelf: Shelf, typed: str, meant: str
) -> None:
    shelf.add(*(story(f"a{number}", text) for number, text in enumerate(_ARTICLES)))
    opened = shelf.opened()
    inquiry = Inquiry(
        question=understand(typed),
        query=Query(question=typed),
        opened=opened,
        vector=opened.embedder.embed_questions([typed]),
        min_confidence=0.0,
        max_answers=1,
    )

    found = correct(typed, inquiry)

    assert (found.question if found else typed) == meant
