"""Names in shown articles, computed once per version."""

from collections import OrderedDict
from threading import Lock

from msgspec import Struct

from index.followers.open_collection import OpenCollection
from index.records import Article
from service.questions.followups.grammar.words import words_of
from service.questions.followups.names.article_names import names_in
from service.questions.followups.names.referents import Named

_MOST = 512


class Contents(Struct, frozen=True):
    """What an article names, and all its words in lower case."""

    names: tuple[Named, ...] = ()
    words: frozenset[str] = frozenset()
    lower_words: frozenset[str] = frozenset()
    """Those that it has in lower case."""


class NamesCache:
    """Kept by version: the same text always names the same. Threads share it."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[int, str], Contents] = OrderedDict()
        self._lock = Lock()

    def get(self, opened: OpenCollection, article_id: str, version: str) -> Contents:
        """What an article names, and its words; nothing if it is no longer there."""
        place = article_id, version
        # Asked each time: what is known of a text must not tell that it was once, or is elsewhere.
        article = opened.library.articles_at(opened.collection, [place]).get(place)
        if article is None:
            return Contents()
        key = opened.collection.pk, version
        with self._lock:
            held = self._held.get(key)
        if held is None:
            held = _contents(article)
            with self._lock:
                self._held[key] = held
                while len(self._held) > _MOST:
                    self._held.popitem(last=False)
        return held


def _contents(article: Article) -> Contents:
    words = words_of(article.text)
    return Contents(
        names=names_in(article),
        words=frozenset(word.low for word in words),
        lower_words=frozenset(word.low for word in words if word.text.islower()),
    )


CACHE = NamesCache()
