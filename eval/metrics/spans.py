"""How well a predicted span matches the expected answers: exact match and token F1, as in SQuAD."""

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation))


def normalise(text: str) -> str:
    """Lower-case, remove ASCII punctuation, remove articles, collapse spaces, in this order.

    Source: `normalize_answer` of the official scripts (Rajpurkar et al. 2016 and 2018,
    evaluate-v1.1.py and evaluate-v2.0.py). Punctuation is removed, not replaced by a space: "U.S."
    becomes "us". Curly quotes and dashes stay, as they do there.
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(prediction: str, golds: Sequence[str]) -> float:
    """1.0 if the prediction equals any gold answer after `normalise`, else 0.0.

    Without gold answers (the question has none, or they are empty once normalised) only an empty
    prediction is right. Source: `compute_exact`, evaluate-v2.0.py (Rajpurkar et al. 2018).
    """
    predicted = normalise(prediction)
    return float(any(predicted == normalise(gold) for gold in _accepted(golds)))


def token_f1(prediction: str, golds: Sequence[str]) -> float:
    """Return the best token F1 of the prediction against any gold answer, 0.0 to 1.0.

    Tokens are the words left by `normalise`, counted with repetition. If one side has none, the
    F1 is 1.0 if the other has none either, else 0.0. Source: `compute_f1`, evaluate-v2.0.py
    (Rajpurkar et al. 2018); first in Rajpurkar et al. 2016.
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
