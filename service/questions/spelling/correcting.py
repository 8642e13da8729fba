"""Corrects words that no article contains, if a similar one fits its articles.

    question --words--> unknown ones --similar words of articles--> candidates --best--> Correction

There is no dictionary of corrections: a word is misspelt if it is not in the collection, and is
neither a question word nor a common one. Numbers, URLs and quoted words stay unchanged.
"""

import math
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import pairwise

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA, Hamming

from index.followers.lexical.spelling import Alike, Neighbours
from index.followers.open_collection import OpenCollection
from index.people.names import name_words, titles
from index.people.registry import Registry
from index.quotations.vocabulary.lists import word_list
from index.text.matching.folding import folded_words
from service.questions.inquiry import Inquiry
from service.questions.kinds.speech_forms import is_description
from service.questions.language.detection import ENGLISH, language_of
from service.questions.language.function_words import function_words
from service.questions.spelling.common_words import common_words_like, is_common
from service.questions.spelling.misspelt_names import misspelt_names
from service.questions.spelling.typing_mistakes import (
    Change,
    Word,
    cost_of,
    is_slip,
    with_changes,
    words_of_question,
    written_like,
)

_SHORTEST = 3
_LONGEST = 40
_LONGEST_ABBREVIATION = 5
_TWO_MISTAKES_FROM = 7
"""Letters from which two of them may be wrong."""
_SHORTEST_PART = 3
_SHORTEST_COMMON = 4
_SURELY_MEANT_FROM = 6
"""Letters from which a common word like the unknown one is meant even if no article has it."""
_MOST_UNKNOWN = 4
"""A question with more words that nobody knows is in another language, or about something else."""
_COMPARED = 4

# In powers of ten of the number of articles.
_TOGETHER = 3.0
"""Bonus for an article with the word and all other words of the question."""
_ASKING = 1.5
"""For "which" and "how" where a question begins."""


class Correction(Struct, frozen=True):
    """A question spelt as the articles spell it."""

    question: str
    is_name: bool = False
    """Whether all that was misspelt is the name of the person whose words are asked for."""


def correct(question: str, inquiry: Inquiry) -> Correction | None:
    """Correct a question's misspelt words; None if there are none, or nothing fits."""
    near = Neighbours(inquiry.opened, inquiry.query.filters, inquiry.query.as_of)
    return _corrected(question, inquiry.opened, near, inquiry.question.speaker)


def spelt_as_in_articles(message: str, opened: OpenCollection) -> str:
    """A message of a conversation, its misspelt words corrected."""
    found = _corrected(message, opened, Neighbours(opened), None)
    return found.question if found else message


def _corrected(
    question: str, opened: OpenCollection, near: Neighbours, asked_person: str | None
) -> Correction | None:
    words = words_of_question(question)
    if language_of(question) not in (None, ENGLISH):
        return None
    shouts = question.isupper()
    wrong = [word for word in words if not _is_spelt_rightly(word, near, shouts=shouts)]
    names = misspelt_names(asked_person, words, wrong, near, opened.people.registry())
    unknown = [word for word in words if word in wrong or word.folded in names]
    if not 0 < len(unknown) <= _MOST_UNKNOWN:
        return None
    speaker = _name_asked(asked_person or "")
    speller = _Speller(words, unknown, near, speaker, opened.people.registry())
    changes = [names.get(word.folded) or speller.best(word) for word in unknown]
    corrected = with_changes(question, [change for change in changes if change])
    if corrected == question:
        return None
    return Correction(corrected, is_name=all(word.folded in speaker for word in unknown))


def _is_spelt_rightly(word: Word, near: Neighbours, *, shouts: bool) -> bool:
    """Whether nothing is to be corrected: an abbreviation that no article has is another's."""
    is_abbreviation = word.text.isupper() and len(word.text) <= _LONGEST_ABBREVIATION
    return (
        (is_abbreviation and not shouts)
        or not _SHORTEST <= len(word.folded) <= _LONGEST
        or word.folded in function_words()
        or near.is_known(word.text)
        or is_common(word.folded)
    )


def _name_asked(speaker: str) -> frozenset[str]:
    """The words of the name asked about; none for "the mayor"."""
    named = () if is_description(speaker) else name_words(speaker)
    return frozenset(folded_words(" ".join(named)))


class _Speller:
    """Finds for each unknown word of one question what may have been meant."""

    def __init__(
        self,
        words: Sequence[Word],
        unknown: Sequence[Word],
        near: Neighbours,
        speaker: Set[str],
        registry: Registry,
    ) -> None:
        self._words = words
        self._near = near
        self._speaker = speaker
        """The words of the name of whoever is asked about."""
        self._registry = registry
        self._context = {
            word.folded
            for word in words
            if word not in unknown and word.folded not in function_words()
        }

    def best(self, word: Word) -> Change | None:
        """The likeliest change; None if nothing is alike."""
        found = [*self._asking(word), *self._alike(word), *self._common(word)]
        found += [*self._split(word), *self._joined(word)]
        likeliest = sorted(found, key=lambda change: -change.score)[:_COMPARED]
        if len(likeliest) < 2:
            return likeliest[0] if likeliest else None
        return max(likeliest, key=lambda change: change.score + self._in_row(change))

    def _alike(self, word: Word) -> Iterator[Change]:
        """Words of articles with one wrong letter; with two, where there are none."""
        found = self._near.alike(word.folded, 1, self._context)
        if not found and len(word.folded) >= _TWO_MISTAKES_FROM:
            found = self._near.alike(word.folded, 2, self._context)
        is_name = word.text[0].isupper() and word != self._words[0]
        for one in found:
            spellings = self._near.spellings(one.word)
            may_be_name = any(spelling[0].isupper() for spelling in spellings)
            if (may_be_name or not is_name) and self._fits(word, one, is_name=is_name):
                score = math.log10(one.articles) + _TOGETHER * one.together
                text = written_like(word.text, spellings)
                yield self._change(word, one.word, text, score)

    def _fits(self, word: Word, one: Alike, *, is_name: bool) -> bool:
        """Whether a word may be meant: of names and short words, there are others that are like it.

        Two letters replaced make another word more often than a mistake.
        """
        if word.folded in self._speaker:
            named = self._registry.beginning([one.word], 1, is_open=False)
            return bool(named) or one.word in titles()
        if is_name and (one.distance > 1 or one.word[0] != word.folded[0]):
            return False
        if Hamming.distance(word.folded, one.word) == 2 and len(word.folded) == len(one.word):
            return is_slip(word.folded, one.word)
        is_short = len(word.folded) <= _SHORTEST
        return bool(one.together) or not (is_short or (is_name and self._context))

    def _asking(self, word: Word) -> Iterator[Change]:
        """Words of asking, which need no article."""
        score = math.log10(self._near.articles + 1)
        is_first = word == self._words[0]
        for other, _, _ in process.extract(
            word.folded, _function_words(), scorer=OSA.distance, score_cutoff=1
        ):
            if len(word.folded) <= _SHORTEST and not is_slip(word.folded, other):
                continue
            asks_here = other in _REQUESTS or (is_first and other in _FIRST_WORDS)
            asks = _ASKING if asks_here else 0
            yield self._change(word, other, written_like(word.text, [other]), score + asks)

    def _common(self, word: Word) -> Iterator[Change]:
        """Common words: slips of what articles have in another form; long ones that none has."""
        is_name = word.text[0].isupper() and word != self._words[0]
        if is_name or word.folded in self._speaker or len(word.folded) < _SHORTEST_COMMON:
            return
        for other in common_words_like(word.folded):
            count = self._near.passages_with_row([other])
            is_slip_of = count and is_slip(word.folded, other)
            if is_slip_of or min(len(word.folded), len(other)) >= _SURELY_MEANT_FROM:
                text = written_like(word.text, [other])
                yield self._change(word, other, text, math.log10(1 + count))

    def _split(self, word: Word) -> Iterator[Change]:
        """Two words that articles have in a row: "worldcup"."""
        for at in range(_SHORTEST_PART, len(word.text) - _SHORTEST_PART + 1):
            parts = [word.text[:at], word.text[at:]]
            count = self._near.passages_with_row(parts)
            if count:
                yield Change(word.start, word.end, " ".join(parts), math.log10(count) - 1)

    def _joined(self, word: Word) -> Iterator[Change]:
        """One word that articles have: "pass port"."""
        for one, other in pairwise(self._words):
            count = 0
            is_near = word in (one, other) and other.start == one.end + 1
            if is_near and function_words().isdisjoint((one.folded, other.folded)):
                count = self._near.articles_with(one.folded + other.folded)
            if count:
                yield Change(one.start, other.end, one.text + other.text, math.log10(count) - 1)

    def _in_row(self, change: Change) -> float:
        """How often articles have the words beside those before and behind."""
        around = [self._before(change.start), self._behind(change.end)]
        rows = [[around[0], change.text], [change.text, around[1]]]
        return sum(math.log10(1 + self._near.passages_with_row(row)) for row in rows if all(row))

    def _before(self, start: int) -> str:
        return next((w.folded for w in reversed(self._words) if w.end <= start), "")

    def _behind(self, end: int) -> str:
        return next((w.folded for w in self._words if w.start >= end), "")

    def _change(self, word: Word, other: str, text: str, score: float) -> Change:
        return Change(word.start, word.end, text, score - cost_of(word.folded, other))


_FIRST_WORDS = frozenset(
    "who whose what which when where why how is are was were do does did has have had can could "
    "will would should".split()
)


_REQUESTS = frozenset(
    "quote quotes quoted statement statements comment comments remark remarks summary summarize "
    "summarise timeline compare comparison difference".split()
)
"""Words of plain requests: "timeline of the talks", "Strand quotes on rural wards"."""


@cache
def _function_words() -> list[str]:
    """Words of asking, and names of days and months."""
    words = function_words() | word_list("times") | _REQUESTS
    return sorted(word for word in words if word.isalpha())
