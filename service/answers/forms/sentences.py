"""Self-contained sentences: the leading ones of articles, and the next best."""

import re
from collections.abc import Iterable

from index.people.names import name_words, words_of
from index.records import Article, Span
from service.answers.forms.topic import Related, Topic, text_of
from service.candidates import Candidate
from service.reading.ranking import with_quotation
from service.reading.withdrawn import is_withdrawn

_LEADING = 6
"""Number of sentences searched for a lead, after bylines and standfirsts."""
_SHORTEST, _LONGEST = 40, 500
"""Characters."""
_WORDS = 6
_OTHERS = 12
_LEAST_WORTH = 0.4
"""Less of the topic's weight, and a sentence is about something else."""
_EARLIER = 0.3
"""The bonus of the first sentence over the second, in units of the topic's weight."""
_NOT_ALONE = 0.5
"""What a sentence is worth less that depends on the one before, or has only somebody's words."""
_DEPENDS = re.compile(
    r"[\"“‘«„']|(?:he|she|it|they|his|her|their|its|this|that|these|those|but|and|so|yet|also|however"
    r"|still|then|meanwhile|instead|there)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…][\"”’'»)\]]*$")
# Lines of the page that no rule marked as such.
_FURNITURE = re.compile(
    r"[|©•→]|\ball rights reserved\b|\bappeared first on\b|https?://|\bwww\."
    r"|^(?:published|updated|posted|photo|image|video|read more|read also|see also|watch|listen"
    r"|sign up|subscribe|follow|click|download|share|advertisement|more:)\b",
    re.IGNORECASE,
)


def lead(related: Related, topic: Topic) -> Candidate:
    """The sentence that tells an article's news on the topic."""
    if related.is_main:
        return _best(related, topic, range(min(_LEADING, len(related.article.sentences))))
    return _best(related, topic, related.own_sentences)


def others(related: Related, topic: Topic) -> list[Candidate]:
    """The sentences of an article on the topic, best first, wherever they stand."""
    article = related.article
    whole = [n for n in related.own_sentences if is_whole(text_of(article, article.sentences[n]))]
    worth = {number: _worth(related, topic, number, earlier=0.0) for number in whole}
    ranked = sorted(whole, key=lambda number: -worth[number])
    return [sentence(related, n) for n in ranked[:_OTHERS] if worth[n] >= _LEAST_WORTH]


def sentence(related: Related, number: int) -> Candidate:
    """One sentence as a candidate; how sure it is, is how sure its article is about the topic."""
    return with_unnamed_speaker(
        Candidate(
            article=related.article,
            version_pk=related.version_pk,
            quote=related.article.sentences[number],
            confidence=related.covered,
        )
    )


def with_unnamed_speaker(candidate: Candidate) -> Candidate:
    """The candidate with the quotation in it, if its own words do not name the speaker."""
    quoted = with_quotation(candidate)
    speaker = quoted.said.speaker if quoted.said else None
    told = words_of(text_of(candidate.article, candidate.quote))
    is_named = speaker is None or not set(name_words(speaker)).isdisjoint(told)
    return candidate if is_named else quoted


def is_whole(text: str) -> bool:
    """Whether a text is a sentence that can be quoted alone, and no byline or headline."""
    return (
        _SHORTEST <= len(text) <= _LONGEST
        and len(text.split()) >= _WORDS
        and _ENDS.search(text) is not None
        and _FURNITURE.search(text) is None
    )


def first_sentence(article: Article) -> Span | None:
    """The first whole sentence of an article, whatever it is about."""
    whole = (s for s in article.sentences[:_LEADING] if is_whole(text_of(article, s)))
    return next(whole, article.sentences[0] if article.sentences else None)


def _best(related: Related, topic: Topic, numbers: Iterable[int]) -> Candidate:
    """The best of these sentences; of very short articles, whatever they have."""
    numbers, article = list(numbers), related.article
    whole = [n for n in numbers if is_whole(text_of(article, article.sentences[n]))]
    best = max(whole or numbers, key=lambda n: _worth(related, topic, n, earlier=_EARLIER))
    return sentence(related, best)


def _worth(related: Related, topic: Topic, number: int, *, earlier: float) -> float:
    text = text_of(related.article, related.article.sentences[number])
    alone = 0.0 if _DEPENDS.match(text) is None else _NOT_ALONE
    if is_withdrawn("", related.article, number):
        return -1.0
    return topic.weight(related, [number]) + earlier / (1 + number) - alone
