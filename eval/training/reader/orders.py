"""The order in which questions are trained on."""

from collections.abc import Sequence

import numpy as np

from eval.training.reader.texts import Numbers


class Order:
    """Questions in random order, each set as often as it should be, without end.

    What comes next depends on the seed and on how many were taken, so a checkpoint needs no more.
    """

    def __init__(self, groups: Sequence[tuple[Numbers, float]], seed: Sequence[int]) -> None:
        """Take numbers of questions, and how often each of them is seen in an epoch."""
        self._groups, self._seed = groups, seed
        self.taken = 0
        self._epoch, self._order = -1, self._shuffled(0)

    def __len__(self) -> int:
        """Questions in an epoch."""
        return len(self._order)

    def take(self, count: int) -> Numbers:
        """The next questions."""
        parts = []
        while count:
            epoch, first = divmod(self.taken, len(self))
            if epoch != self._epoch:
                self._epoch, self._order = epoch, self._shuffled(epoch)
            parts.append(self._order[first : first + count])
            self.taken += len(parts[-1])
            count -= len(parts[-1])
        found: Numbers = np.concatenate(parts)
        return found

    def _shuffled(self, epoch: int) -> Numbers:
        rng = np.random.default_rng([*self._seed, epoch])
        parts = [np.empty(0, np.int64)]
        for numbers, times in self._groups:
            parts += [numbers] * int(times)
            some = int(len(numbers) * (times - int(times)))
            parts.append(rng.choice(numbers, some, replace=False))
        found: Numbers = rng.permutation(np.concatenate(parts))
        return found
