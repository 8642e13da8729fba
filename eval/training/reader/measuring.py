"""How well readers answer the questions that are held back, on the device that trains.

By word pieces, without articles and punctuation, but without the official normalisation of text:
fast, and close to `score`, which reads as the product does.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from eval.metrics import answerability
from eval.training.reader.network import best_spans
from eval.training.reader.texts import Numbers, Texts
from eval.training.recipe import Recipe

_ROOM, _STRIDE, _LONGEST = 200, 120, 30
_ROWS = 512
_NOT_COUNTED = {
    *range(999, 1014), *range(1024, 1037), *range(1063, 1067),
    1037, 1996, 2019, 1516, 1517, 1520, 1521, 1523, 1524,
}  # fmt: skip


@torch.no_grad()
def measure(readers: Sequence[nn.Module], texts: Texts, recipe: Recipe) -> dict[str, float]:
    """Exact match, F1 and, where some questions have no answer, AUROC, of each measured set."""
    found: dict[str, float] = {}
    tokens = texts.tokens.cpu().numpy()
    for number, measured in enumerate(recipe.measured, len(recipe.sets)):
        asked = np.flatnonzero(texts.of == number)
        best = _read(readers, texts, asked)
        name = measured.path.split(".")[0].replace("/", "_")
        spans = texts.spans[torch.from_numpy(asked).to(texts.device)].cpu().numpy()
        rows = [
            _compared(_tokens(tokens, at + first, at + last), golds)
            for (first, last, _), at, own in zip(
                best, texts.at[texts.passage[asked]], spans, strict=True
            )
            if (golds := [_tokens(tokens, at + s, at + e) for s, e in own if s >= 0])
        ]
        found[f"{name}_em"] = round(float(np.mean([em for em, _ in rows])), 4)
        found[f"{name}_f1"] = round(float(np.mean([f1 for _, f1 in rows])), 4)
        labels = [bool(own[0, 0] >= 0) for own in spans]
        if not all(labels):
            margins = [float(margin) for _, _, margin in best]
            found[f"{name}_auroc"] = round(answerability.auroc(margins, labels), 4)
    return found


def _read(
    readers: Sequence[nn.Module], texts: Texts, asked: Numbers
) -> list[tuple[int, int, float]]:
    """The best span in each question's passage: first and last token, and its margin."""
    starts = [
        range(0, max(1, int(length) - _ROOM + _STRIDE), _STRIDE)
        for length in texts.lengths[texts.passage[asked]]
    ]
    which = np.repeat(np.arange(len(asked)), [len(own) for own in starts])
    begins = np.concatenate([np.array(own) for own in starts])
    best = [(0, 0, -1e9)] * len(asked)
    for at in range(0, len(which), _ROWS):
        part = slice(at, at + _ROWS)
        numbers = asked[which[part]]
        begin = torch.from_numpy(begins[part]).to(texts.device)
        rows = texts.rows(numbers, texts.passage[numbers], begin, _ROOM)
        read = [torch.log_softmax(reader(rows)[0], dim=1).exp() for reader in readers]
        scores = torch.log(torch.stack(read).mean(dim=0).clamp(min=1e-12))
        first, last, sums = best_spans(scores, _LONGEST, 1)
        margin = sums[:, 0] - scores[:, 0].sum(dim=1)
        shift = begin - rows.context
        found = zip(
            which[part].tolist(),
            (first[:, 0] + shift).tolist(),
            (last[:, 0] + shift).tolist(),
            margin.tolist(),
            strict=True,
        )
        for question, start, end, score in found:
            if score > best[question][2]:
                best[question] = (start, end, score)
    return best


def _tokens(every: Numbers, first: int, last: int) -> list[int]:
    return [token for token in every[first : last + 1].tolist() if token not in _NOT_COUNTED]


def _compared(found: list[int], golds: Sequence[list[int]]) -> tuple[float, float]:
    exact = max(float(found == gold) for gold in golds)
    return exact, max(_f1(found, gold) for gold in golds)


def _f1(found: list[int], gold: list[int]) -> float:
    common = sum((Counter(found) & Counter(gold)).values())
    if not found or not gold:
        return float(found == gold)
    return 2 * common / (len(found) + len(gold))
