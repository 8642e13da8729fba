"""How far a predicted span is a right one: exact match and token F1, as SQuAD measures them."""

import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation))


def normalise(text: str) -> str:
    """Lower case, ASCII punctuation out, articles out, single spaces: in this order.

    Source: `normalize_answer` of the official scripts (Rajpurkar et al. 2016 and 2018,
    evaluate-v1.1.py and evaluate-v2.0.py). Punctuation becomes nothing, not a space: "U.S." is
    "us", and so is "us". Curly quotes and dashes stay, as they do there.
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(prediction: str, golds: Sequence[str]) -> float:
    """1.0 where the prediction equals any gold answer after `normalise`, else 0.0.

    Without gold answers (the question has none, or nothing is left of them) only an empty
    prediction is right. Source: `compute_exact`, evaluate-v2.0.py (Rajpurkar et al. 2018).
    """
    predicted = normalise(prediction)
    return float(any(predicted == normalise(gold) for gold in _accepted(golds)))


def token_f1(prediction: str, golds: Sequence[str]) -> float:
    """Return the best F1 of the prediction's tokens against any gold answer's, 0.0 to 1.0.

    Tokens are the words left by `normalise`, counted with repetition. Where one side has none, the
    F1 is 1.0 if the other has none either. Source: `compute_f1`, evaluate-v2.0.py (Rajpurkar et al.
    2018); first in Rajpurkar et al. 2016.
    """
    predicted = normalise(prediction).split()
    return max(_f1(predicted, normalise(gold).split()) for gold in _accepted(golds))


def _accepted(golds: Sequence[str]) -> list[str]:
    return [gold for gold in golds if normalise(gold)] or [""]


def _f1(predicted: list[str], gold: list[str]) -> float:
    if not predicted or not gold:
        return float(predicted == gold)
    same = (Counter(predicted) & Counter(gold)).total()
    if same == 0:
        return 0.0
    precision, recall = same / len(predicted), same / len(gold)
    return 2 * precision * recall / (precision + recall)


class Squad2(Struct, frozen=True, kw_only=True):
    """What evaluate-v2.0.py prints, as shares of 1 where it prints percentages.

    A part without questions is None, as the script leaves it out.
    """

    exact: float
    f1: float
    total: int
    has_answer_exact: float | None
    has_answer_f1: float | None
    has_answer_total: int
    no_answer_exact: float | None
    no_answer_f1: float | None
    no_answer_total: int
    best_exact: float
    best_exact_threshold: float
    best_f1: float
    best_f1_threshold: float


def squad2(
    predictions: Mapping[str, str],
    no_answer_scores: Mapping[str, float],
    golds: Mapping[str, Sequence[str]],
    threshold: float = 1.0,
) -> Squad2:
    """Measure answers and refusals, by question id (Rajpurkar et al. 2018, evaluate-v2.0.py).

    A `no_answer_scores` above `threshold` turns a prediction into a refusal; a question with an
    empty list in `golds` has no answer. The best figures are those of the best threshold on these
    same questions.

    Raises:
        ValueError: where a question has no prediction or no score, or where there is no question.
    """
    _check_complete(predictions, no_answer_scores, golds)
    exact = {key: exact_match(predictions[key], golds[key]) for key in golds}
    f1 = {key: token_f1(predictions[key], golds[key]) for key in golds}
    given = {key: no_answer_scores[key] <= threshold for key in golds}
    best_exact, exact_at = _best(exact, predictions, no_answer_scores, golds)
    best_f1, f1_at = _best(f1, predictions, no_answer_scores, golds)
    exact, f1 = (
        {key: value if given[key] else float(not golds[key]) for key, value in scores.items()}
        for scores in (exact, f1)
    )
    known = [key for key, answers in golds.items() if answers]
    unknown = [key for key, answers in golds.items() if not answers]
    return Squad2(
        exact=sum(exact.values()) / len(golds),
        f1=sum(f1.values()) / len(golds),
        total=len(golds),
        has_answer_exact=_mean(exact, known),
        has_answer_f1=_mean(f1, known),
        has_answer_total=len(known),
        no_answer_exact=_mean(exact, unknown),
        no_answer_f1=_mean(f1, unknown),
        no_answer_total=len(unknown),
        best_exact=best_exact,
        best_exact_threshold=exact_at,
        best_f1=best_f1,
        best_f1_threshold=f1_at,
    )


def _check_complete(
    predictions: Iterable[str], no_answer_scores: Iterable[str], golds: Mapping[str, object]
) -> None:
    if not golds:
        raise ValueError("no questions to measure")
    for what, keys in (("prediction", predictions), ("no-answer score", no_answer_scores)):
        if missing := golds.keys() - set(keys):
            raise ValueError(f"no {what} for {min(missing)!r}, {len(missing)} in all")


def _mean(scores: Mapping[str, float], keys: Sequence[str]) -> float | None:
    return sum(scores[key] for key in keys) / len(keys) if keys else None


def _best(
    scores: Mapping[str, float],
    predictions: Mapping[str, str],
    no_answer_scores: Mapping[str, float],
    golds: Mapping[str, Sequence[str]],
) -> tuple[float, float]:
    """Return the best score and its threshold: `find_best_thresh`, quirks and all.

    Starting from all refused, questions are answered one by one, lowest no-answer score first.
    Equal scores are taken in the order they are given in, and the best may fall between two.
    """
    current = best = float(sum(not answers for answers in golds.values()))
    best_at = 0.0
    for key in sorted(no_answer_scores, key=lambda key: no_answer_scores[key]):
        if key not in scores:
            continue
        current += scores[key] if golds[key] else -float(bool(predictions[key]))
        if current > best:
            best, best_at = current, no_answer_scores[key]
    return best / len(scores), best_at
