"""Winners and losers: the side that is not asked for."""

import pytest

from service.reading.culprits.markable import markable
from service.reading.culprits.results import asks_to_win
from tests.service.reading.definitions.articles import article_of

WON, LOST = "Who won the final?", "Who lost the final?"


@pytest.mark.parametrize(
    ("question", "wins"),
    [
        ("Who won the vote?", True),
        ("which team beat Norby", True),
        ("Who did Norby lose to?", True),
        ("Who was Norby beaten by?", True),
        ("And who lost the vote?", False),
        ("Who did Norby beat?", False),
        ("Which side was beaten in the final?", False),
        ("Who did not win the vote?", None),
        ("Who watched the final?", None),
        ("By how many votes did Lee beat Roe?", None),
        ("What did the champion say?", None),
        ("Which year did Norby beat Esk?", None),
    ],
)
def test_a_question_asks_for_one_side(question: str, wins: bool | None) -> None:
    assert asks_to_win(question) is wins


@pytest.mark.parametrize(
    ("question", "text", "named", "not_named"),
    [
        (WON, "Norby lost the final in Oldmere to Esk.", "Esk", "Norby"),
        (LOST, "Norby lost the final in Oldmere to Esk.", "Norby", "Esk"),
        (WON, "Norby were narrowly beaten by champions Esk.", "Esk", "Norby"),
        (LOST, "Norby were narrowly beaten by champions Esk.", "Norby", "Esk"),
        (WON, "Esk beat Norby 3-1 in the final.", "Esk", "Norby"),
        (LOST, "Esk beat Norby 3-1 in the final.", "Norby", "Esk"),
        (LOST, "Esk won the final by beating Norby.", "Norby", "Esk"),
        (WON, "Norby finished second behind Esk.", "Esk", "Norby"),
        (WON, "Norby did not win the final; Esk did.", "Esk", "Norby"),
    ],
)
def test_the_other_side_is_not_named(question: str, text: str, named: str, not_named: str) -> None:
    article = article_of(text)

    found = " ".join(
        text[one.start : one.end] for one in markable(question, article, article.sentences)
    )

    assert named in found
    assert not_named not in found


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (WON, "Norby, who lost the final in 2020, won it on Sunday."),
        (WON, "Norby, who had not won the final in years, won it."),
        (WON, "Ann Lee lost her voice and the crowd went wild for Norby."),
        (LOST, "Esk denied Norby a third title by beating them."),
    ],
)
def test_whoever_is_asked_for_stays(question: str, text: str) -> None:
    article = article_of(text)

    assert markable(question, article, article.sentences) == list(article.sentences)
