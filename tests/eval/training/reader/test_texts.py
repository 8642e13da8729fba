"""Windows cut from packed texts hold what they should."""

from pathlib import Path

import numpy as np
import pytest
import torch

from eval.training.data.pack import tokenizer_of_the_base
from eval.training.data.packed import TEXTS, Packed, read, write
from eval.training.reader.texts import Order, Texts
from tests.eval.training.reader.conftest import ASKED, PASSAGES

pytestmark = [pytest.mark.model, pytest.mark.gate]


def test_what_was_packed_is_read_again(packed: Packed, tmp_path: Path) -> None:
    write(packed, tmp_path / TEXTS)

    again = read(tmp_path / TEXTS)

    arrays = again._asdict()
    assert all(np.array_equal(array, arrays[name]) for name, array in packed._asdict().items())


@pytest.mark.parametrize("room", [12, 25, 200])
def test_windows_hold_the_question_and_its_answer(texts: Texts, room: int) -> None:
    tokenizer = tokenizer_of_the_base()
    asked = np.arange(4)
    for _ in range(20):
        begin = texts.around_answers(asked, room)
        rows = texts.rows(asked, texts.passage[asked], begin, room)
        for row, (question, passage, answer) in enumerate(ASKED):
            ids = rows.ids[row][rows.mask[row]].tolist()
            read_as = tokenizer.decode(ids, skip_special_tokens=False)
            assert f"[CLS] {question.lower()[:-1]}" in read_as.replace(" ?", "?")
            inside = rows.ids[row][rows.segments[row].bool()].tolist()
            assert len(inside) <= room + 1
            places = rows.allowed[row].nonzero().flatten().tolist()
            assert places == [0, *rows.segments[row].nonzero().flatten().tolist()[:-1]]
            # A part of the passage, and the mark that closes it.
            part, whole = inside[:-1], tokenizer.encode(PASSAGES[passage]).ids
            assert any(whole[at : at + len(part)] == part for at in range(len(whole)))
            first, last = (int(place[row].int().argmax()) for place in (rows.starts, rows.ends))
            if answer:
                assert tokenizer.decode(rows.ids[row, first : last + 1].tolist()) == answer.lower()
            else:
                assert (first, last) == (0, 0)
            assert bool(rows.relevant[row]) == bool(answer)


def test_a_window_that_cuts_an_answer_counts_for_nothing(texts: Texts) -> None:
    asked = np.array([0])
    first, last = texts.spans[0, 0].tolist()
    rows = texts.rows(asked, texts.passage[asked], torch.tensor([first + 1]), 30)
    assert last > first
    assert not rows.whole[0]
    assert not rows.answered[0]
    other = texts.rows(asked, texts.passage[np.array([1])], torch.tensor([0]), 30)
    assert other.whole[0]
    assert not other.relevant[0]


def test_each_set_comes_as_often_as_it_should() -> None:
    order = Order([(np.arange(3), 2.0), (np.arange(3, 13), 0.5)], [0])

    taken = np.concatenate([order.take(4) for _ in range(22)])

    counts = np.bincount(taken, minlength=13)
    assert counts[:3].tolist() == [16, 16, 16]
    assert counts[3:].sum() == 40


def test_an_order_goes_on_from_where_another_stopped() -> None:
    groups = [(np.arange(20), 1.5)]
    one, other = Order(groups, [1, 2]), Order(groups, [1, 2])
    one.take(50)

    other.taken = one.taken

    assert other.take(40).tolist() == one.take(40).tolist()
