"""Texts in batches of few shapes."""

from hypothesis import given
from hypothesis import strategies as st

from index.networks.tokenizing import TOKENS, batches, padded


@given(st.lists(st.integers(1, 256), max_size=60))
def test_every_text_is_in_one_batch_whole_and_few_shapes_occur(lengths: list[int]) -> None:
    texts = [[row + 1] * length for row, length in enumerate(lengths)]

    made = list(batches(texts))

    assert sorted(row for batch in made for row in batch.rows) == list(range(len(texts)))
    for batch in made:
        rows, length = batch.ids.shape
        assert rows.bit_count() == 1
        assert rows == 1 or rows * length <= TOKENS
        for row, ids, mask in zip(batch.rows, batch.ids, batch.mask, strict=True):
            assert ids[: lengths[row]].tolist() == texts[row]
            assert not ids[lengths[row] :].any()
            assert mask.sum() == lengths[row]


def test_a_window_of_256_has_43_shapes() -> None:
    lengths = {padded(length) for length in range(1, 257)}

    assert sum((TOKENS // length).bit_length() for length in lengths) == 43
