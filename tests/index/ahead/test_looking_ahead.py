"""What is prepared elsewhere, and ahead of its turn, is what one process would have stored."""

import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from eval.benches.cluster import table_digests
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
    """Batches are prepared by threads of this process, as a machine of a cluster does it."""

    embedder = _FACTS.embedder

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self.begun = 0

    def at_once(self) -> int:
        """Several."""
        return 3

    def start(self, work: Work) -> Future[list[Prepared] | None]:
        """Begin one."""
        self.begun += 1
        return self._pool.submit(self._done, work)

    def _done(self, work: Work) -> list[Prepared]:
        made = carry_out(_RECIPE, work)
        assert not isinstance(made, str)
        return made


@pytest.fixture
def threads() -> Iterator[Threads]:
    """Two threads."""
    with ThreadPoolExecutor(2) as pool:
        yield Threads(pool)


def _news(count: int) -> Iterator[Document | Rejected]:
    """Stories of two outlets whose pages end alike: some come twice, are corrected or broken."""
    chance = random.Random(7)
    for number in range(count):
        outlet = chance.choice(("Harbor Ledger", "Kestrel Bay Letter"))
        which = chance.randrange(count) if chance.random() < 0.2 else number
        text = (
            f"The bridge number {which} opened on Tuesday.\n\n“We waited {chance.randrange(3)} "
            f"years,” said mayor Ann Lee.\n\nSubscribe to the {outlet} for {number % 3} euros today"
        )
        if chance.random() < 0.03:
            yield Rejected(f"{number}.txt", "cannot be read")
        else:
            yield story(f"s{which}", " " if chance.random() < 0.03 else text, outlet=outlet)


def _tell(outcomes: list[Outcome]) -> list[tuple[str, str | None]]:
    return [(one.status.value, one.reason) for one in outcomes]


def test_the_same_is_stored_as_by_one_process(tmp_path: Path, threads: Threads) -> None:
    alone = Shelf(tmp_path / "alone", LettersEmbedder())
    ahead = Shelf(tmp_path / "ahead", LettersEmbedder())
    for shelf in (alone, ahead):
        shelf.ingester._tagging = lambda: None  # noqa: SLF001
    ahead.ingester.look_ahead(LookAhead(threads))

    told = _tell(alone.add(*_news(330)))
    told_ahead = _tell(ahead.add(*_news(330)))

    assert told_ahead == told
    assert table_digests(ahead.library.database) == table_digests(alone.library.database)
    assert threads.begun > 330 // 64


def test_a_source_that_breaks_hides_nothing_of_what_came_before(
    tmp_path: Path, threads: Threads
) -> None:
    def broken() -> Iterator[Document | Rejected]:
        yield from _news(150)
        raise OSError("the disk is gone")

    shelf = Shelf(tmp_path, LettersEmbedder())
    shelf.ingester.look_ahead(LookAhead(threads))
    outcomes = []

    with pytest.raises(OSError, match="the disk is gone"):
        outcomes.extend(shelf.ingester.add(shelf.collection, broken()))

    assert len(outcomes) == 128


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
