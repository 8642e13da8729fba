"""A refusal as a value, and the sentences that express it."""

from collections.abc import Mapping

from msgspec import Struct

from index.store.holdings import Holdings
from prompts import say
from service.wire.answer import Choice

NOT_ON_TOPIC = "topic_not_in_speaker_quotes"
"""The refusal for a person who is quoted, but not clearly on the topic."""


class LookedAt(Struct, frozen=True, kw_only=True):
    """What a refusal is about: the articles that were searched, and what limited them."""

    holdings: Holdings
    names: tuple[str, ...] = ()
    """The outlets and authors that the filters name, as the articles spell them."""
    unknown: tuple[str, ...] = ()
    """Values of filters that no article has."""


class Quoted(Struct, frozen=True):
    """Quoted words, in the quotation marks of the reader's language."""

    words: tuple[str, ...]
    between: str = ", "
    then: str = ""
    """The text after the last of them."""

    def told(self, language: str) -> str:
        """The words as part of a sentence."""
        quoted = [say("answer_quoted", language, words=words) for words in self.words]
        return self.between.join(quoted) + self.then


class Refusal(Struct, frozen=True):
    """A reason with a stable name, and the values that fill its sentence."""

    name: str
    values: Mapping[str, str | Quoted] = {}
    choices: tuple[Choice, ...] = ()
    """What could be asked instead."""
    wording: str = ""
    """The name of its sentence, if that says more than the reason's own."""
    looked_at: LookedAt | None = None
    """None if the reason is in the question itself."""


def in_words(refusal: Refusal, language: str) -> str:
    """The reason, and what was searched."""
    values = {
        name: value.told(language) if isinstance(value, Quoted) else value
        for name, value in refusal.values.items()
    }
    reason = say(f"reason_{refusal.wording or refusal.name}", language, **values)
    if refusal.looked_at is None:
        return reason
    return " ".join([reason, *_searched(refusal.looked_at, language)])


def _searched(looked_at: LookedAt, language: str) -> list[str]:
    limits = _limits(looked_at, language)
    articles = f"{looked_at.holdings.articles:,}"
    name = "searched_articles_of" if limits else "searched_articles"
    searched = say(name, language, articles=articles, limits="; ".join(limits))
    if not looked_at.unknown:
        return [searched]
    values = Quoted(looked_at.unknown).told(language)
    return [searched, say("searched_unknown", language, values=values)]


def _limits(looked_at: LookedAt, language: str) -> list[str]:
    held = looked_at.holdings
    limits = [days(held.oldest, held.newest)] if held.oldest else []
    if held.undated:
        limits.append(say("searched_undated", language, count=f"{held.undated:,}"))
    return [*limits, *looked_at.names]


def days(first: str | None, last: str | None) -> str:
    """Two dates as a range of days, either end of which may be open."""
    one, other = (first or "")[:10], (last or "")[:10]
    return one if one == other else f"{one or '…'} – {other or '…'}"
