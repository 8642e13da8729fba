"""The loop of a training, on a network of one layer."""

from pathlib import Path

import pytest
import torch
from torch import nn

from eval.training.shared.log import Log, draw
from eval.training.shared.loop import Loop, Schedule
from index.errors import UnreadableFileError

pytestmark = pytest.mark.gate

_STEPS = 20


class _Taken:
    taken = 0


def _loop(folder: Path, taken: _Taken, steps: int = _STEPS) -> tuple[Loop, nn.Linear]:
    torch.manual_seed(1)
    network = nn.Linear(3, 1)
    schedule = Schedule(steps=steps, rate=0.1, warmup=0.1, weight_decay=0.01, averaged=0.9,
                        checkpoint_steps=4)  # fmt: skip
    folder.mkdir(exist_ok=True)
    loop = Loop("part", network, schedule, seed=[7], checkpoint=folder / "state",
                log=Log(folder), positions=[taken])  # fmt: skip
    return loop, network


def _train(folder: Path, stop_at: int = _STEPS) -> tuple[torch.Tensor, int]:
    """The weights in the end, and what was taken."""
    taken = _Taken()
    loop, network = _loop(folder, taken)
    for step in loop:
        if step.number == stop_at:
            break
        taken.taken += 2
        given = torch.randn(8, 3) + float(step.rng.random())
        loop.update((network(given) - given.sum(dim=1, keepdim=True)).square().mean())
    return network.weight.detach().clone(), taken.taken


def test_a_loop_that_was_stopped_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    at_once = _train(tmp_path / "one")

    _train(tmp_path / "other", stop_at=3)
    _train(tmp_path / "other", stop_at=10)
    resumed = _train(tmp_path / "other")

    assert torch.equal(resumed[0], at_once[0])
    assert resumed[1] == at_once[1] == 2 * _STEPS
    assert '"resumed_at":8' in (tmp_path / "other" / "log.jsonl").read_text()


def test_the_network_learns_and_ends_with_the_average_of_its_weights(tmp_path: Path) -> None:
    loop, network = _loop(tmp_path, _Taken(), steps=200)
    weights = []
    for _ in loop:
        given = torch.randn(8, 3)
        loop.update((network(given) - given.sum(dim=1, keepdim=True)).square().mean())
        weights.append(network.weight.detach().clone())

    assert torch.allclose(network.weight, torch.ones(1, 3), atol=0.1)
    assert not torch.equal(network.weight, weights[-1])
    assert not network.training


def test_a_damaged_checkpoint_is_named(tmp_path: Path) -> None:
    _train(tmp_path, stop_at=6)
    (tmp_path / "state").write_bytes((tmp_path / "state").read_bytes()[:100])

    with pytest.raises(UnreadableFileError, match=r"state: .*delete it to train this part again"):
        _train(tmp_path)


def test_the_curve_is_drawn_from_the_log(tmp_path: Path) -> None:
    _train(tmp_path)

    draw(tmp_path)

    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
