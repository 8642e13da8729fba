"""Descriptions that articles use for a name: "the USMCA, the trade agreement of three countries".

Quotations seldom repeat a name mentioned before: "This agreement has created jobs." They share no
words with a question by name, but do with one by the articles' description of it. Nothing is
stored.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from msgspec import Struct

from index.followers.open_collection import OpenCollection
from index.quotations.vocabulary.word_classes import (
    CLOSED,
    NOUN,
    NUMBER,
    classify_unlisted,
    word_classes,
)
from service.aliases.learning import passages_with
from service.aliases.names import Aliases
from service.questions.followups.grammar.words import is_adjective
from service.reading.definitions.mentions import mentions_of, names_in
from service.reading.definitions.structures import defining

_MOST = 2
_FORMS = frozenset({"apposed", "before", "title"})
_DETERMINER = re.compile(
    r"(?:(?:the|an?|one\s+of|its|his|her|their|our)\s+)?(?:[\w.-]+\s+){0,3}?[\w.-]+['’]s?\s+"
    r"|(?:the|an?|its|his|her|their|our)\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w-]*")


class Described(Struct, frozen=True):
    """A topic with what some articles call the thing that it names."""

    topic: str
    article_ids: tuple[str, ...]
    """The articles that call it so."""


def described(topic: str, opened: OpenCollection, aliases: Aliases) -> list[Described]:
    """A topic reworded with the articles' most frequent descriptions; at most two.

    Args:
        topic: the topic of the question: "the USMCA review".
        opened: the collection to search.
        aliases: names known in any case: "usmca".
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for start, end in _names(topic, aliases):
        name = topic[start:end]
        pattern = re.compile(rf"(?:the\s+)?{re.escape(name)}", re.IGNORECASE)
        for item in passages_with(name, opened):
            for words in _called(name, item.passage.text):
                found[pattern.sub(f"the {words}", topic)][item.article.id] += 1
    often = sorted(found.items(), key=lambda one: -one[1].total())
    return [Described(said, tuple(articles)) for said, articles in often[:_MOST]]


def _names(topic: str, aliases: Aliases) -> set[tuple[int, int]]:
    names = {(one.name.start, one.name.end) for one in names_in(topic)}
    return names | {(one.start, one.end) for one in aliases.named_in(topic)}


def _called(name: str, text: str) -> Iterator[str]:
    for mention in mentions_of(name, text):
        for one in defining(text, mention):
            words = _noun_phrase(text[one.span.start : one.span.end])
            # "The new Arden law" calls Arden nothing.
            if one.form in _FORMS and words and not is_adjective(words.split()[-1]):
                yield words


def _noun_phrase(words: str) -> str:
    """The first words that name a kind of thing: "trade agreement", of "the trade agreement of"."""
    determiner = _DETERMINER.match(words)
    at = determiner.end() if determiner else 0
    kept: list[str] = []
    while (word := _WORD.match(words, at)) and _may_stand_in_a_name(word[0]):
        kept.append(word[0])
        at = word.end() + 1
        if words[word.end() : at] != " ":
            break
    return " ".join(kept)


def _may_stand_in_a_name(word: str) -> bool:
    plain = word.casefold()
    flags = word_classes().get(plain, 0) or classify_unlisted(plain)
    return bool(flags & NOUN) and not flags & (CLOSED | NUMBER)
