"""Matches the person in a question with the speakers of quotations."""

import re

from index.people.names import agrees, described_words, name_words, name_words_of, words_of
from index.records import Article, Quote
from service.questions.understand import Kind, Question

_AROUND = 80
_TITLE_WORDS = 4
_BREAK = re.compile(r"[.,;:!?\n“”\"()—]")


def is_asked_for(article: Article, quote: Quote, question: Question) -> bool:
    """Whether a quotation is by the person that the question asks about."""
    if question.kind is Kind.SAID_BY:
        return quote.speaker is not None
    if question.speakers:
        return quote.speaker in question.speakers
    return is_spoken_by(article, quote, question.speaker or "")


def is_spoken_by(article: Article, quote: Quote, person: str) -> bool:
    """Whether this quotation is certainly that person's.

    A name must agree with the speaker's name ("Carney" with "Mark Carney", never "Mark Carney" with
    "Bob Carney"). A description without a name ("the mayor") must be how the article itself refers
    to the speaker here, or how it introduces the speaker by name.
    """
    asked = described_words(person)
    if agrees(name_words(person), name_words(quote.speaker or "")):
        return True
    return bool(asked) and _is_described(article, quote, asked)


def is_same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's, ignoring titles: "Carney" and "Mark Carney"."""
    first, second = name_words(one), name_words(other)
    return agrees(first, second) or agrees(second, first)


def mentions(text: str, person: str) -> bool:
    """Whether a text contains the last part of the person's name."""
    names = name_words_of(person)
    return bool(names) and names[-1] in set(words_of(text))


def _is_described(article: Article, quote: Quote, words: list[str]) -> bool:
    here = article.text[quote.source.start : quote.source.end] if quote.source else ""
    if set(words) <= set(words_of(here)):
        return True
    return quote.speaker is not None and is_introduced(article.text, quote.speaker, words)


def is_introduced(text: str, speaker: str, words: list[str]) -> bool:
    """Whether the words are a title before the name or an apposition after it."""
    place = text.find(speaker)
    if place < 0:
        return False
    before = _BREAK.split(text[max(0, place - _AROUND) : place])[-1]
    title = words_of(before)[-_TITLE_WORDS:]
    behind = text[place + len(speaker) : place + len(speaker) + _AROUND]
    apposition = _BREAK.split(behind[1:])[0] if behind.startswith(",") else ""
    return _holds_run(title, words) or _holds_run(words_of(apposition), words)


def _holds_run(text: list[str], words: list[str]) -> bool:
    """Whether the words occur in the text as one uninterrupted run."""
    starts = range(len(text) - len(words) + 1)
    return any(text[start : start + len(words)] == words for start in starts)
