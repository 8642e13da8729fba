"""Windows that look like an answer to a question and are none: hard negatives.

Found as the product finds passages, by all-MiniLM-L6-v2 (as in Karpukhin et al. 2020, "DPR",
section 3.2); those that hold the question's answer are left out.
"""

from collections.abc import Mapping

import numpy as np
import torch
from torch.nn import functional

from eval.training.reader.encoder import Encoder, from_bert
from eval.training.reader.texts import CLS, SEP, Numbers, Texts

_CHUNK = 104
_FOUND = 16
_KEPT = 6
_ROWS = 2048
_ANSWER = 8


class Mined:
    """For each question up to six windows: passage and first token."""

    def __init__(self, questions: int) -> None:
        """For none yet."""
        self._passages = np.full((questions, _KEPT), -1, np.int64)
        self._places = np.zeros((questions, _KEPT), np.int64)

    def put(self, asked: Numbers, passages: Numbers, places: Numbers) -> None:
        """Set those of some questions."""
        found = passages.shape[1]
        self._passages[asked, :found], self._places[asked, :found] = passages, places

    def extend(self, more: "Mined") -> None:
        """Take over what was found for questions that came later."""
        found = (more._passages >= 0).any(axis=1)
        missing = len(more._passages) - len(self._passages)
        self._passages = np.pad(self._passages, ((0, missing), (0, 0)), constant_values=-1)
        self._places = np.pad(self._places, ((0, missing), (0, 0)))
        self.put(np.flatnonzero(found), more._passages[found], more._places[found])

    def choose(self, asked: Numbers, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
        """One for each question, by chance; -1 where there is none."""
        count = (self._passages[asked] >= 0).sum(axis=1)
        nth = (rng.random(len(asked)) * np.maximum(count, 1)).astype(np.int64)
        return self._passages[asked, nth], self._places[asked, nth]

    def count(self) -> int:
        """How many windows were found."""
        return int((self._passages >= 0).sum())


@torch.no_grad()
def mine(texts: Texts, base: Mapping[str, torch.Tensor], asked: Numbers, sets: int) -> Mined:
    """Find them for some questions, among the passages of the first `sets` sets and the unasked."""
    encoder = Encoder()
    encoder.load_state_dict(from_bert(base))
    encoder.to(texts.device).eval()
    known = texts.passage[texts.of < sets]
    passages = np.unique(np.concatenate([known, texts.unasked]))
    counts = np.maximum(1, -(-texts.lengths[passages] // _CHUNK))
    owner = np.repeat(passages, counts)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    begin = nth * _CHUNK
    vectors = _embedded(texts, encoder, owner, begin, _CHUNK)
    mined = Mined(len(texts.question))
    owners = torch.from_numpy(owner).to(texts.device)
    begins = torch.from_numpy(begin).to(texts.device)
    for first in range(0, len(asked), _ROWS):
        numbers = asked[first : first + _ROWS]
        of = texts.question[numbers]
        queries = _embedded(texts, encoder, of, np.zeros_like(of), 40)
        near = (queries @ vectors.T).topk(min(_FOUND, len(owner)), dim=1).indices
        own = torch.from_numpy(texts.passage[numbers]).to(texts.device)
        bad = owners[near] == own[:, None]
        bad |= _holding(texts, numbers, owners[near], begins[near])
        order = bad.int().sort(dim=1, stable=True).indices[:, :_KEPT]
        passage = owners[near].gather(1, order).masked_fill(bad.gather(1, order), -1)
        mined.put(numbers, passage.cpu().numpy(), begins[near].gather(1, order).cpu().numpy())
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
