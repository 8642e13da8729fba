"""The networks of the training, compared with others and held to what they should learn."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from eval.training.data import base_weights
from eval.training.data.pack import tokenizer_of_the_base
from eval.training.data.packed import BASE
from eval.training.reader.asking import Asker, sources
from eval.training.reader.encoder import Encoder, Kept, to_bert
from eval.training.reader.network import Reader, best_spans, loss, probabilities
from eval.training.reader.texts import Rows, Texts

pytestmark = pytest.mark.model


def test_the_encoder_gives_the_states_of_a_bert_model(bert: Any) -> None:
    state = bert.state_dict()
    encoder = Encoder(state).eval()
    ids = torch.randint(1000, 20000, (3, 20), generator=torch.Generator().manual_seed(1))
    segments = (torch.arange(20) > 8).long().expand(3, -1)
    mask = torch.arange(20) < torch.tensor([20, 15, 9])[:, None]

    with torch.no_grad():
        theirs = bert(
            input_ids=ids, token_type_ids=segments, attention_mask=mask.long()
        ).last_hidden_state
        embedded = encoder.embedded(ids, segments, torch.arange(20)[None])
        ours = encoder(embedded, mask[:, None, None, :])
    there_and_back = to_bert(encoder.state_dict())

    assert torch.allclose(theirs[mask], ours[mask], atol=1e-4)
    assert all(torch.equal(tensor, state[name]) for name, tensor in there_and_back.items())
    assert there_and_back.keys() == state.keys()


def test_training_begins_from_the_weights_of_the_model_in_float16(
    folder: Path, base: dict[str, torch.Tensor]
) -> None:
    again = base_weights.read(folder / BASE)

    assert again.keys() == base.keys()
    assert all(torch.equal(again[name], tensor) for name, tensor in base.items())


def test_a_network_learns_the_few_questions_it_sees(
    texts: Texts, base: dict[str, torch.Tensor]
) -> None:
    torch.manual_seed(1)
    reader = Reader(base)
    optimizer = torch.optim.AdamW([p for p in reader.parameters() if p.requires_grad], lr=3e-3)
    asked = np.arange(4)
    each = np.repeat(asked, 2)
    passages = np.stack([texts.passage[asked], 1 - texts.passage[asked]], axis=1).ravel()
    rows = texts.rows(each, passages, torch.zeros(8, dtype=torch.long), 60, question_blind=False)
    for _ in range(150):
        logits, relevance = reader(rows)
        loss(logits, relevance, rows, 2, 0.5).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        optimizer.zero_grad()
    reader.eval()
    spans, relevant = probabilities([reader], rows)
    first, last, _ = best_spans(torch.log(spans.clamp(min=1e-9)), 10, 1)
    right = rows.answered
    assert torch.equal(first[right, 0], rows.starts[right].int().argmax(dim=1))
    assert torch.equal(last[right, 0], rows.ends[right].int().argmax(dim=1))
    assert (relevant[rows.relevant] > relevant[~rows.relevant].max()).all()


def test_asking_a_word_at_a_time_is_asking_at_once(
    texts: Texts, base: dict[str, torch.Tensor]
) -> None:
    torch.manual_seed(1)
    asker = Asker(base, 2, 0.0).eval()
    asked = np.arange(3)
    rows = texts.rows(
        asked, texts.passage[asked], torch.zeros(3, dtype=torch.long), 30, question_blind=True
    )
    ids, marks, counts = sources(
        rows.ids[:, 2:], rows.mask.sum(dim=1) - 3, rows.starts.int().argmax(dim=1) - 2,
        rows.ends.int().argmax(dim=1) - 2, torch.tensor([0, 1, 1]),
    )  # fmt: skip
    tokenizer = tokenizer_of_the_base()
    answer = ids[0][marks[0] == 1].tolist()
    assert tokenizer.decode(answer) == "captain ines duarte"
    question = torch.tensor([[2040, 11248, 9666], [2129, 2116, 0], [2043, 0, 0]])
    lengths = torch.tensor([3, 2, 1])
    with torch.no_grad():
        whole = asker.loss(ids, marks, counts, question, lengths)
        kept = Kept([], [])
        at = torch.arange(ids.shape[1])[None]
        mask = at < counts[:, None]
        states = asker.encoder(
            asker.embedded(ids, at.expand(3, -1), marks), mask[:, None, None, :], kept
        )
        last = states[torch.arange(3), counts - 1]
        losses = []
        for step in range(4):
            wanted = torch.where(step < lengths, question[:, min(step, 2)], 102)
            value = torch.nn.functional.cross_entropy(
                asker.logits(last), wanted, reduction="none", label_smoothing=0.05
            )
            losses.append(value[step <= lengths])
            token = question[:, min(step, 2)]
            mask = torch.nn.functional.pad(mask, (0, 1), value=True)
            embedded = asker.embedded(
                token[:, None], (counts + step)[:, None], torch.full((3, 1), 2)
            )
            last = asker.encoder(embedded, mask[:, None, None, :], kept).squeeze(1)
    assert torch.cat(losses).mean().item() == pytest.approx(whole.item(), abs=1e-3)


def _rows(*windows: tuple[list[int], list[int], bool]) -> Rows:
    """Windows of four tokens: first and last tokens of their answers, and relevance."""
    starts, ends = torch.zeros(len(windows), 4).bool(), torch.zeros(len(windows), 4).bool()
    for row, (first, last, _) in enumerate(windows):
        starts[row, first or [0]] = True
        ends[row, last or [0]] = True
    answered = torch.tensor([bool(first) for first, _, _ in windows])
    relevant = torch.tensor([is_relevant for _, _, is_relevant in windows])
    ids, ones = torch.zeros(len(windows), 4).long(), torch.ones(len(windows), 4).bool()
    zeros, whole = torch.zeros(len(windows)).long(), torch.ones(len(windows)).bool()
    return Rows(ids, ids, ones, ones, starts, ends, answered, relevant,
                answered | ~relevant, whole, zeros, zeros)  # fmt: skip


def test_the_loss_is_that_of_the_summed_probability_of_all_answers() -> None:
    # The third is relevant, but nobody marked where: it has no loss of spans.
    rows = _rows(([1, 2], [2, 3], True), ([], [], False), ([], [], True))

    value = float(loss(torch.zeros(3, 4, 2), torch.zeros(3), rows, 1, 0.5))

    spans = (-math.log(2 / 4) - math.log(1 / 4)) / 2
    assert value == pytest.approx(spans + 0.5 * math.log(2), rel=1e-5)


def test_windows_of_one_question_share_their_normalisation() -> None:
    rows = _rows(([1], [2], True), ([], [], False))
    logits, relevance = torch.zeros(2, 4, 2), torch.zeros(2)

    together, alone = (float(loss(logits, relevance, rows, each, 0.5)) for each in (2, 1))

    # One token of the six of both passages, start and end alike; one window of two.
    assert together - alone == pytest.approx(math.log(6) + 0.5 * math.log(2), rel=1e-5)


def test_a_high_score_in_another_window_costs_more_than_one_for_no_answer() -> None:
    rows = _rows(([1], [2], True), ([], [], False))
    even = torch.zeros(2, 4, 2)
    none, other = even.clone(), even.clone()
    none[1, 0] = 4.0
    other[1, 2] = 4.0

    values = [float(loss(logits, torch.zeros(2), rows, 2, 0.0)) for logits in (none, even, other)]

    assert values[0] < values[1] < values[2]
