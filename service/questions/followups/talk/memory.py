"""The turns of a conversation, and the names its questions may use."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Self

from msgspec import structs

from index.errors import NotFoundError
from index.followers.open_collection import OpenCollection
from index.people.names import surname_of
from index.records import Article
from service.questions.followups.acts.meta import is_aside
from service.questions.followups.grammar.clauses import Clause, clause_of
from service.questions.followups.grammar.words import fold, mended
from service.questions.followups.names.known_names import KnownNames
from service.questions.followups.names.names_cache import CACHE, Contents
from service.questions.followups.names.referents import Named, Sort
from service.questions.followups.names.spotting import Spotted, spot
from service.questions.followups.turns import ShownQuote, Turn

_TURNS = 6
"""Number of turns back that can be referred to."""
_ARTICLES = 8
"""Number of recently shown articles searched for names."""
_ARTICLES_READ = 3
BRACKETS = re.compile(r"\s*\((?P<topic>[^()]+)\)\s*$")
"""What a question was said to be about, in brackets behind it."""
NAME_ON_TOPIC = re.compile(
    r"^(?P<who>[^?]{2,40}?)\s+(?:on|about)\s+(?P<topic>[^?]+)$", re.IGNORECASE
)


class Memory:
    """The earlier turns that asked something; built anew for every message."""

    def __init__(
        self, turns: Sequence[Turn], opened: OpenCollection, like: "Memory | None" = None
    ) -> None:
        asked = [turn for turn in turns if not is_aside(turn)]
        self.turns = tuple(
            structs.replace(turn, searched=mended(turn.searched)) for turn in asked[-_TURNS:]
        )
        self.opened = opened
        self._spots: dict[str, list[Spotted]] = like._spots if like else {}
        if like:
            self.shown, self.known = like.shown, like.known

    @property
    def last(self) -> Turn:
        """The turn before, which asked something of the articles."""
        return self.turns[-1]

    def supposing(self, question: str) -> Self:
        """The same, had the last turn asked this."""
        last = structs.replace(self.last, searched=question)
        return type(self)((*self.turns[:-1], last), self.opened, self)

    def before_last(self) -> Self | None:
        """The same without its last turn; None if that was the only one."""
        return type(self)(self.turns[:-1], self.opened, self) if len(self.turns) > 1 else None

    # The last question

    @cached_property
    def base(self) -> str:
        """The last question with its names as articles write them, without mark and brackets."""
        bare = BRACKETS.sub("", self.last.searched.rstrip("?!. ")).rstrip("?!. ")
        on = NAME_ON_TOPIC.match(bare)
        if clause_of(bare) is None and on and self.begins_with_person(on["who"]):
            bare = f"what did {on['who']} say about {on['topic']}"
        return self.with_full_names(bare)

    @property
    def brackets(self) -> str:
        """The topic in brackets behind the last question, with a space before it; or nothing."""
        found = BRACKETS.search(self.last.searched.rstrip("?!. "))
        return f" ({found['topic']})" if found else ""

    @cached_property
    def last_clause(self) -> Clause | None:
        """The shape of the last question."""
        return clause_of(self.base)

    # Names

    @cached_property
    def shown(self) -> list[ShownQuote]:
        """One quote of each article shown, the latest first."""
        found = {q.version: q for turn in reversed(self.turns) for q in reversed(turn.quotes)}
        return list(found.values())[:_ARTICLES]

    @cached_property
    def known(self) -> KnownNames:
        """Names that questions may use: of the articles shown, and of everybody quoted."""
        outlets = {quote.outlet for quote in self.shown}
        names = (name for quote in self.shown for name in self.contents(quote).names)
        return KnownNames(
            (name for name in names if name.name not in outlets),
            self.opened.people.registry(),
            frozenset().union(*(self.contents(quote).lower_words for quote in self.shown)),
        )

    def contents(self, quote: ShownQuote) -> Contents:
        """What the article of a shown quote names, and its words."""
        return CACHE.get(self.opened, quote.article_id, quote.version)

    def article_of(self, quote: ShownQuote) -> Article | None:
        """The article of a shown quote; None if it is no longer there."""
        try:
            library, collection = self.opened.library, self.opened.collection
            return library.article(collection, quote.article_id, quote.version)
        except NotFoundError:
            return None

    def text_of(self, quote: ShownQuote) -> str:
        """The text of the article of a shown quote; empty if it is no longer there."""
        article = self.article_of(quote)
        return article.text if article else ""

    def names_of_article(self, article_id: str | None) -> tuple[Named, ...]:
        """What an article names, in its current version."""
        if article_id is None:
            return ()
        try:
            article = self.opened.library.article(self.opened.collection, article_id)
        except NotFoundError:
            return ()
        return CACHE.get(self.opened, article_id, article.version).names

    def shows_name(self, last: str) -> bool:
        """Whether a shown article has a name that ends with a word."""
        names = (named.name for quote in self.shown for named in self.contents(quote).names)
        return any(fold(surname_of(name)) == last for name in names)

    def has_word(self, word: str) -> bool:
        """Whether an article of the last turns has a word."""
        return any(word in self.contents(quote).words for quote in self.shown[:_ARTICLES_READ])

    def spotted(self, text: str) -> list[Spotted]:
        """Names and noun phrases of a text."""
        found = self._spots.get(text)
        if found is None:
            found = self._spots[text] = spot(text, self.known)
        return found

    def begins_with_person(self, text: str) -> bool:
        """Whether a text begins with somebody's name."""
        spots = self.spotted(text)
        return any(s.named and s.named.sort is Sort.PERSON and s.start == 0 for s in spots)

    def with_full_names(self, text: str) -> str:
        """A text with its names as articles write them: "carney" as "Mark Carney"."""
        end = len(text)
        for spotted in reversed(self.spotted(text)):
            named = spotted.named
            if named is None or spotted.is_several or spotted.end > end:
                continue
            is_word = named.sort is Sort.THING and " " not in named.name
            if not is_word and text[spotted.start].islower():
                end = spotted.start
                text = text[: spotted.start] + named.name + text[spotted.end :]
        return text
