from collections.abc import Sequence

import numpy as np

from eval.runs.remembering import RememberingNetwork
from service.reading.networks.network import Logits, Look
from service.reading.networks.pairs import Row

_MANY = 300


class Counting:
    """A network that counts how often it reads."""

    def __init__(self) -> None:
        self.reads = 0

    def read(self, rows: Sequence[Row], look: Look | None = None) -> list[Logits]:
        self.reads += 1
        found = [_logits(float(self.reads)) for _ in rows]
        for number, logits in enumerate(found):
            if look is not None:
                look(number, logits)
        return found


def _logits(value: float) -> Logits:
    return Logits(np.array([value], np.float32), np.array([value], np.float32), (0.0, 0.0), None)


def _row(*ids: int) -> Row:
    context = np.array([len(ids) - 1])
    return Row(0, list(ids), [0] * len(ids), context, np.array([0]), np.array([1]))


def test_the_same_rows_together_are_read_once() -> None:
    network = Counting()
    remembering = RememberingNetwork(network)

    first = remembering.read([_row(1, 2), _row(3)])
    again = remembering.read([_row(1, 2), _row(3)])

    assert again == first
    assert network.reads == 1


def test_other_rows_or_the_same_in_another_company_are_read() -> None:
    network = Counting()
    remembering = RememberingNetwork(network)

    for rows in ([_row(1, 2)], [_row(1, 3)], [_row(1, 2), _row(1, 3)], [_row(1, 3), _row(1, 2)]):
        remembering.read(rows)

    assert network.reads == 4


def test_whoever_looks_sees_what_is_remembered() -> None:
    remembering = RememberingNetwork(Counting())
    known = remembering.read([_row(1), _row(2)])
    seen: list[tuple[int, Logits]] = []

    remembering.read([_row(1), _row(2)], lambda number, logits: seen.append((number, logits)))

    assert seen == list(enumerate(known))


def test_what_was_read_long_ago_is_forgotten() -> None:
    network = Counting()
    remembering = RememberingNetwork(network)

    for number in (*range(_MANY), 0):
        remembering.read([_row(number)])

    assert network.reads == _MANY + 1
