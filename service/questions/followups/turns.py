"""Earlier turns: what was asked, and what was shown."""

from msgspec import Struct

from service.wire.answer import Match


class ShownQuote(Struct, frozen=True, kw_only=True):
    """A quote that an answer showed, with what the reader saw around it."""

    number: int
    """Its citation number in that turn, from 1."""
    article_id: str
    version: str
    start: int
    end: int
    text: str
    """`article.text[start:end]`."""
    highlight: str | None = None
    """The words of it that answered, if one stretch did."""
    speaker: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    confidence: float = 0.0
    """0 where it is not known."""
    statement: int = 0
    """Which answer of its turn it stands for, from 1: quotes of one answer say the same."""
    match: Match | None = None
    """The same in a word, as on the wire."""
    is_disputed: bool = False
    """Whether another article was shown to contradict it."""


class OfferedChoice(Struct, frozen=True, kw_only=True):
    """Something that an answer offered to ask instead."""

    name: str
    question: str | None = None
    article_id: str | None = None


class Turn(Struct, frozen=True, kw_only=True):
    """One question and what was shown for it."""

    number: int
    """Counts the turns of the conversation, from 1."""
    question: str
    """As it was typed."""
    searched: str
    """As it was searched: it stands alone."""
    status: str
    """As on the wire: "answered", "uncertain" or "no_answer"."""
    reason: str | None = None
    form: str = "answers"
    quotes: tuple[ShownQuote, ...] = ()
    """In the order in which they were shown."""
    choices: tuple[OfferedChoice, ...] = ()
    outlets: tuple[str, ...] = ()
    """The outlets to which the turn was narrowed down ("only the Ledger")."""
    published_from: str | None = None
    published_to: str | None = None
    """The days to which it was narrowed down ("only this year")."""
