"""The interpretation of a question in a conversation."""

import re
from enum import StrEnum

from msgspec import Struct

from service.questions.followups.turns import OfferedChoice, ShownQuote

_BEHIND = re.compile(r" ?\((?P<topic>[^()]+)\)(?=[?!.]*$)")


class Act(StrEnum):
    """What a message wants."""

    ASK = "ask"
    """An answer from the articles."""
    CHAT = "chat"
    """A courtesy or a question about the service: `Resolution.topic_of_chat` says which."""
    SOURCES = "sources"
    """Where the last answer comes from ("source?", "show me the article")."""
    CERTAINTY = "certainty"
    """How sure the last answer is ("are you sure?", "is that true?")."""
    CHOOSE = "choose"
    """Nothing can be asked yet: the words refer to several things, and `choices` names them."""


class Replaced(Struct, frozen=True, kw_only=True):
    """Words of a message, and the words of an earlier turn that they stand for."""

    words: str
    """As typed; empty where nothing was typed for it ("why?")."""
    meaning: str
    turn: int


class Narrowing(Struct, frozen=True, kw_only=True):
    """Limits that the words of a message put on the articles, beyond the request's filters."""

    outlets: tuple[str, ...] = ()
    published_from: str | None = None
    published_to: str | None = None
    article_ids: tuple[str, ...] = ()
    not_speakers: tuple[str, ...] = ()
    """People whose words are not wanted ("not him")."""
    not_quotes: tuple[ShownQuote, ...] = ()
    """What was shown already ("anything else?")."""


class Resolution(Struct, frozen=True, kw_only=True):
    """A message as it is to be answered."""

    act: Act
    searched: str
    """The stand-alone question; the message itself where nothing had to be resolved."""
    replaced: tuple[Replaced, ...] = ()
    in_context: str = ""
    """The question with what it is about in front of it, to be searched for as well; empty where
    the message stands alone."""
    narrowing: Narrowing = Narrowing()
    discussed: tuple[str, ...] = ()
    """Of a follow-up: the ids of the articles that the turns before it showed, the latest first."""
    has_own_topic: bool = False
    """Whether it is about something that the turns before it did not speak of."""
    may_ask_back: bool = False
    """Whether the reply may ask which of several events is meant."""
    topic_of_chat: str = ""
    about: tuple[ShownQuote, ...] = ()
    """Of SOURCES and CERTAINTY: the quotes that are asked about."""
    others: tuple[str, ...] = ()
    """Further questions of the same message, as typed."""
    choices: tuple[OfferedChoice, ...] = ()
    """Of CHOOSE: what the words may refer to, each with the question it would become."""

    @property
    def is_follow_up(self) -> bool:
        """Whether anything of earlier turns was needed."""
        return bool(self.replaced or self.in_context)

    @property
    def unread_topic(self) -> str:
        """The topic in brackets that nobody typed; empty where there is none."""
        behind = _BEHIND.search(self.searched)
        topic = behind["topic"] if behind else ""
        is_added = any(not o.words and o.meaning.lower() in topic.lower() for o in self.replaced)
        return topic if is_added else ""

    @property
    def read(self) -> str:
        """The question without that topic.

        The topic says where to look. To a reader it is a further condition: "when was the pool
        opened (the decision)" is answered by what was decided.
        """
        return _BEHIND.sub("", self.searched) if self.unread_topic else self.searched
