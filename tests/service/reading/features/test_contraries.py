"""What speaks against a span: an opposite, a rank that nothing names, "a company", what may be."""

import pytest
from msgspec import structs

from index.records import Span
from service.questions.understand import understand
from service.reading.features.contraries import contrary_features
from service.reading.windows import Window
from tests.service.answers.claims.candidates import candidate


@pytest.mark.parametrize(
    ("question", "text", "marked", "against"),
    [
        ("What was the hottest day?", "The coldest day was May 3.", "May 3", {"contrary"}),
        ("What was the hottest day?", "The hottest day was May 3.", "May 3", set()),
        ("What was the hottest day?", "After the coldest, the hottest was May 3.", "May 3", set()),
        ("Who came third?", "Ann Lee won the race.", "Ann Lee", {"unranked"}),
        ("Who came third?", "Third was Ann Lee.", "Ann Lee", set()),
        ("Which firm pays?", "A firm from Elmton pays.", "A firm from Elmton", {"indefinite"}),
        ("Which firm pays?", "Amber Rail pays.", "Amber Rail", set()),
        ("What pays?", "A firm from Elmton pays.", "A firm from Elmton", set()),
        ("Who won?", "Ann Lee might win.", "Ann Lee", {"hedged"}),
        ("Who might win?", "Ann Lee might win.", "Ann Lee", set()),
        ("Who won in May?", "Ann Lee won in May.", "Ann Lee", set()),
        ("Who won the race?", "Ann Lee is expected to win the race.", "Ann Lee", {"contrary"}),
        ("Which team won it?", "The Herons will win it.", "The Herons", {"contrary"}),
        ("Who won the race?", "Ann Lee is the first to win the race.", "Ann Lee", set()),
        ("Who won?", "Ann Lee, who hoped to win, won.", "Ann Lee", set()),
        ("Who wins the race?", "Ann Lee is expected to win the race.", "Ann Lee", set()),
        ("Who closed Route 13?", "Ann Lee closed Route 12.", "Ann Lee", {"contrary"}),
        ("who won season 3?", "Ann Lee won Season 2 of it.", "Ann Lee", {"contrary"}),
        ("Who closed Route 12?", "Ann Lee closed Routes 13 and Route 12.", "Ann Lee", set()),
        ("Who closed Route 13?", "Ann Lee closed the road.", "Ann Lee", set()),
        ("Who scored against Arden?", "Lee scored against Elmton.", "Lee", {"contrary"}),
        ("Who scored against Arden?", "Lee scored in a 2-1 win over Arden.", "Lee", set()),
        ("Who scored against Arden?", "Lee scored twice.", "Lee", set()),
        ("Who spoke against Trump?", "Lee spoke of rights over Elmton Lake.", "Lee", set()),
        ("Who came on May 3?", "Ann Lee came on May 4.", "Ann Lee", set()),
        ("Who led by 12 points?", "Ann Lee led by 13 points.", "Ann Lee", set()),
    ],
)
def test_what_speaks_against_marked_words(
    question: str, text: str, marked: str, against: set[str]
) -> None:
    found = candidate(text)
    article = structs.replace(found.article, sentences=(found.quote,))
    window = Window(article=article, version_pk=1, first=0, last=0, best=found)
    start = text.index(marked)

    features = contrary_features(
        understand(question), window, found.quote, Span(start, start + len(marked))
    )

    assert {name for name, value in features.items() if value} == against


@pytest.mark.parametrize(
    ("question", "text", "is_over"),
    [
        ("How long will the strike last?", "The last one, in 2014, took five days.", True),
        ("How long did the strike last?", "The last one, in 2014, took five days.", False),
        ("When will it open?", "It was begun in 2014 and opens in 2027.", False),
        ("When will it open?", "Begun in 2014, it will open in May.", False),
        ("She will retire. When was she elected?", "She was elected in 2014.", False),
        ("Which stadium will host it?", "The Oval hosted the final in 2014.", False),
    ],
)
def test_what_was_years_ago_does_not_tell_what_will_be(
    question: str, text: str, *, is_over: bool
) -> None:
    found = candidate(text)
    article = structs.replace(found.article, sentences=(found.quote,), published="2026-04-20")
    window = Window(article=article, version_pk=1, first=0, last=0, best=found)

    features = contrary_features(understand(question), window, found.quote, Span(0, 3))

    assert bool(features["contrary"]) == is_over
