"""Bare names or terms, as typed into a search box: "George Santos", "humpback chub"."""

from index.followers.lexical.spelling import Neighbours
from index.quotations.vocabulary.word_classes import NOUN, VERB, word_classes
from index.text.matching.folding import folded_words
from service.questions.language.function_words import function_words

_MOST_WORDS = 4


def name_alone(text: str, near: Neighbours) -> str | None:
    """What a text names, if it does no more than that and articles call it so; else None."""
    words = folded_words(text)
    if not 0 < len(words) <= _MOST_WORDS or not function_words().isdisjoint(words):
        return None
    if any(word_classes().get(word, NOUN) & (VERB | NOUN) == VERB for word in words):
        return None
    if len(words) == 1 and not all(one[0].isupper() for one in near.spellings(words[0])):
        return None
    return text.strip(" ?!.") if near.passages_with_row(words) else None
