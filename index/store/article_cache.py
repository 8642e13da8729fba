"""Articles that were just read, kept while there is room for them."""

from collections import OrderedDict
from threading import Lock

from index.records import Article

Key = tuple[int, int]
"""A version's key and its revision: what is cached under it never changes."""


class ArticleCache:
    """The articles used last, up to a bound on their characters together."""

    def __init__(self, max_characters: int = 8_000_000) -> None:
        self._max = max_characters
        self._held = 0
        self._articles: OrderedDict[Key, Article] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Article | None:
        """The article, or None where it is not held."""
        with self._lock:
            article = self._articles.get(key)
            if article is not None:
                self._articles.move_to_end(key)
            return article

    def put(self, key: Key, article: Article) -> None:
        """Hold an article; those not used for longest give way."""
        with self._lock:
            if key in self._articles:
                return
            self._articles[key] = article
            self._held += len(article.text)
            while self._held > self._max and len(self._articles) > 1:
                _, gone = self._articles.popitem(last=False)
                self._held -= len(gone.text)
