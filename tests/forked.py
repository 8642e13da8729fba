"""Servers in processes of their own that start at once: forked from one that has loaded it all."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from eval.support.forking import Forking

PARTS = Path(__file__).with_name("parts") / "index" / "embedders"
"""Embedders that are not shipped; such servers know them too."""


@pytest.fixture(scope="session")
def forking() -> Iterator[Forking]:
    """What a `Server` can have as its program: to load everything anew takes each two seconds."""
    with closing(Forking(PARTS)) as made:
        yield made
