"""Names, and nouns in a row, with the word that leads to them: "the work visas", "USMCA"."""

import re
from collections.abc import Iterator

from msgspec import Struct

from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    NOUN,
    PARTICIPLE,
    classify_unlisted,
    word_classes,
)
from index.text.matching.folding import folded, folded_words
from service.questions.followups.grammar.words import is_adjective
from service.questions.language.function_words import function_words

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
LONGEST = 3
"""The most words of a run."""
_SHORTEST_WORD = 3
_BEFORE_SENTENCES = '.!?…"“‘'
"""Behind these, as at the start, any word has a capital."""
_DETERMINERS = frozenset("the this that these those its their our his her my your a an".split())


class Run(Struct, frozen=True):
    """Words in a row that may name a topic."""

    words: tuple[str, ...]
    led_by: str = ""
    """The function word before them, but for adjectives in between."""

    @property
    def is_name(self) -> bool:
        """Whether the words have capitals."""
        return self.words[0][0].isupper()

    @property
    def has_determiner(self) -> bool:
        """Whether it is "the bridge" or "their bridge" rather than "bridge"."""
        return self.led_by in _DETERMINERS

    @property
    def is_governed(self) -> bool:
        """Whether a preposition precedes it, as in "of inflation"; "to" may precede a verb."""
        return self.led_by in word_list("prepositions") and self.led_by != "to"

    @property
    def key(self) -> tuple[str, ...]:
        """Its words, folded."""
        return tuple(map(folded, self.words))


def noun_runs(text: str) -> Iterator[Run]:
    """Names, and nouns with the nouns before them."""
    run = Run(())
    end, leading = 0, ""
    for found in _WORD.finditer(text):
        word = found[0]
        is_near = text[end : found.start()].isspace()
        leading = leading if is_near else ""
        before = text[: found.start()].rstrip()[-1:]
        may_name = _may_name(word, is_first=before in _BEFORE_SENTENCES)
        if run.words and not (is_near and may_name and run.is_name == word[0].isupper()):
            # A noun followed by another noun specifies it: "property" of "tax".
            if len(run.words) <= LONGEST and not (is_near and _is_content(word)):
                yield run
            run = Run(())
        if may_name:
            run = Run((*run.words, word), run.led_by if run.words else leading)
        else:
            leading = _still_leading(word, leading)
        end = found.end()
    if 0 < len(run.words) <= LONGEST:
        yield run


def _still_leading(word: str, leading: str) -> str:
    """The function word that leads to what follows: "the" of "the newly opened bridge"."""
    if not _is_content(word):
        return folded(word)
    says_how = is_adjective(folded(word)) or _classes(word) & (ADVERB | PARTICIPLE)
    return leading if says_how else ""


def _is_content(word: str) -> bool:
    return folded(word) not in function_words()


def _may_name(word: str, *, is_first: bool) -> bool:
    """Whether the word is a name or, as far as its ending and the lists tell, a noun."""
    plain = folded(word)
    if plain in word_list("times") or not function_words().isdisjoint(folded_words(word)):
        return False
    if word[0].isupper():
        return not is_first or word.isupper()
    is_noun = bool(_classes(word) & NOUN) and not is_adjective(plain)
    return len(plain) >= _SHORTEST_WORD and is_noun


def _classes(word: str) -> int:
    plain = folded(word)
    return word_classes().get(plain) or classify_unlisted(plain)
