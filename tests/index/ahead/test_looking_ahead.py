"""What is prepared elsewhere, and ahead of its turn, is what one process would have stored."""

import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from eval.benches.scale.cluster import table_digests
from index.ahead.looking_ahead import LookAhead, Work
from index.ahead.worker import Recipe, carry_out, facts_of, refusal
from index.embedders.letters import LettersEmbedder
from index.outcomes import Outcome
from index.records import Document, Rejected
from index.store.writing import Prepared
from tests.conftest import Shelf, story

_FACTS = facts_of(LettersEmbedder(), None)
_RECIPE = Recipe("letters", None, None, tagging=False, facts=_FACTS)


class Threads:
    """Threads of this process prepare batches, as machines of a cluster do."""

    embedder = _FACTS.embedder

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self.taken = 0

    def at_once(self) -> int:
        """Several."""
        return 3

    def start(self, work: Work) -> "_Counted":
        """Begin one."""
        return _Counted(self, self._pool.submit(carry_out, _RECIPE, work))


class _Counted:
    """What a thread prepares."""

    def __init__(self, threads: Threads, future: Future[list[Prepared] | str]) -> None:
        self._threads = threads
        self._future = future
        self.cancel = future.cancel

    def result(self) -> list[Prepared] | None:
        made = self._future.result()
        if any("snake" in one.document.text for one in made if not isinstance(one, str)):
            raise RuntimeError("eek")
        assert not isinstance(made, str)
        self._threads.taken += 1
        return made


@pytest.fixture
def threads() -> Iterator[Threads]:
    """Two threads."""
    with ThreadPoolExecutor(2) as pool:
        yield Threads(pool)


def _shelf(folder: Path, elsewhere: Threads | None = None) -> Shelf:
    """A library whose quotations are found by rules alone."""
    shelf = Shelf(folder, LettersEmbedder())
    shelf.ingester._tagging = lambda: None
    if elsewhere is not None:
        shelf.ingester.look_ahead(LookAhead(elsewhere))
    return shelf


def _news(count: int) -> Iterator[Document | Rejected]:
    """Stories of two outlets whose pages end alike: some come twice, are corrected or broken."""
    chance = random.Random(7)
    for number in range(count):
        outlet = chance.choice(("Harbor Ledger", "Kestrel Bay Letter"))
        # In every third batch some are known already by the time it is written.
        which = chance.randrange(count) if number % 192 > 180 else number
        said = f"“We want {_letters(chance.randrange(9))} too,” said mayor Ann Lee."
        text = (
            f"Bridge {_letters(which)} opened on Tuesday.\n\n{said}\n\n"
            f"The {outlet} goes round the harbour at dawn."
        )
        if chance.random() < 0.03:
            yield Rejected(f"{number}.txt", "cannot be read")
        else:
            yield story(f"s{which}", " " if chance.random() < 0.03 else text, outlet=outlet)


def _letters(number: int) -> str:
    """A name, as what differs in digits alone counts as the same block."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))


def _told(shelf: Shelf, documents: Iterator[Document | Rejected]) -> list[Outcome]:
    return list(shelf.ingester.add(shelf.collection, documents))


@pytest.mark.gate
def test_the_same_is_stored_as_by_one_process(tmp_path: Path, threads: Threads) -> None:
    alone, ahead = _shelf(tmp_path / "alone"), _shelf(tmp_path / "ahead", threads)

    told = _told(alone, _news(330))
    told_ahead = _told(ahead, _news(330))

    assert told_ahead == told
    assert table_digests(ahead.library.database) == table_digests(alone.library.database)
    assert threads.taken > 1


@pytest.mark.gate
def test_a_source_that_breaks_hides_nothing_of_what_came_before(
    tmp_path: Path, threads: Threads
) -> None:
    def broken() -> Iterator[Document | Rejected]:
        yield from _news(150)
        raise OSError("the disk is gone")

    shelf = _shelf(tmp_path, threads)
    outcomes: list[Outcome] = []

    with pytest.raises(OSError, match="the disk is gone"):
        outcomes.extend(shelf.ingester.add(shelf.collection, broken()))

    assert len(outcomes) == 128


@pytest.mark.gate
def test_what_a_worker_stumbles_over_is_done_here(tmp_path: Path, threads: Threads) -> None:
    shelf = _shelf(tmp_path, threads)

    outcomes = shelf.add(*(story(str(n), "A snake!" if n == 3 else f"No {n}.") for n in range(70)))

    assert {one.status.value for one in outcomes} == {"added"}
    assert threads.taken == 1


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("code", "another version of Dateline is installed"),
        ("embedder", "the embedder's model is another one"),
        ("sample", "vectors differ"),
    ],
)
def test_whoever_would_prepare_something_else_says_so(field: str, reason: str) -> None:
    facts = {name: getattr(_FACTS, name) for name in _FACTS.__struct_fields__} | {field: "other"}

    said = refusal(Recipe("letters", None, None, tagging=False, facts=type(_FACTS)(**facts)))

    assert said.startswith(reason)


def test_a_model_that_is_missing_is_named() -> None:
    recipe = Recipe("no/such-model", None, None, tagging=False, facts=_FACTS)

    assert "no/such-model" in refusal(recipe)
