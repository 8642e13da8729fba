"""The networks of the training, compared with others and held to what they should learn."""

import math

import numpy as np
import pytest
import torch

from eval.training.reader.network import Reader, loss, probabilities
from eval.training.reader.texts import Rows, Texts

pytestmark = [pytest.mark.model, pytest.mark.gate]


def test_a_network_learns_the_few_questions_it_sees(
    texts: Texts, base: dict[str, torch.Tensor]
) -> None:
    torch.manual_seed(1)
    reader = Reader(base)
    optimizer = torch.optim.AdamW([p for p in reader.parameters() if p.requires_grad], lr=1e-3)
    asked = np.arange(4)
    rows = texts.rows(asked, texts.passage[asked], torch.zeros(4, dtype=torch.long), 60)
    for _ in range(150):
        logits, relevance = reader(rows)
        loss(logits, relevance, rows, 0.5).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        optimizer.zero_grad()
    reader.eval()
    spans, relevant = probabilities(reader, rows)
    right = rows.answered
    assert torch.equal(spans[right, :, 0].argmax(dim=1), rows.starts[right].int().argmax(dim=1))
    assert torch.equal(spans[right, :, 1].argmax(dim=1), rows.ends[right].int().argmax(dim=1))
    assert (relevant[rows.relevant] > relevant[~rows.relevant].max()).all()


def test_a_reader_reads_as_its_encoder_does(texts: Texts, base: dict[str, torch.Tensor]) -> None:
    reader = Reader(base, frozen=1).eval()
    asked = np.arange(4)
    rows = texts.rows(asked, texts.passage[asked], torch.zeros(4, dtype=torch.long), 40)

    with torch.no_grad():
        whole = reader.bert(
            input_ids=rows.ids, token_type_ids=rows.segments, attention_mask=rows.mask.long()
        ).last_hidden_state
        logits, relevance = reader(rows)
        at_once = reader(rows, reader.below(rows))

    expected = reader.spans(whole)[rows.allowed]
    torch.testing.assert_close(logits[rows.allowed], expected)
    torch.testing.assert_close(relevance, reader.relevance(whole[:, 0]).squeeze(-1))
    assert torch.equal(at_once[0], logits)


def _rows(*windows: tuple[list[int], list[int], bool]) -> Rows:
    """Windows of four tokens: first and last tokens of their answers, and relevance."""
    starts, ends = torch.zeros(len(windows), 4).bool(), torch.zeros(len(windows), 4).bool()
    for row, (first, last, _) in enumerate(windows):
        starts[row, first or [0]] = True
        ends[row, last or [0]] = True
    answered = torch.tensor([bool(first) for first, _, _ in windows])
    relevant = torch.tensor([is_relevant for _, _, is_relevant in windows])
    ids, ones = torch.zeros(len(windows), 4).long(), torch.ones(len(windows), 4).bool()
    whole = torch.ones(len(windows)).bool()
    return Rows(ids, ids, ones, ones, starts, ends, answered, relevant,
                answered | ~relevant, whole, ~whole)  # fmt: skip


def test_the_loss_is_that_of_the_summed_probability_of_all_answers() -> None:
    # The third is relevant, but nobody marked where: it has no loss of spans.
    rows = _rows(([1, 2], [2, 3], True), ([], [], False), ([], [], True))

    value = float(loss(torch.zeros(3, 4, 2), torch.zeros(3), rows, 0.5))

    spans = (-math.log(2 / 4) - math.log(1 / 4)) / 2
    assert value == pytest.approx(spans + 0.5 * math.log(2), rel=1e-5)


def test_where_all_answers_are_wanted_each_should_have_its_share() -> None:
    rows = _rows(([1, 2], [2, 3], True))._replace(every=torch.tensor([True]))
    even, uneven = torch.zeros(1, 4, 2), torch.zeros(1, 4, 2)
    even[0, 1:3, 0] = even[0, 2:, 1] = 5.0
    uneven[0, 1, 0] = uneven[0, 2, 1] = 10.0

    shared, of_one = (float(loss(logits, torch.zeros(1), rows, 0.0)) for logits in (even, uneven))

    assert shared == pytest.approx(math.log(2), abs=0.02)
    assert of_one > 4
