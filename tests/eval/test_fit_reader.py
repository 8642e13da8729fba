"""What the reader's weights are fitted on: candidates, and the same question without its answer."""

from collections.abc import Sequence

import numpy as np
import pytest

from eval.fit_reader import Reading, fit, fit_deciding, found_without
from eval.questions import Case
from index.records import Query
from index.search import DENSE_WEIGHT, Found, search
from tests.conftest import Shelf, story

QUESTION = "What did the bridge over the river cost?"


def _searched(shelf: Shelf, answer: str) -> tuple[Sequence[Found], Sequence[Found]]:
    """What is found, and what is where nothing holds the answer."""
    opened = shelf.opened()
    vector = opened.embedder.embed_questions([QUESTION])
    query = Query(question=QUESTION)
    case = Case(id="c", question=QUESTION, answers=[answer], answerable=True)
    found = search(opened, query, vector)
    return found, found_without(opened, query, vector, found, case)


def _shelf(shelf: Shelf) -> None:
    shelf.add(
        story("right", "The bridge over the river did cost 41 million.", title="Bridge cost"),
        story("copy", "What did the bridge cost? It cost 41 million.", title="Again"),
        story("other", "A bridge was painted. Nobody knows the price.", title="Paint"),
        story("third", "The river rose. It rained.", title="Rain"),
    )


def test_without_the_articles_that_answer_the_search_is_made_again(shelf: Shelf) -> None:
    _shelf(shelf)
    found, without = _searched(shelf, "41 million")

    assert {item.located.article.id for item in found} >= {"right", "copy", "other"}
    assert {item.located.article.id for item in without} <= {"other", "third"}
    # Scores are on the scale of what is left, as if the others had never been there.
    best = max((item.hit.scores for item in without), key=lambda scores: scores.lexical or 0.0)
    assert best.lexical
    assert best.fused == pytest.approx(DENSE_WEIGHT * (best.dense or 0.0) + 1 - DENSE_WEIGHT)


def test_where_nothing_answers_nothing_is_searched_again(shelf: Shelf) -> None:
    _shelf(shelf)
    found, without = _searched(shelf, "Lisbon")

    assert without is found


def test_where_all_articles_answer_nothing_is_left(shelf: Shelf) -> None:
    shelf.add(story("right", "The bridge did cost 41 million.", title="Bridge"))
    _, without = _searched(shelf, "41 million")

    assert list(without) == []


def _readings(count: int) -> list[Reading]:
    """Ten candidates each: `good` tells which comes first, `late` that it does not answer."""
    rng = np.random.default_rng(1)
    readings = []
    for number in range(count):
        late = float(number % 2)
        features = [{"good": float(rng.normal()), "late": late} for _ in range(9)]
        features.append({"good": 4.0, "late": late})
        readings.append(
            Reading(
                features=features,
                labels=[False] * 9 + [not late],
                held_out=False,
                answerable=not late,
            )
        )
    return readings


def test_what_ranks_and_what_decides_are_fitted_apart() -> None:
    readings = _readings(200)

    ranking = fit(readings, "span")
    deciding = fit_deciding(readings, ranking)

    best, other = {"good": 4.0, "late": 0.0}, {"good": 0.0, "late": 0.0}
    assert ranking.probability(best) > ranking.probability(other)
    assert deciding.probability(best) > 0.8
    assert deciding.probability(best | {"late": 1.0}) < 0.2
