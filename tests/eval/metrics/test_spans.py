"""Exact match and F1 against hand-computed and re-implemented figures."""

import collections
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.spans import exact_match, normalise, token_f1

WORDS = st.text(alphabet="aAn theTHE.,-'“é1 \t", max_size=14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Cat, a dog AND an owl!", "cat dog and owl"),
        ("U.S.", "us"),
        ("80-year-old", "80yearold"),
        ("Another theatre", "another theatre"),
        # The script takes out ASCII punctuation only, and articles only after punctuation.
        ("“the” end", "“ ” end"),
        ("a-n end", "end"),
        ("  two \t spaces \n", "two spaces"),
        ("The.", ""),
    ],
)
def test_text_is_normalised_as_the_official_script_does(text: str, expected: str) -> None:
    assert normalise(text) == expected


# The three questions of figure 1 in Rajpurkar et al. 2016 (passage on precipitation), with answers
# one could give. F1 by hand: 2 * same / (words predicted + words gold).
@pytest.mark.parametrize(
    ("prediction", "gold", "exact", "f1"),
    [
        # "What causes precipitation to fall?"
        ("gravity", "gravity", 1.0, 1.0),
        ("under gravity.", "gravity", 0.0, 2 * 1 / (2 + 1)),
        # "What is another main form of precipitation besides drizzle, rain, snow, sleet and hail?"
        ("The graupel", "graupel", 1.0, 1.0),
        ("graupel and hail", "graupel", 0.0, 2 * 1 / (3 + 1)),
        # "Where do water droplets collide with ice crystals to form precipitation?"
        ("Within a cloud", "within a cloud", 1.0, 1.0),
        # "a" is no token: "cloud" against "within cloud".
        ("a cloud", "within a cloud", 0.0, 2 * 1 / (1 + 2)),
        ("the ice crystals", "within a cloud", 0.0, 0.0),
    ],
)
def test_answers_to_the_paper_s_questions_score_as_by_hand(
    prediction: str, gold: str, exact: float, f1: float
) -> None:
    assert exact_match(prediction, [gold]) == exact
    assert token_f1(prediction, [gold]) == pytest.approx(f1)


def test_the_best_gold_answer_counts() -> None:
    # Against "denver broncos" 2 * 2 / (3 + 2), against "broncos" 2 * 1 / (3 + 1).
    assert token_f1("Denver Broncos won", ["Broncos", "Denver Broncos"]) == pytest.approx(0.8)
    assert exact_match("Broncos", ["Denver Broncos", "the Broncos"]) == 1.0


def test_a_repeated_word_counts_as_often_as_both_have_it() -> None:
    # "very" twice of three times: same = 2, 2 * 2 / (3 + 2).
    assert token_f1("very very very", ["very very"]) == pytest.approx(0.8)


@pytest.mark.parametrize("golds", [[], ["the"], ["...", ""]])
def test_without_a_gold_answer_only_an_empty_prediction_is_right(golds: list[str]) -> None:
    assert (exact_match("", golds), token_f1("", golds)) == (1.0, 1.0)
    assert (exact_match("Paris", golds), token_f1("Paris", golds)) == (0.0, 0.0)


def test_an_empty_prediction_is_wrong_where_there_is_an_answer() -> None:
    assert (exact_match("", ["Paris"]), token_f1("", ["Paris"])) == (0.0, 0.0)


@given(WORDS, st.lists(WORDS, max_size=3))
def test_any_text_scores_as_with_the_official_script(prediction: str, golds: list[str]) -> None:
    kept = [gold for gold in golds if official_normalize(gold)] or [""]

    assert normalise(prediction) == official_normalize(prediction)
    assert exact_match(prediction, golds) == max(official_exact(g, prediction) for g in kept)
    assert token_f1(prediction, golds) == max(official_f1(g, prediction) for g in kept)


@given(WORDS, WORDS)
def test_f1_is_the_same_both_ways_and_at_least_exact_match(one: str, other: str) -> None:
    both = token_f1(one, [other])

    assert both == token_f1(other, [one])
    assert exact_match(one, [other]) <= both <= 1.0


# The reference: the steps of evaluate-v2.0.py in its own order and names, sharing no code with the
# package.


def official_normalize(s: str) -> str:
    s = s.lower()
    s = "".join(ch for ch in s if ch not in set(string.punctuation))
    s = re.sub(re.compile(r"\b(a|an|the)\b", re.UNICODE), " ", s)
    return " ".join(s.split())


def official_tokens(s: str) -> list[str]:
    return official_normalize(s).split() if s else []


def official_exact(a_gold: str, a_pred: str) -> float:
    return int(official_normalize(a_gold) == official_normalize(a_pred))


def official_f1(a_gold: str, a_pred: str) -> float:
    gold_toks, pred_toks = official_tokens(a_gold), official_tokens(a_pred)
    common = collections.Counter(gold_toks) & collections.Counter(pred_toks)
    num_same = sum(common.values())
    if len(gold_toks) == 0 or len(pred_toks) == 0:
        return int(gold_toks == pred_toks)
    if num_same == 0:
        return 0
    precision = 1.0 * num_same / len(pred_toks)
    recall = 1.0 * num_same / len(gold_toks)
    return (2 * precision * recall) / (precision + recall)
