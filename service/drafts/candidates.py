"""Candidate articles for a quotation, found by its rarest words."""

from collections import Counter
from collections.abc import Iterable, Sequence

from index.followers.open_collection import OpenCollection
from index.records import Article, Filters
from service.drafts.words import keys_in

_RAREST = 12
"""Words that are searched for: more would cost more, and find no other passages."""
_PASSAGES = 50
_MOST_ARTICLES = 12
_LEAST_SHARE = 30
"""Minimum percentage of the quotation's words in a passage: two parts around an ellipsis may be in
two passages."""
_ALL = 100


def ranked(
    opened: OpenCollection, words: Sequence[str], speakers: Sequence[str]
) -> list[tuple[Article, int]]:
    """Articles that share words with a quotation, with the percentage shared, best first.

    The speakers' quotations are searched too.

    Raises:
        DamagedIndexError: the lexical index is damaged and will be rebuilt.
    """
    rare = " ".join(_rarest(opened, words))
    ids = _search(opened, rare, Filters())
    if speakers:
        ids += _search(opened, rare, Filters(speaker=tuple(speakers)))
    found = opened.library.locate(opened.collection, list(dict.fromkeys(ids)))
    shares: Counter[str] = Counter()
    articles: dict[str, Article] = {}
    wanted = frozenset(words)
    for located in found.values():
        article = located.article
        articles[article.id] = article
        share = _share(wanted, located.passage.text)
        shares[article.id] = max(shares[article.id], share)
    return [(articles[id], share) for id, share in shares.most_common()]


def likeliest(found: Sequence[tuple[Article, int]]) -> list[Article]:
    """The articles most likely to contain the quotation, best first."""
    return [article for article, share in found[:_MOST_ARTICLES] if share >= _LEAST_SHARE]


def earlier_with(
    opened: OpenCollection, found: Sequence[tuple[Article, int]], words: Sequence[str]
) -> list[Article]:
    """Replaced versions of these articles with every word of the quotation, newest first.

    An article whose quotation was removed may not be a likely candidate any more.
    """
    wanted = frozenset(words)
    ids = [article.id for article, _ in found]
    earlier = opened.library.earlier_versions(opened.collection, ids)
    holding = [one for one in earlier if _share(wanted, one.text) == _ALL]
    return sorted(holding, key=lambda one: one.added, reverse=True)[:_MOST_ARTICLES]


def _search(opened: OpenCollection, words: str, filters: Filters) -> list[int]:
    _, ids = opened.lexical.search(words, _PASSAGES, filters)
    return [int(id) for id in ids]


def _rarest(opened: OpenCollection, words: Iterable[str]) -> list[str]:
    """The rarest words that the index knows; words of the draft's own find nothing."""
    lexical = opened.lexical
    counted: dict[str, int] = {}
    for word in dict.fromkeys(words):
        for term in lexical.terms(word):
            if count := lexical.document_frequency(term):
                counted[word] = max(count, counted.get(word, 0))
    return sorted(counted, key=lambda word: counted[word])[:_RAREST]


def _share(wanted: frozenset[str], passage: str) -> int:
    """Of the quotation's words, how many are in a passage, in per cent."""
    return 100 * len(wanted & keys_in(passage)) // max(1, len(wanted))
