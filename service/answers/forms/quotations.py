"""Quotations on a topic, each with its weight and speaker."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from index.interruption import steps
from index.people.names import name_words
from index.people.registry import Registry
from index.records import Quote, QuoteForm
from service.answers.forms.topic import Related, Topic
from service.candidates import Candidate
from service.reading.features.quotation_features import QuotedSentences, quoted_sentences

_LONGEST = 600
"""Characters of the sentences that a quotation touches; more would be a passage."""
_LEAST, _LEAST_REPORTED = 0.15, 0.45
"""Of the topic's weight. What is only reported may be no quotation at all."""
_LEAST_BESIDE = 0.5
"""Of the topic's words, where the article is about something else."""
_FORMS = {QuoteForm.DIRECT: 0.3, QuoteForm.MIXED: 0.2, QuoteForm.INDIRECT: 0.0}
"""What a form is worth, in units of the topic's weight."""


class Spoken(Struct, frozen=True, kw_only=True):
    """A quotation on the topic."""

    candidate: Candidate
    name: str
    """The speaker's, as fully as the collection knows it."""
    weight: float


def spoken_on(topic: Topic, related: Iterable[Related], registry: Registry) -> list[Spoken]:
    """Every quotation with a named speaker in these articles that is on the topic, best first."""
    every = (one for article in steps(related) for one in _spoken(topic, article, registry))
    return sorted(every, key=lambda one: -one.weight)


def _spoken(topic: Topic, related: Related, registry: Registry) -> Iterator[Spoken]:
    own = frozenset(related.own_sentences)
    for quote in related.article.quotes:
        quoted = quoted_sentences(related.version_pk, related.article, quote)
        if quote.speaker is None or own.isdisjoint(quoted.numbers) or _is_long(quoted):
            continue
        if not _is_on_topic(topic, related, quoted):
            continue
        yield Spoken(
            candidate=_candidate(related, quoted),
            name=_full_name(quote.speaker, related.article.id, registry),
            weight=topic.weight(related, quoted.numbers)
            + related.score
            + _FORMS[quoted.quote.form] * quoted.quote.confidence,
        )


def _full_name(speaker: str, article_id: str, registry: Registry) -> str:
    """The fullest name; of a bare surname, that of the only person who bears it."""
    person = registry.speaking(speaker, article_id)
    if person and person.told:
        return person.described
    name = person.name if person else speaker
    if len(name_words(name)) > 1:
        return name
    namesakes = registry.named(name).people
    whole = [other.name for other in namesakes if len(name_words(other.name)) > 1]
    return whole[0] if len(whole) == 1 else name


def _is_on_topic(topic: Topic, related: Related, quoted: QuotedSentences) -> bool:
    """Whether the words are about the topic, too, and not only the article around them."""
    if not related.is_main and topic.covered(related, _around(quoted)) < _LEAST_BESIDE:
        return False
    is_reported = quoted.quote.form is QuoteForm.INDIRECT
    return topic.weight(related, quoted.numbers) >= (_LEAST_REPORTED if is_reported else _LEAST)


def _around(quoted: QuotedSentences) -> range:
    """The sentences of a quotation and the one that leads to it."""
    return range(max(0, quoted.first - 1), quoted.last + 1)


def _is_long(quoted: QuotedSentences) -> bool:
    return quoted.span.end - quoted.span.start > _LONGEST


def _candidate(related: Related, quoted: QuotedSentences) -> Candidate:
    quote: Quote = quoted.quote
    whole = quote.content[0] if len(quote.content) == 1 else None
    return Candidate(
        article=related.article,
        version_pk=related.version_pk,
        quote=quoted.span,
        highlight=whole,
        also=() if whole else tuple(quote.content),
        said=quote,
        confidence=related.covered,
    )
