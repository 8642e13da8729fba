"""Batches of rows: each row once, little padding, few shapes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.reading.networks.batching import Batch, batches, padded, run_in_batches
from service.reading.networks.network import Floats, Logits, Look
from service.reading.networks.pairs import Row

LENGTHS = st.lists(st.integers(3, 512), max_size=40)


def row(length: int) -> Row:
    question = length // 3
    return Row(
        window=0,
        ids=list(range(1, length + 1)),
        segments=[0] * question + [1] * (length - question),
        context=np.arange(question, length - 1),
        starts=np.arange(length - 1 - question),
        ends=np.arange(1, length - question),
    )


@given(LENGTHS)
def test_every_row_is_in_one_batch_unchanged(lengths: list[int]) -> None:
    rows = [row(length) for length in lengths]

    found = batches(rows, padding=7)

    assert sorted(number for batch in found for number in batch.rows) == list(range(len(rows)))
    for batch in found:
        assert batch.ids.shape == batch.mask.shape == batch.segments.shape
        for place, number in enumerate(batch.rows):
            count = len(rows[number].ids)
            assert batch.ids[place, :count].tolist() == rows[number].ids
            assert batch.segments[place, :count].tolist() == rows[number].segments
            assert batch.mask[place].sum() == count
            assert set(batch.ids[place, count:].tolist()) <= {7}


@given(LENGTHS)
def test_padding_never_costs_more_than_batches_save(lengths: list[int]) -> None:
    rows = [row(length) for length in lengths]

    found = batches(rows)

    alone = sum(padded(length) for length in lengths)
    assert sum(batch.ids.size for batch in found) <= alone * 1.13


@given(LENGTHS)
def test_a_batch_holds_about_a_thousand_tokens_at_most(lengths: list[int]) -> None:
    assert all(batch.ids.size <= 1024 for batch in batches([row(length) for length in lengths]))


def test_rows_of_similar_length_share_a_batch() -> None:
    shapes = [batch.ids.shape for batch in batches([row(n) for n in (80, 125, 126, 128, 79)])]

    assert shapes == [(3, 128), (2, 80)]


def test_there_are_few_padded_lengths() -> None:
    assert len({padded(length) for length in range(1, 513)}) == 34


@given(LENGTHS)
def test_whoever_looks_sees_each_row_in_order_before_the_next_is_run(lengths: list[int]) -> None:
    rows = [row(length) for length in lengths]
    seen: list[object] = []

    def run(batch: Batch) -> tuple[Floats, None]:
        seen.append(batch.rows)
        return np.repeat(batch.ids[:, :, None], 2, axis=2).astype(np.float32), None

    def look(number: int, logits: Logits) -> None:
        seen.append((number, logits.start.tolist()))

    found = run_in_batches(rows, run, look=look)

    told = [(number, logits.start.tolist()) for number, logits in enumerate(found)]
    assert seen == [one for number, own in told for one in ([number], (number, own))]
    usual = [logits.start.tolist() for logits in run_in_batches(rows, run)]
    assert [own for _, own in told] == usual


def _shapes(lengths: list[int], look: Look | None = None) -> list[tuple[int, ...]]:
    """The shapes that are run for rows of these lengths."""
    shapes: list[tuple[int, ...]] = []

    def run(batch: Batch) -> tuple[Floats, None]:
        shapes.append(batch.ids.shape)
        return np.zeros((*batch.ids.shape, 2), np.float32), None

    run_in_batches([row(length) for length in lengths], run, look=look)
    return shapes


def test_a_row_that_is_looked_at_keeps_the_padding_of_its_batch() -> None:
    shapes = _shapes([80, 125, 128], look=lambda number, logits: None)  # noqa: ARG005

    assert shapes == [(1, 80), (1, 128), (1, 128)]


def test_a_large_batch_is_run_in_steps_which_keep_its_padding() -> None:
    assert _shapes([250, 249, 248, 80]) == [(1, 256), (1, 256), (1, 256), (1, 80)]
    assert _shapes([200, 200, 200, 200]) == [(2, 224), (2, 224)]
    assert _shapes([150, 150, 150]) == [(3, 152)]
