"""Articles that merely copy another: wire stories in several outlets."""

from collections.abc import Sequence

from index.records import Article
from index.text.matching.copies import are_copies, runs_of


def originals(articles: Sequence[Article]) -> list[int | None]:
    """For each article, the index of the first one it copies; None if original."""
    if len(articles) < 2:
        return [None] * len(articles)
    runs = [runs_of(article.text) for article in articles]
    found: list[int | None] = []
    for number, own in enumerate(runs):
        earlier = (n for n in range(number) if found[n] is None and are_copies(own, runs[n]))
        found.append(next(earlier, None))
    return found
