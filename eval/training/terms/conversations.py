"""Conversations with a human rewrite of each question: CANARD and TREC CAsT.

Sources: Elgohary et al. 2019 (CANARD); Dalton et al. 2020 and 2021 (CAsT 2019 and 2020).
"""

import hashlib
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from msgspec import Struct

from eval.support.files import read_rows
from service.questions.followups.terms.context import Earlier, Part

SETS = {
    "CANARD": "canard/dev.jsonl.gz",
    "CAsT 2019": "cast/cast2019.jsonl.gz",
    "CAsT 2020": "cast/cast2020.jsonl.gz",
}
FOLDS = 5


class Asked(Struct, frozen=True, kw_only=True):
    """A question in its conversation."""

    id: str
    group: str
    """Questions of one group are never trained on and measured at the same time."""
    message: str
    rewrite: str
    earlier: tuple[Earlier, ...] = ()

    @property
    def fold(self) -> int:
        """The part of the cross-validation in which it is measured."""
        return int(hashlib.sha256(self.group.encode()).hexdigest(), 16) % FOLDS


def read_set(data: Path, name: str) -> list[Asked]:
    """The questions of one of `SETS`."""
    return [_asked(row, name) for row in read_rows(data / SETS[name])]


def _asked(row: dict[str, Any], name: str) -> Asked:
    # The conversations of CANARD are about one article, whose headline everybody had seen; those
    # of CAsT have a title that nobody had.
    headlines = row["topic"] if name == "CANARD" else ()
    return Asked(
        id=row["id"],
        group=_group(row["dialog"], name),
        message=row["question"],
        rewrite=row["rewrite"],
        earlier=(
            *(Earlier(text, 0, Part.HEADLINE) for text in headlines if text),
            *_earlier(row["history"]),
        ),
    )


def _group(dialog: str, name: str) -> str:
    """CANARD has several conversations on some articles: they stay together."""
    return dialog.rpartition("_")[0] if name == "CANARD" else dialog


def _earlier(history: list[dict[str, str]]) -> Iterator[Earlier]:
    asks = (said["role"] == "user" for said in history)
    for turn, said in zip(accumulate(asks), history, strict=True):
        yield Earlier(said["text"], turn, Part.QUESTION if said["role"] == "user" else Part.QUOTE)
