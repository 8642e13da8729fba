"""An article that asks the question itself answers it in its next sentence."""

import pytest
from msgspec import structs

from index.text.segmentation.sentences import split_sentences
from service.questions.understand import understand
from service.reading.features.asked_there import asked_there
from tests.service.answers.claims.candidates import candidate

TEXT = "Why did the barge sink? She had taken on gravel. What was your best day? The first one."


@pytest.mark.parametrize(
    ("question", "quote", "expected"),
    [
        ("Why did the barge sink?", "She had", 1.0),
        ("why did the old barge Industry sink", "She had", 1.0),
        ("Why did the barge sink?", "The first", 0.0),
        ("What was her best day?", "The first", 1.0),
        ("When did the barge sink?", "She had", 0.0),
        ("Why did the barge leave?", "She had", 0.0),
        ("Why did the barge sink off Elmton harbor in the storm of May?", "She had", 0.0),
        ("Why?", "Why did", 0.0),
    ],
)
def test_what_stands_behind_the_same_question_answers(
    question: str, quote: str, expected: float
) -> None:
    spans = tuple(split_sentences(TEXT))
    article = structs.replace(candidate(TEXT).article, sentences=spans)
    around = next(span for span in spans if TEXT.startswith(quote, span.start))

    assert asked_there(understand(question), article, around) == expected


def test_a_question_without_telling_words_is_none_that_others_ask() -> None:
    text = "What about it? Nothing was done."
    spans = tuple(split_sentences(text))
    article = structs.replace(candidate(text).article, sentences=spans)

    assert asked_there(understand("What about the bridge?"), article, spans[1]) == 0.0
