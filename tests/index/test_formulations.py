"""Several formulations of one question: what their lists make of the passages together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Document, Query, Scores
from index.search import OWN_WEIGHT, blend, search
from tests.conftest import Shelf

Ranking = list[tuple[int, Scores]]


def _ranking(scores: dict[int, float]) -> Ranking:
    ranked = sorted(scores, key=lambda id: (-scores[id], id))
    return [(id, Scores(fused=scores[id])) for id in ranked]


def test_each_list_counts_between_its_least_and_its_best_score() -> None:
    own = _ranking({1: 0.9, 2: 0.5, 3: 0.1})
    other = _ranking({2: 20.0, 4: 10.0, 3: 15.0})

    blended = {id: scores.fused for id, scores in blend(own, [other])}

    rest = 1 - OWN_WEIGHT
    means = {1: OWN_WEIGHT, 2: OWN_WEIGHT / 2 + rest, 3: rest / 2, 4: 0.0}
    assert blended == pytest.approx({id: 0.1 + 0.8 * mean for id, mean in means.items()})
    assert list(blended) == [2, 1, 3, 4]


@given(
    st.dictionaries(st.integers(1, 50), st.floats(0, 1), min_size=1),
    st.lists(st.dictionaries(st.integers(1, 50), st.floats(0, 40)), max_size=3),
)
def test_scores_stay_on_the_scale_of_the_question_itself(
    own: dict[int, float], others: list[dict[int, float]]
) -> None:
    blended = blend(_ranking(own), [_ranking(other) for other in others])

    scores = [found.fused for _, found in blended]
    assert scores == sorted(scores, reverse=True)
    assert {id for id, _ in blended} == {*own, *(id for other in others for id in other)}
    assert min(own.values()) - 1e-9 <= scores[-1] <= scores[0] <= max(own.values()) + 1e-9


def test_a_passage_is_found_by_the_words_of_another_formulation(
    shelf: Shelf,
) -> None:
    shelf.add(
        Document(id="treaty", text="Sheinbaum signed the USMCA review.", format="txt", origin="a"),
        *(
            Document(id=f"rain{n}", text=f"Why it rained on day {n}.", format="txt", origin="b")
            for n in range(9)
        ),
    )
    opened = shelf.opened()
    query = Query(question="Why?")
    vector = opened.embedder.embed_questions([query.question])

    plain = search(opened, query, vector)
    wider = search(opened, query, vector, further=["USMCA review Sheinbaum why?"])

    assert plain == search(opened, query, vector, further=[])
    assert plain[0].hit.passage.article_id != "treaty"
    assert wider[0].hit.passage.article_id == "treaty"
