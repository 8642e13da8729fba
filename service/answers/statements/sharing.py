"""Which statements are shown: one outlet cannot take all places while others have answers."""

import math
from collections import Counter
from collections.abc import Sequence

from index.records import Article
from service.answers.statements.merging import Statement

_SHARE = 0.6
"""Maximum share of places for one outlet if others have answers."""


def shared_out(statements: Sequence[Statement], most: int) -> list[Statement]:
    """The first statements in order, but not all from one outlet.

    Articles of unknown outlets count as separate outlets.
    """
    room = math.ceil(_SHARE * most)
    taken: Counter[str] = Counter()
    first: list[int] = []
    for number, statement in enumerate(statements):
        source = _source(statement.best.article)
        taken[source] += 1
        if taken[source] <= room:
            first.append(number)
    others = [number for number in range(len(statements)) if number not in first]
    return [statements[number] for number in sorted([*first, *others][:most])]


def _source(article: Article) -> str:
    return article.outlet.casefold() if article.outlet else article.id
