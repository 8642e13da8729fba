"""Whether an article calls a candidate what the question asks for."""

import pytest

from index.records import Span
from service.questions.understand import understand
from service.reading.features.noun_features import noun_features
from tests.service.answers.claims.candidates import candidate


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("Which film won?", "The film Ash Lake won.", "Ash Lake"),
        ("Which film won?", "“Ash Lake”, a drama about a dam, won.", "Ash Lake"),
        ("Which film won?", "Ash Lake won. Ash Lake is a long film.", "Ash Lake"),
        ("What company built it?", "Quay Harbour Company built it.", "Quay Harbour Company"),
        ("What company built it?", "It was built by Tamsin, the Dutch boat maker.", "Tamsin"),
        ("What river flooded?", "The Sorrel River flooded.", "Sorrel"),
    ],
)
def test_it_is_one_where_the_article_says_so(question: str, text: str, marked: str) -> None:
    assert _noun(question, text, marked) == 1


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("Which film won?", "Ash Lake won; Ruiz, who made the film, wept.", "Ruiz"),
        ("What company built it?", "Ruiz, a lawyer, sued the company.", "Ruiz"),
        ("Who won?", "The film Ash Lake won.", "Ash Lake"),
    ],
)
def test_elsewhere_it_is_not_known_to_be_one(question: str, text: str, marked: str) -> None:
    assert _noun(question, text, marked) == 0


def _noun(question: str, text: str, marked: str) -> float:
    article = candidate(text).article
    start = text.index(marked)
    return noun_features(understand(question), article, Span(start, start + len(marked)))["noun"]
