"""Whether a sentence is of the time that a question asks about."""

from datetime import date

import pytest
from msgspec import structs

from index.records import Article, Period, Span
from service.questions.time.periods import period_of
from service.questions.understand import understand
from service.reading.features.edition import edition_features
from tests.service.answers.claims.candidates import candidate

_ASKED = date(2024, 5, 15)  # a Wednesday


@pytest.mark.parametrize(
    ("question", "sentence", "published", "likeness"),
    [
        ("Who won the 2023 contest?", "In 2023 Lee won the contest.", "2024-05-12", 1),
        ("Who won the 2023 contest?", "Kim won in 2024, a year after Lee.", "2024-05-12", -1),
        ("Who won the 2023 contest?", "Kim won on Saturday.", "2024-05-12", -1),
        ("Who won the 2023 contest?", "Lee won on Saturday.", "2023-05-14", 1),
        ("Who won the 2023 contest?", "Lee beat last year's winner, Kim.", "2023-05-14", -1),
        ("Who won the 2023 contest?", "Kim won the contest.", "2024-05-12", -0.5),
        ("Who won the 2023 contest?", "Lee won the contest.", "2024-01-02", 0),
        ("Who won the 2023 contest?", "The contest, held since 1956, was fun.", "2023-05-14", 0),
        ("What burnt last night?", "A barn burnt on Tuesday.", "2024-05-15", 1),
        ("What burnt last night?", "A barn burnt in April 2022.", "2024-05-15", -1),
        ("What burnt last night?", "A barn burnt.", "2024-05-15", 0),
        ("What burnt?", "A barn burnt in April 2022.", "2024-05-15", 0),
    ],
)
def test_a_sentence_tells_its_time(
    question: str, sentence: str, published: str, likeness: float
) -> None:
    article = candidate(sentence, "a", answer=sentence[:4], published=published).article

    found = edition_features(
        structs.replace(understand(question), period=_period(question)),
        article,
        Span(0, len(article.text)),
    )

    assert found["same_time"] - found["other_time"] == likeness


def _period(question: str) -> Period | None:
    return period_of(question, _ASKED)


def test_an_article_without_a_date_tells_none_either() -> None:
    article: Article = candidate("Kim won.", "a", published=None).article

    found = edition_features(understand("Who won in 2023?"), article, Span(0, 8))

    assert found == {"same_time": 0.0, "other_time": 0.0}
