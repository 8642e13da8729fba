"""Hard negatives: windows that seem to answer a question and do not.

Found as the product finds passages, by all-MiniLM-L6-v2 (as in Karpukhin et al. 2020, "DPR",
section 3.2); those that hold the question's answer are left out.
"""

from collections.abc import Mapping

import numpy as np
import torch
from torch.nn import functional

from eval.training.reader.encoder import Encoder
from eval.training.reader.texts import CLS, SEP, Numbers, Texts

_CHUNK = 104
_FOUND = 16
_KEPT = 6
_ROWS = 512
_ANSWER, _QUESTION = 8, 40


class Mined:
    """Up to six windows for each question: passage and first token."""

    def __init__(self, passages: Numbers, places: Numbers) -> None:
        """Take windows, each array (questions, windows); passage -1 means that there is none."""
        self.passages, self.places = passages, places

    def choose(self, asked: Numbers, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
        """A random one for each question; -1 where there is none."""
        count = (self.passages[asked] >= 0).sum(axis=1)
        nth = (rng.random(len(asked)) * np.maximum(count, 1)).astype(np.int64)
        return self.passages[asked, nth], self.places[asked, nth]

    def count(self) -> int:
        """How many windows were found."""
        return int((self.passages >= 0).sum())


def none_for(questions: int) -> Mined:
    """No windows for any question."""
    shape = (questions, _KEPT)
    return Mined(np.full(shape, -1, np.int64), np.zeros(shape, np.int64))


@torch.no_grad()
def mine(texts: Texts, base: Mapping[str, torch.Tensor], asked: Numbers, among: Numbers) -> Mined:
    """Find windows for some questions of all, among the passages given."""
    encoder = Encoder(base).to(texts.device).eval()
    counts = np.maximum(1, -(-texts.lengths[among] // _CHUNK))
    owner = np.repeat(among, counts)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    begin = nth * _CHUNK
    vectors = _embedded(texts, encoder, owner, begin, _CHUNK)
    mined = none_for(len(texts.question))
    owners = torch.from_numpy(owner).to(texts.device)
    begins = torch.from_numpy(begin).to(texts.device)
    for first in range(0, len(asked), _ROWS):
        numbers = asked[first : first + _ROWS]
        of = texts.question[numbers]
        queries = _embedded(texts, encoder, of, np.zeros_like(of), _QUESTION)
        near = (queries @ vectors.T).topk(min(_FOUND, len(owner)), dim=1).indices
        own = torch.from_numpy(texts.passage[numbers]).to(texts.device)
        bad = owners[near] == own[:, None]
        bad |= _holding(texts, numbers, owners[near], begins[near])
        order = bad.int().sort(dim=1, stable=True).indices[:, :_KEPT]
        passages = owners[near].gather(1, order).masked_fill(bad.gather(1, order), -1)
        width = order.shape[1]
        mined.passages[numbers, :width] = passages.cpu().numpy()
        mined.places[numbers, :width] = begins[near].gather(1, order).cpu().numpy()
    return mined


def _embedded(
    texts: Texts, encoder: Encoder, of: Numbers, begin: Numbers, most: int
) -> torch.Tensor:
    found = []
    for first in range(0, len(of), _ROWS):
        part = slice(first, first + _ROWS)
        held = np.minimum(texts.lengths[of[part]] - begin[part], most)
        ids, mask = _framed(texts, texts.at[of[part]] + begin[part], held)
        at = torch.arange(ids.shape[1], device=texts.device)[None]
        states = encoder(
            encoder.embedded(ids, torch.zeros_like(ids), at), mask[:, None, None, :]
        ).float()
        summed = (states * mask[..., None]).sum(dim=1)
        found.append(functional.normalize(summed, dim=1))
    return torch.cat(found)


def _framed(texts: Texts, first: Numbers, held: Numbers) -> tuple[torch.Tensor, torch.Tensor]:
    counts = torch.from_numpy(held).to(texts.device)[:, None]
    at = torch.arange(int(held.max()) + 2, device=texts.device)[None]
    source = torch.from_numpy(first).to(texts.device)[:, None] + at - 1
    ids = texts.tokens[source.clamp(0, len(texts.tokens) - 1)].long()
    ids = torch.where(at == counts + 1, SEP, torch.where(at > counts + 1, 0, ids))
    ids[:, 0] = CLS
    return ids, at <= counts + 1


def _holding(
    texts: Texts, numbers: Numbers, owners: torch.Tensor, begins: torch.Tensor
) -> torch.Tensor:
    """Whether windows hold the tokens of the question's first answer, (questions, windows)."""
    device = texts.device
    on = torch.from_numpy(numbers).to(device)
    at = torch.from_numpy(texts.at).to(device)
    spans = texts.spans[on, 0]
    known = spans[:, 0] >= 0
    own = torch.from_numpy(texts.passage[numbers]).to(device)
    steps = torch.arange(_ANSWER, device=device)[None]
    count = (spans[:, 1] - spans[:, 0] + 1).clamp(1, _ANSWER)
    last = len(texts.tokens) - 1
    answer = texts.tokens[(at[own] + spans[:, 0])[:, None].add(steps).clamp(0, last)]
    answer = answer.masked_fill(steps >= count[:, None], -1)
    held = []
    span = torch.arange(_CHUNK + _ANSWER, device=device)[None]
    for n in range(owners.shape[1]):
        source = (at[owners[:, n]] + begins[:, n])[:, None] + span
        windows = texts.tokens[source.clamp(0, last)].unfold(1, _ANSWER, 1)
        same = (windows == answer[:, None]) | (answer[:, None] < 0)
        held.append(same.all(dim=2).any(dim=1) & known)
    return torch.stack(held, dim=1)
