"""Exact match, F1 and the SQuAD 2.0 summary against hand-computed and re-implemented figures."""

import collections
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.spans import exact_match, normalise, squad2, token_f1

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


# The passage on the Normans that opens the SQuAD 2.0 dev set: two questions with an answer and two
# without ("Who gave their name to Normandy in the 1000's and 1100's?", "What is France a region
# of?"), with answers one could give.
GOLDS = {
    "country": ["France", "France", "France"],
    "origin": ["Denmark, Iceland and Norway"],
    "name": [],
    "region": [],
}
PREDICTIONS = {
    "country": "in France",  # EM 0, F1 2 * 1 / (2 + 1) = 2/3
    "origin": "Denmark, Iceland and Norway",  # EM 1, F1 1
    "name": "the Normans",  # 0, there is no answer
    "region": "",  # 1
}
SCORES = {"country": 0.2, "origin": 0.1, "name": 0.6, "region": 0.9}


def test_answers_and_refusals_are_counted_apart() -> None:
    found = squad2(PREDICTIONS, SCORES, GOLDS)

    assert found.exact == 2 / 4
    assert found.f1 == pytest.approx((2 / 3 + 1 + 0 + 1) / 4)
    assert found.has_answer_exact == 1 / 2
    assert found.has_answer_f1 == pytest.approx((2 / 3 + 1) / 2)
    assert (found.no_answer_exact, found.no_answer_f1) == (1 / 2, 1 / 2)
    assert (found.total, found.has_answer_total, found.no_answer_total) == (4, 2, 2)


def test_the_best_threshold_is_found_by_answering_one_more_at_a_time() -> None:
    found = squad2(PREDICTIONS, SCORES, GOLDS)

    # All refused is right twice. Answering "origin" (score 0.1) adds 1, "country" (0.2) adds
    # 0 to exact and 2/3 to F1, "name" (0.6) takes 1, "region" (0.9) changes nothing.
    assert (found.best_exact, found.best_exact_threshold) == (3 / 4, 0.1)
    assert found.best_f1 == pytest.approx((2 + 1 + 2 / 3) / 4)
    assert found.best_f1_threshold == 0.2


def test_a_score_above_the_threshold_refuses() -> None:
    found = squad2(PREDICTIONS, SCORES, GOLDS, threshold=0.15)

    # Only "origin" is answered; "country" is wrong now, "name" right.
    assert (found.exact, found.f1) == (3 / 4, 3 / 4)
    assert (found.has_answer_exact, found.no_answer_exact) == (1 / 2, 1.0)


def test_a_part_without_questions_is_none() -> None:
    found = squad2({"region": "x"}, {"region": 0.5}, {"region": []})

    assert found.has_answer_exact is None
    # Refusing everything is best, so no score is the threshold: 0.
    assert (found.exact, found.best_exact, found.best_exact_threshold) == (0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("predictions", "scores", "golds", "named"),
    [
        ({}, {"q": 0.1}, {"q": []}, "no prediction for 'q', 1 in all"),
        ({"q": ""}, {}, {"q": []}, "no no-answer score for 'q', 1 in all"),
        ({}, {}, {}, "no questions"),
    ],
)
def test_what_is_missing_is_named(
    predictions: dict[str, str], scores: dict[str, float], golds: dict[str, list[str]], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        squad2(predictions, scores, golds)


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


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "cat", "the cat", "cat dog"]),
            st.sampled_from([0.0, 0.25, 0.5, 1.0]),
            st.lists(st.sampled_from(["cat", "dog", "a", "cat sat"]), max_size=2),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([0.0, 0.3, 1.0]),
)
def test_any_set_sums_up_as_with_the_official_script(
    rows: list[tuple[str, float, list[str]]], threshold: float
) -> None:
    keys = [str(number) for number in range(len(rows))]
    predictions = {key: row[0] for key, row in zip(keys, rows, strict=True)}
    scores = {key: row[1] for key, row in zip(keys, rows, strict=True)}
    golds = {key: row[2] for key, row in zip(keys, rows, strict=True)}

    found = squad2(predictions, scores, golds, threshold)
    expected = official_evaluation(predictions, scores, golds, threshold)

    assert 100 * found.exact == pytest.approx(expected["exact"])
    assert 100 * found.f1 == pytest.approx(expected["f1"])
    assert as_percent(found.has_answer_exact) == pytest.approx(expected.get("HasAns_exact"))
    assert as_percent(found.has_answer_f1) == pytest.approx(expected.get("HasAns_f1"))
    assert as_percent(found.no_answer_exact) == pytest.approx(expected.get("NoAns_exact"))
    assert as_percent(found.no_answer_f1) == pytest.approx(expected.get("NoAns_f1"))
    assert 100 * found.best_exact == pytest.approx(expected["best_exact"])
    assert found.best_exact_threshold == expected["best_exact_thresh"]
    assert 100 * found.best_f1 == pytest.approx(expected["best_f1"])
    assert found.best_f1_threshold == expected["best_f1_thresh"]


def as_percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


# Below, the steps of evaluate-v2.0.py written down again, in its order and with its names, as the
# referee: it shares no line with the package.


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


def official_evaluation(
    preds: dict[str, str], na_probs: dict[str, float], answers: dict[str, list[str]], thresh: float
) -> dict[str, float]:
    has_ans = {k: bool(v) for k, v in answers.items()}
    raw: dict[str, dict[str, float]] = {"exact": {}, "f1": {}}
    for k, golds in answers.items():
        kept = [a for a in golds if official_normalize(a)]
        if not kept:
            kept = [""]
        raw["exact"][k] = max(official_exact(a, preds[k]) for a in kept)
        raw["f1"][k] = max(official_f1(a, preds[k]) for a in kept)
    out: dict[str, float] = {}
    for name, scores in raw.items():
        final = {}
        for k, s in scores.items():
            final[k] = float(not has_ans[k]) if na_probs[k] > thresh else s
        out[name] = 100.0 * sum(final.values()) / len(final)
        for prefix, wanted in (("HasAns", True), ("NoAns", False)):
            qids = [k for k, v in has_ans.items() if v == wanted]
            if qids:
                out[f"{prefix}_{name}"] = 100.0 * sum(final[k] for k in qids) / len(qids)
        best, best_thresh = official_best(preds, scores, na_probs, has_ans)
        out[f"best_{name}"], out[f"best_{name}_thresh"] = best, best_thresh
    return out


def official_best(
    preds: dict[str, str],
    scores: dict[str, float],
    na_probs: dict[str, float],
    has_ans: dict[str, bool],
) -> tuple[float, float]:
    cur_score: float = sum(1 for k in has_ans if not has_ans[k])
    best_score, best_thresh = cur_score, 0.0
    for qid in sorted(na_probs, key=lambda k: na_probs[k]):
        if qid not in scores:
            continue
        if has_ans[qid]:
            diff = scores[qid]
        elif preds[qid]:
            diff = -1
        else:
            diff = 0
        cur_score += diff
        if cur_score > best_score:
            best_score, best_thresh = cur_score, na_probs[qid]
    return 100.0 * best_score / len(scores), best_thresh
