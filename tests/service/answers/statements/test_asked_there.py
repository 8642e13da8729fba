"""An article that asks the question itself answers it in its next sentence."""

import pytest
from msgspec import structs

from index.text.segmentation.sentences import split_sentences
from service.answers.statements.asked_there import with_asked_there
from service.questions.understand import understand
from tests.service.answers.claims.candidates import candidate

TEXT = "Why did the barge sink? She had taken on gravel. What was your best day? The first one."


def _confidence(question: str, text: str, quote: str) -> float:
    """What becomes of a confidence of 0.4 in the sentence that begins so."""
    spans = tuple(split_sentences(text))
    made = candidate(text, confidence=0.4)
    around = next(span for span in spans if text.startswith(quote, span.start))
    article = structs.replace(made.article, sentences=spans)
    found = structs.replace(made, article=article, quote=around)
    (kept,) = with_asked_there(understand(question), [found])
    return round(kept.confidence, 2)


@pytest.mark.parametrize(
    ("question", "quote", "confidence"),
    [
        ("Why did the barge sink?", "She had", 0.85),
        ("why did the old barge Industry sink", "She had", 0.85),
        ("Why did the barge sink?", "The first", 0.4),
        ("What was her best day?", "The first", 0.85),
        ("When did the barge sink?", "She had", 0.4),
        ("Why did the barge leave?", "She had", 0.4),
        ("Why did the barge sink off Elmton harbor in the storm of May?", "She had", 0.4),
        ("Why?", "Why did", 0.4),
    ],
)
def test_what_stands_behind_the_same_question_answers(
    question: str, quote: str, confidence: float
) -> None:
    assert _confidence(question, TEXT, quote) == confidence


def test_a_question_without_telling_words_is_none_that_others_ask() -> None:
    text = "What about it? Nothing was done."

    assert _confidence("What about the bridge?", text, "Nothing") == 0.4


def test_what_is_surer_comes_first() -> None:
    spans = tuple(split_sentences(TEXT))
    made = candidate(TEXT)
    article = structs.replace(made.article, sentences=spans)
    found = [
        structs.replace(made, article=article, quote=spans[at], confidence=confidence)
        for at, confidence in ((3, 0.6), (1, 0.4))
    ]

    ranked = with_asked_there(understand("Why did the barge sink?"), found)

    assert [one.quote for one in ranked] == [spans[1], spans[3]]
