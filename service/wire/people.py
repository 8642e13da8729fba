"""People quoted in the articles, and their quotations."""

from msgspec import Struct

from service.wire.answer import Citation


class TextSpan(Struct, frozen=True):
    """Words of an article, with offsets in code points."""

    start: int
    end: int
    text: str


class PersonRef(Struct, frozen=True):
    """A person of the collection."""

    id: str
    name: str


class QuoteOut(Struct, frozen=True, kw_only=True):
    """A quotation: what was said, the words that attribute it, and the speaker.

    `content` has several spans if the attribution splits the quotation; `cue` and `source` are
    empty if there is none; `speaker` is null if the article does not clearly identify the speaker.
    """

    content: list[TextSpan]
    cue: list[TextSpan]
    source: list[TextSpan]
    speaker: PersonRef | None
    form: str
    confidence: float


class PersonOut(Struct, frozen=True, kw_only=True):
    """A person quoted in the articles, with every name that is certainly theirs."""

    id: str
    name: str
    aliases: list[str]
    quotes: int
    articles: int


class PeopleList(Struct, frozen=True):
    """People, most quoted first; to continue, send `next` as `after`."""

    people: list[PersonOut]
    total: int
    next: int | None


class SpokenQuote(Struct, frozen=True, kw_only=True):
    """A person's quotation, with a citation of the sentences that contain it."""

    quote: QuoteOut
    relevance: float | None
    citation: Citation


class PersonQuotes(Struct, frozen=True, kw_only=True):
    """A person's quotations: with a topic, closest to it first; otherwise newest first."""

    person: PersonOut
    about: str | None
    quotes: list[SpokenQuote]
