"""A quotation's topic, in up to three of its words: "the work visas", "USMCA".

A reader asks about a name, or about what the article is about: nouns of its headline or of its
first sentence, or several nouns in a row that it repeats.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from index.quotations.vocabulary.lists import word_list
from index.records import Article, Quote, QuoteForm
from index.text.matching.folding import folded_words
from service.questions.followups.names.people_words import may_be_a_person
from service.questions.followups.names.phrases import GENERAL
from service.suggestions.noun_runs import LONGEST, Run, noun_runs

_LOWER = re.compile(r"\b[^\W\d_A-ZÀ-Þ]+\b")
_GENERAL = GENERAL | frozenset(
    """chance comment concern fact form matter state process something promise idea problem
    situation""".split()
)
_MEASURES = frozenset(
    """second hour decade century half quarter dozen mile kilometre kilometer metre meter inch foot
    feet yard acre hectare litre liter gallon pound dollar euro cent penny pence percent degree ton
    tonne kilogram gram moment season""".split()
)
_NO_WORDS = frozenset(
    """third fourth fifth sixth seventh eighth ninth tenth anyway upstairs downstairs overnight
    abroad online god heaven hell""".split()
)
"""Words that no topic has, though unlisted ones count as nouns."""
_SHORTEST = 2
_BEFORE_CONTENT = 60
_SILENT = re.compile(
    r"\b(?:declin|refus)(?:e[sd]?|ing)\s+to\s+(?:comment|say|discuss|respond|answer)\b"
    r"|(?:\b(?:did|does|do|has|have|had)\s+not|n['’]t|\byet\s+to)(?:\s+\w+){0,2}?"
    r"\s+(?:respond|repl(?:y|ied)|comment|answer)",
    re.IGNORECASE,
)
_IN_TITLE = 2.0
"""Weight of words that are also in the headline."""
_NAME = 2.0
_OFTEN = 3
"""Mentions that make a noun of the first sentence a topic, if the headline does not have it."""


class Topics:
    """What the quotations of one article are about."""

    def __init__(self, article: Article, rarity: Callable[[str], float]) -> None:
        self._text, self._rarity = article.text, rarity
        self._title = folded_words(article.title or "")
        lead = article.sentences[0] if article.sentences else None
        self._lead = set(folded_words(article.text[lead.start : lead.end])) if lead else set()
        words = folded_words(article.text)
        self._counts = Counter(words)
        self._rows, self._title_rows = Counter(_rows(words)), frozenset(_rows(self._title))
        self._lower = set(_LOWER.findall(article.text))
        runs = [*noun_runs(article.text), *noun_runs(article.title or "")]
        self._runs = Counter(run.key for run in runs)
        self._with_determiner = {run.key for run in runs if run.has_determiner}
        self._with_the = Counter(run.key for run in runs if run.led_by == "the")
        self._governed = {run.key for run in runs if run.is_governed}
        self._longer = _longest_by_head(runs)

    def of(self, quote: Quote) -> list[str]:
        """Possible topics of the quotation, most likely first.

        These are words frequent in the article and rare elsewhere (tf-idf).
        """
        speaker = set(folded_words(quote.speaker or ""))
        scored: dict[str, float] = {}
        for span in quote.content:
            for short in noun_runs(self._text[span.start : span.end]):
                run = self._in_full(short)
                words = folded_words(" ".join(run.words))
                weight = self._weight(run, words)
                tells = self._tells_enough(run) and (weight > 0 or run.is_name)
                if tells and speaker.isdisjoint(words):
                    scored[self._worded(run)] = weight
        return sorted(scored, key=lambda text: -scored[text])

    def _in_full(self, run: Run) -> Run:
        """A noun as the article has it in full: "the bus station" for "the station"."""
        if run.is_name or len(run.words) > 1:
            return run
        longer = self._longer.get(run.key[-1], [])
        said = [one for one in longer if self._is_repeated(one)]
        return max(said, key=lambda one: self._runs[one.key], default=run)

    def _tells_enough(self, run: Run) -> bool:
        """Whether a run of words is no part of "U.S.", nothing general, and no mere noun.

        "Party" is no name where the article has a party as well.
        """
        if any(len(word) < _SHORTEST for word in run.words) or not _may_be_a_topic(run):
            return False
        if run.is_name:
            first, *others = run.words
            return bool(others) or first.lower() not in self._lower
        return self._is_noun(run) and (
            self._is_repeated(run) if len(run.words) > 1 else self._is_subject(" ".join(run.key))
        )

    def _is_noun(self, run: Run) -> bool:
        """Whether the article has it where only nouns stand: behind "the" or "of"."""
        return run.key in self._with_determiner or run.key in self._governed

    def _is_repeated(self, run: Run) -> bool:
        return self._rows[run.key] > 1 or run.key in self._title_rows

    def _is_subject(self, word: str) -> bool:
        """Whether the article is about it, as far as its beginning tells."""
        least = _OFTEN if self._title else 2
        return word in self._title or (word in self._lead and self._counts[word] >= least)

    def _weight(self, run: Run, words: list[str]) -> float:
        weight = sum(self._counts[word] * self._rarity(word) for word in words) / len(words)
        weight *= 1.0 if set(self._title).isdisjoint(words) else _IN_TITLE
        return weight * (_NAME if run.is_name else 1.0)

    def _worded(self, run: Run) -> str:
        """The topic as it follows "about": with "the" if the article has a determiner there."""
        # "The Tarn River", but hardly ever "the late Olga Brandt".
        is_mostly_definite = 2 * self._with_the[run.key] > self._runs[run.key]
        is_definite = is_mostly_definite if run.is_name else run.key in self._with_determiner
        return ("the " if is_definite else "") + " ".join(run.words)


def is_silent(article: Article, quote: Quote) -> bool:
    """Whether it only says that somebody said nothing: "declined to comment on the lawsuit"."""
    if quote.form is QuoteForm.DIRECT or not quote.content:
        return False
    first, last = quote.content[0], quote.content[-1]
    around = article.text[max(0, first.start - _BEFORE_CONTENT) : last.end]
    return _SILENT.search(around) is not None


def _rows(words: list[str]) -> Iterator[tuple[str, ...]]:
    """As many words in a row as a topic of several words has, from each place of a text on."""
    for length in range(2, LONGEST + 1):
        yield from zip(*(words[start:] for start in range(length)), strict=False)


def _longest_by_head(runs: Iterable[Run]) -> dict[str, list[Run]]:
    """The runs of several words, by their last one."""
    found: dict[str, list[Run]] = {}
    for run in runs:
        if len(run.words) > 1:
            found.setdefault(run.key[-1], []).append(run)
    return found


def _may_be_a_topic(run: Run) -> bool:
    """Whether nothing general, no measure and no single person is meant."""
    if not _NO_WORDS.isdisjoint(run.key):
        return False
    last = run.key[-1]
    one = last.removesuffix("s")
    if last in _GENERAL or one in _GENERAL or one in _MEASURES or one in word_list("kin"):
        return False
    return run.is_name or not may_be_a_person(last)
